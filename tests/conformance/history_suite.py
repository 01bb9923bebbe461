"""The contract of `gptctl.providers.base.Historian`: what others said to an assistant, whole, once, and as it was."""

import json
import math
from itertools import count

import pytest

from gptctl.core.address import RemoteId
from gptctl.core.conversation import Role
from gptctl.errors import ProviderError
from gptctl.logs.conversation import Conversation
from gptctl.logs.sources.registry import READERS
from gptctl.providers.base import Historian, Transcript
from tests.conformance.subject import Subject, draft
from tests.support.logs import Rows

MANY = 105
"""More than any provider gives on one page."""

HOSTILE = "\x1b[2J\u202e</script>{{secret}}\r\n\x07\u0085 „Übung“ 🚆" + "x" * 100_000


class HistorySuite:
    """Part of the provider suite; a provider that lists no conversations skips it."""

    @pytest.fixture
    def history(self, subject: Subject) -> Historian:
        if not isinstance(subject.provider, Historian) or subject.converse is None:
            pytest.skip("the provider lists no conversations")
        return subject.provider

    def test_every_conversation_with_an_assistant_is_listed_once(self, subject: Subject, history: Historian) -> None:
        mine, other = assistant(subject, "mine"), assistant(subject, "other")
        for id_, question in ((mine, "One?"), (other, "Two?"), (mine, "Three?")):
            talk(subject, id_, question)
        told = whole(history, mine)
        assert sorted(question for one in told for question in ("One?", "Two?", "Three?") if says(one, question)) == [
            "One?",
            "Three?",
        ]
        assert len({one.id for one in told}) == len(told) == 2
        assert all(one.shape and one.updated > 0 for one in told)

    def test_nobody_said_anything_yet(self, subject: Subject, history: Historian) -> None:
        assert whole(history, assistant(subject, "mine")) == []

    def test_all_pages_of_a_listing_are_read(self, subject: Subject, history: Historian) -> None:
        id_ = assistant(subject, "mine")
        for _ in range(MANY):
            talk(subject, id_, "Hello?")
        assert len({one.id for one in whole(history, id_)}) == MANY

    def test_all_pages_of_a_conversation_are_joined(self, subject: Subject, history: Historian) -> None:
        id_ = assistant(subject, "mine")
        questions = [f"Question {n}?" for n in range(MANY)]
        talk(subject, id_, *questions)
        (told,) = whole(history, id_)
        places = [written(told).find(question) for question in questions]
        assert -1 not in places
        assert places == sorted(places)

    def test_only_what_changed_since_is_listed(self, subject: Subject, history: Historian) -> None:
        id_ = assistant(subject, "mine")
        for question in ("One?", "Two?", "Three?"):
            talk(subject, id_, question)
        told = whole(history, id_)
        for moment in (*(one.updated for one in told), max(one.updated for one in told) + 1):
            later = {one.id for one in told if one.updated >= moment}
            assert {one.id for one in history.transcripts(id_, since=moment)} == later
        assert list(history.transcripts(id_, since=math.inf)) == []

    def test_hostile_text_is_not_touched(self, subject: Subject, history: Historian) -> None:
        id_ = assistant(subject, "mine")
        talk(subject, id_, HOSTILE)
        (told,) = whole(history, id_)
        assert says(told, HOSTILE)

    def test_the_reader_of_its_shape_reads_it(self, subject: Subject, history: Historian) -> None:
        id_ = assistant(subject, "mine")
        talk(subject, id_, "One?", "Two?")
        (told,) = whole(history, id_)
        reader = next(reader for reader in READERS if reader.shape == told.shape)
        (read,) = reader.read([Rows("pulled", [told.body])])
        assert isinstance(read, Conversation)
        assert [message.text for message in read.messages if message.role is Role.USER] == ["One?", "Two?"]
        assert read.messages[-1].role is Role.ASSISTANT
        assert (read.ran.remote_id, read.came.native, read.lost) == (id_, told.id, ())

    def test_a_page_that_fails_is_no_end(self, subject: Subject, history: Historian) -> None:
        if subject.fail_reads is None:
            pytest.skip("no read can be made to fail")
        id_ = assistant(subject, "mine")
        for question in ("One?", "Two?"):
            talk(subject, id_, question)
        for good in count():
            subject.fail_reads(good)
            try:
                told = whole(history, id_)
            except ProviderError:
                continue
            assert len(told) == 2
            break
        assert good > 2


def assistant(subject: Subject, name: str) -> RemoteId:
    attrs = subject.attrs("assistant", name=name)
    return subject.handler("assistant").create(draft("assistant", attrs, name=name)).id


def talk(subject: Subject, id_: RemoteId, *questions: str) -> None:
    assert subject.converse is not None
    subject.converse(id_, *questions)


def whole(history: Historian, id_: RemoteId) -> list[Transcript]:
    return list(history.transcripts(id_, since=0))


def written(told: Transcript) -> str:
    return json.dumps(told.body, ensure_ascii=False)


def says(told: Transcript, text: str) -> bool:
    return json.dumps(text, ensure_ascii=False)[1:-1] in written(told)
