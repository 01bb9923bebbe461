from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest

from gptctl.core.address import RemoteId
from gptctl.core.conversation import Answer, Engine, Message, Role, ToolCall
from gptctl.engine.session import Session
from gptctl.errors import GptctlError, Usage
from gptctl.logs.exchange import Exchange
from gptctl.logs.trial import Trial
from gptctl.providers.base import OnText
from gptctl.runtime.dialogue import Dialogue
from gptctl.runtime.resolve import resolve
from gptctl.runtime.tools import CommandTools
from tests.support.memory import MemoryProvider
from tests.support.world import Project, assistant, knowledge


class Talking(MemoryProvider):
    """Answers with what it was asked last, and calls the tool `t` as often as it is told to."""

    calls = 0

    def ask(self, id_: RemoteId, messages: Sequence[Message], *, on_text: OnText) -> Answer:
        text = f"{len(messages)}: {messages[-1].text}"
        on_text(text)
        calls = (ToolCall(id="c1", name="t", arguments='{"a": 1}'), ToolCall(id="c2", name="t", arguments="{}"))
        wanted = calls if self.calls else ()
        self.calls -= bool(wanted)
        return Answer(text=text, engine=Engine.EXTRACTED, model="none", tool_calls=wanted)


@dataclass
class Shelf:
    kept: list[Exchange] = field(default_factory=list)
    trials: list[Trial] = field(default_factory=list)

    def add(self, exchange: Exchange, trial: Trial | None = None) -> None:
        self.kept.append(exchange)
        self.trials += [] if trial is None else [trial]

    def fail(self, trial: Trial) -> None:
        self.trials.append(trial)


@pytest.fixture
def project() -> Project:
    declared = {
        knowledge("k"): {"name": "k", "files": {}},
        assistant("a"): {"name": "a", "model": "m", "knowledge": [{"$ref": "knowledge.k"}]},
    }
    return Project(declared=declared, commit="c" * 40)


def talking(project: Project) -> Session:
    return replace(project.session(), providers={"memory": Talking(project.server)})


def test_a_binding_says_what_was_applied(project: Project) -> None:
    project.apply()
    binding = resolve(project.session(), "a")
    assert (binding.model, binding.commit, binding.id in project.server.objects) == ("m", "c" * 40, True)
    assert binding.attrs["knowledge"] == [{"$ref": "knowledge.k"}]


def test_an_assistant_that_was_never_applied_is_one_clear_message(project: Project) -> None:
    with pytest.raises(GptctlError, match="a is not at memory yet"):
        resolve(project.session(), "a")


def test_a_name_that_is_not_declared_is_a_usage_error(project: Project) -> None:
    with pytest.raises(Usage) as error:
        resolve(project.session(), "b")
    assert error.value.advice == "There are: `a`."


def say(project: Project, text: str, shelf: Shelf, *, calls: int = 0, **commands: list[str]) -> Answer:
    session = talking(project)
    provider = session.providers["memory"]
    assert isinstance(provider, Talking)
    provider.calls = calls
    tools = CommandTools(commands=commands)
    dialogue = Dialogue(session=session, binding=resolve(session, "a"), store=shelf, id="x", tools=tools)
    return dialogue.say(text, on_text=lambda _: None)


def test_every_exchange_is_kept_with_its_origin(project: Project) -> None:
    project.apply()
    session, shelf = talking(project), Shelf()
    binding = resolve(session, "a")
    dialogue = Dialogue(session=session, binding=binding, store=shelf, id="x")
    heard: list[str] = []
    assert dialogue.say("one", on_text=heard.append).text == "1: one"
    assert dialogue.say("two", on_text=heard.append).text == "3: two"
    assert heard == ["1: one", "3: two"]
    assert [kept.turn for kept in shelf.kept] == [0, 1]
    assert {(kept.origin.applied, kept.origin.commit) for kept in shelf.kept} == {(binding.applied, "c" * 40)}


def test_a_tool_without_a_command_is_shown_and_not_run(project: Project) -> None:
    project.apply()
    assert [call.name for call in say(project, "go", Shelf(), calls=1).tool_calls] == ["t", "t"]


def test_a_tool_with_a_command_is_run_and_its_answer_goes_back(project: Project) -> None:
    project.apply()
    shelf = Shelf()
    answer = say(project, "go", shelf, calls=1, t=["cat"])
    assert (answer.text, answer.tool_calls) == ("4: {}", ())
    assert [(kept.asked.role, kept.asked.text) for kept in shelf.kept] == [(Role.USER, "go"), (Role.TOOL, "{}")]
    assert [[one.text for one in kept.beside] for kept in shelf.kept] == [[], ['{"a": 1}']]


def test_an_assistant_that_never_stops_calling_is_stopped(project: Project) -> None:
    project.apply()
    shelf = Shelf()
    assert say(project, "go", shelf, calls=1000, t=["cat"]).tool_calls
    assert len(shelf.kept) == 9


@pytest.mark.parametrize(
    ("command", "said"),
    [(["false"], "ended with status 1"), (["/does/not/exist"], "could not be run: FileNotFoundError")],
)
def test_a_failing_tool_is_told_to_the_assistant(project: Project, command: list[str], said: str) -> None:
    project.apply()
    assert said in say(project, "go", Shelf(), calls=1, t=command).text


def test_a_provider_that_cannot_be_asked_says_so(project: Project) -> None:
    project.apply()
    session = project.session()
    dialogue = Dialogue(session=session, binding=resolve(session, "a"), store=Shelf(), id="x")
    with pytest.raises(GptctlError, match="cannot be asked"):
        dialogue.say("x", on_text=lambda _: None)
