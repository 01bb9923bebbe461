"""The contract of `gptctl.providers.base.Runner`: an answer is shown while it comes, and is never half of one."""

import pytest

from gptctl.core.address import RemoteId
from gptctl.core.conversation import Answer, Engine, Message, Role
from gptctl.errors import ProviderError
from gptctl.providers.base import Runner, Switcher
from tests.conformance.subject import Subject, draft
from tests.support.fakes.trouble import Trouble

QUESTION = "Will you kindly tell me how many days of leave there are in a year?"
SAID = [Message(role=Role.USER, text=QUESTION)]
OTHER = "another-model"


class AskingSuite:
    """Part of the provider suite; a provider that cannot be asked skips it."""

    @pytest.fixture
    def runner(self, subject: Subject) -> Runner:
        if not isinstance(subject.provider, Runner):
            pytest.skip("the provider cannot be asked")
        return subject.provider

    @pytest.fixture
    def asked(self, subject: Subject, runner: Runner) -> RemoteId:
        attrs = subject.attrs("assistant", **{"tools": [], **subject.answering})
        return subject.handler("assistant").create(draft("assistant", attrs)).id

    def test_the_pieces_of_an_answer_are_the_whole_of_it(
        self, subject: Subject, runner: Runner, asked: RemoteId
    ) -> None:
        pieces: list[str] = []
        answer = ask(runner, asked, pieces)
        assert answer.text
        assert "".join(pieces) == answer.text
        assert all(pieces)
        assert len(pieces) >= subject.pieces

    @pytest.mark.parametrize("trouble", [Trouble.CUT, Trouble.TRUNCATE])
    def test_an_answer_that_breaks_off_is_whole_or_none(
        self, subject: Subject, runner: Runner, asked: RemoteId, trouble: Trouble
    ) -> None:
        if subject.spoil_answer is None:
            pytest.skip("no answer can break off")
        whole = ask(runner, asked, [])
        plan = subject.spoil_answer(trouble)
        pieces: list[str] = []
        try:
            answer = ask(runner, asked, pieces)
        except ProviderError:
            assert whole.text.startswith("".join(pieces))
        else:
            assert "".join(pieces) == answer.text == whole.text
        assert not plan.times

    def test_another_model_may_answer_one_question_and_the_assistant_stays_as_it_is(
        self, subject: Subject, runner: Runner, asked: RemoteId
    ) -> None:
        provider = subject.provider
        if not isinstance(provider, Switcher):
            pytest.skip("the provider answers with the model that it holds")
        held = subject.handler("assistant").read(asked)
        answer = provider.ask_with(asked, SAID, model=OTHER, on_text=lambda _: None)
        assert answer.model == ("" if answer.engine is Engine.EXTRACTED else OTHER)
        assert subject.handler("assistant").read(asked) == held
        assert ask(runner, asked, []).model != OTHER


def ask(runner: Runner, id_: RemoteId, pieces: list[str]) -> Answer:
    return runner.ask(id_, SAID, on_text=pieces.append)
