"""Who answers while a rollout runs: asked anew before every question, whatever the provider holds."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest

from gptctl.core.address import Key, RemoteId
from gptctl.core.conversation import Answer, Engine, Message
from gptctl.core.rollout import Arm, Kind, Move, Rollout, Rule, rolled_back
from gptctl.errors import Refused, Unknown
from gptctl.logs.exchange import Exchange
from gptctl.logs.trial import Trial
from gptctl.providers.base import OnText, Provider
from gptctl.runtime.dialogue import Dialogue
from gptctl.runtime.resolve import resolve
from tests.support.memory import MemoryProvider
from tests.support.world import Project, assistant

KEY = Key(target="memory", address=assistant("a"))
ROLLOUT = Rollout(
    id="r1", key=KEY, before="base", after="tuned", steps=(50, 100), rule=Rule(), started=0.0, since=0.0, at=1
)


class Steady(MemoryProvider):
    """Answers with the model that it holds."""

    def ask(self, id_: RemoteId, messages: Sequence[Message], *, on_text: OnText) -> Answer:
        return Answer(text="", engine=Engine.SERVER, model="held")


class Switching(Steady):
    """Answers with any model; `silent` gives no answer."""

    def ask_with(self, id_: RemoteId, messages: Sequence[Message], *, model: str, on_text: OnText) -> Answer:
        if model == "silent":
            raise Unknown("nothing came back")
        return Answer(text="", engine=Engine.SERVER, model=model)


@dataclass
class Shelf:
    trials: list[Trial | None] = field(default_factory=list)

    def add(self, exchange: Exchange, trial: Trial | None = None) -> None:
        self.trials.append(trial)

    def fail(self, trial: Trial) -> None:
        self.trials.append(trial)


@pytest.fixture
def project() -> Project:
    made = Project(declared={assistant("a"): {"name": "a", "model": "tuned"}})
    made.apply()
    return made


def keep(project: Project, rollout: Rollout) -> None:
    move = Move(kind=Kind.START, time=0.0, by="ada", why="", rollout=rollout)
    project.disk.rollouts.append(move)


def dialogue(project: Project, make: type[MemoryProvider] = Switching) -> tuple[Dialogue, Shelf]:
    providers: dict[str, Provider] = {"memory": make(project.server)}
    session, shelf = replace(project.session(), providers=providers), Shelf()
    return Dialogue(session=session, binding=resolve(session, "a"), store=shelf, id="x"), shelf


def ask(talk: Dialogue) -> str:
    return talk.say("Who are you?", on_text=lambda _: None).model


def test_a_rollback_counts_from_the_next_question_on(project: Project) -> None:
    keep(project, ROLLOUT)
    talk, shelf = dialogue(project)
    assert ask(talk) == "held"  # everybody gets the new model, and that is the one it holds
    keep(project, rolled_back(ROLLOUT, 1.0))
    assert ask(talk) == "base"
    told = [(one.turn, one.decision.arm, one.decision.share) for one in shelf.trials if one]
    assert told == [(0, Arm.AFTER, 100), (1, Arm.BEFORE, 0)]


def test_without_a_rollout_nothing_is_decided_and_nothing_kept_of_it(project: Project) -> None:
    talk, shelf = dialogue(project)
    assert (ask(talk), talk.binding.model, shelf.trials) == ("held", "tuned", [None])


def test_a_rollout_says_nothing_of_an_assistant_that_holds_a_third_model(project: Project) -> None:
    keep(project, rolled_back(replace(ROLLOUT, after="other"), 0.0))
    assert resolve(project.session(), "a").decision is None


def test_a_program_gets_the_model_to_ask_and_what_is_held(project: Project) -> None:
    keep(project, rolled_back(ROLLOUT, 0.0))
    binding = resolve(project.session(), "a", user="mia")
    assert (binding.model, binding.held) == ("base", "tuned")


def test_a_provider_that_cannot_switch_refuses_rather_than_answers_with_the_wrong_model(project: Project) -> None:
    keep(project, rolled_back(ROLLOUT, 0.0))
    talk, shelf = dialogue(project, Steady)
    with pytest.raises(Refused, match="answers with the model that the assistant holds, tuned"):
        ask(talk)
    assert shelf.trials == []


def test_a_question_without_an_answer_is_a_trial_too(project: Project) -> None:
    keep(project, rolled_back(replace(ROLLOUT, before="silent"), 0.0))
    talk, shelf = dialogue(project)
    with pytest.raises(Unknown):
        ask(talk)
    assert [(one.answered, one.decision.model) for one in shelf.trials if one] == [(False, "silent")]
