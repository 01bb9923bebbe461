from pathlib import Path
from typing import ClassVar

import pytest

from gptctl.core.conversation import Role
from gptctl.logs.conversation import Conversation, Level, Rater, Rating, identify, pseudonym
from gptctl.logs.sources import messages
from gptctl.logs.sources.base import Rejected
from tests.conformance.reader_suite import Expected, ReaderSuite
from tests.support.logs import SAMPLES, Rows, files_of


class TestMessages(ReaderSuite):
    reader = messages.Reader()
    expected: ClassVar = {
        "airline": Expected(
            turns=("uauatauat", "uauatauauat", "uauatauauat", "uauatauauat"),
            ratings=(("reward", 0.0), ("reward", 0.0), ("reward", 1.0), ("reward", 1.0)),
        ),
        "preference": Expected(turns=("ua", "ua"), ratings=(("preference", 1.0), ("preference", 1.0)), alternatives=2),
        "stars": Expected(turns=("ua", "ua"), ratings=(("rating", 1.0), ("rating", None))),
        "varied": Expected(
            turns=("ua", "ua", "uata", "uaua"),
            ratings=(("feedback", 1.0), ("label", None), ("rating", 1.0), ("score", 0.0)),
            lost=1,
        ),
    }


def sample(name: str) -> dict[str, Conversation]:
    """By the source's own id."""
    found = messages.Reader().read(files_of(SAMPLES / "messages" / name))
    return {item.came.native: item for item in found if isinstance(item, Conversation)}


def one(row: object) -> Conversation | Rejected:
    (item,) = messages.Reader().read([Rows("rows.jsonl", [row])])  # type: ignore[list-item]
    assert isinstance(item, Conversation | Rejected)
    return item


def test_a_row_is_told_with_all_that_stands_in_it() -> None:
    found = sample("varied")["one"]
    assert found.id == identify("messages", "one")
    assert found.instructions == "Be brief."
    assert found.ran.model == "gpt-4.1-mini"
    assert found.ran.provider == "openai"
    assert found.started == 1790841600.0
    assert found.user == pseudonym("jo")
    assert found.finish == "stop"
    assert [tool["function"]["name"] for tool in found.tools] == ["lookup"]  # type: ignore[index, call-overload]
    assert found.ratings == (
        Rating(name="rating", score=1.0, level=Level.CONVERSATION, by=Rater.PERSON, label="thumbs_up"),
    )


def test_a_correction_is_a_demonstration() -> None:
    (rating,) = sample("varied")["7"].ratings
    assert rating.correction == "Good morning! How can I help?"
    assert rating.comment == "friendly"


def test_a_preference_is_an_answer_and_another_to_the_same_context() -> None:
    found = next(one for one in sample("preference").values() if one.instructions)
    (other,) = found.alternatives
    assert (other.at, other.messages[0].text) == (1, "That is a long story.")
    assert (found.ratings[0].at, found.ratings[0].score, other.ratings[0].score) == (1, 1.0, 0.0)


@pytest.mark.parametrize(
    ("said", "name", "remote_id"),
    [
        ({"assistant": "support"}, "support", ""),
        ({"metadata": {"agent_name": "support", "assistant_id": "asst_1"}}, "support", "asst_1"),
        ({"assistant": "No name but an answer. " * 5}, "", ""),
        ({"assistant": ["support"]}, "", ""),
    ],
)
def test_a_row_may_say_whose_it_is(said: dict[str, object], name: str, remote_id: str) -> None:
    found = one({"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Ho"}], **said})
    assert isinstance(found, Conversation)
    assert (found.ran.assistant, found.ran.remote_id) == (name, remote_id)


def test_without_an_id_what_was_said_is_the_identity() -> None:
    row = {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Ho"}]}
    plain, rated = one(row), one({**row, "reward": 1})
    assert isinstance(plain, Conversation)
    assert isinstance(rated, Conversation)
    assert plain.id == rated.id


def test_a_row_without_messages_is_rejected() -> None:
    assert one({"id": "1", "messages": []}) == Rejected(file="rows.jsonl", row=1, reason="it has no list of `messages`")


def test_every_conversation_of_the_airline_is_read_with_its_reward() -> None:
    found = sample("airline")
    assert len(found) == 4
    assert {one.ran.model for one in found.values()} == {"gpt-4o"}
    assert {one.instructions[:22] for one in found.values()} == {"# Airline Agent Policy"}
    assert all(Role.SYSTEM not in {m.role for m in one.messages} for one in found.values())
    assert (Path(SAMPLES) / "messages" / "airline" / "LICENSE").is_file()


def test_two_logs_that_number_their_rows_alike_hold_other_conversations() -> None:
    def told(native: object, *said: str) -> str:
        roles = ("user", "assistant")
        messages = [{"role": roles[at % 2], "content": text} for at, text in enumerate(said)]
        found = one({"id": native, "messages": messages})
        assert isinstance(found, Conversation)
        assert found.came.native == str(native)
        return found.id

    for counts in (0, "17", "row-7", "chatcmpl-42"):
        first = told(counts, "Where is it?", "On its way.")
        assert told(counts, "Who are you?", "A clerk.") != first
        assert (
            told(counts, "Where is it?", "On its way.", "Since when?", "Monday.")
            == told(counts, "Where is it?")
            == first
        )
    for names in ("task000-trial0", "0b4e1c1e-8f0b-4f6c-9a49-5ec1a1d1b0a7", 1_790_841_600_000):
        assert told(names, "Where is it?") == told(names, "Where is my order?") == identify("messages", str(names))
