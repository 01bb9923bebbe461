from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest

from gptctl.core.address import RemoteId
from gptctl.core.conversation import Answer, Engine, Message, Role
from gptctl.engine.session import Session
from gptctl.errors import GptctlError, Usage
from gptctl.logs.conversation import Exchange
from gptctl.runtime.ask import ask
from gptctl.runtime.resolve import resolve
from tests.support.memory import MemoryProvider
from tests.support.world import Project, assistant, knowledge


class Talking(MemoryProvider):
    """A memory provider that answers with what it was asked last."""

    def ask(self, id_: RemoteId, messages: Sequence[Message]) -> Answer:
        return Answer(text=f"{id_}: {messages[-1].text}", engine=Engine.EXTRACTED, model="none")


@dataclass
class Shelf:
    kept: list[Exchange] = field(default_factory=list)

    def add(self, exchange: Exchange) -> None:
        self.kept.append(exchange)


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
    assert "Declared: a." in error.value.advice


def test_every_exchange_is_kept_with_its_origin(project: Project) -> None:
    project.apply()
    session, shelf = talking(project), Shelf()
    binding = resolve(session, "a")
    first = Message(role=Role.USER, text="one")
    answer = ask(session, binding, [first], store=shelf, conversation="x")
    assert answer.text.endswith(": one")
    history = [first, Message(role=Role.ASSISTANT, text=answer.text), Message(role=Role.USER, text="two")]
    ask(session, binding, history, store=shelf, conversation="x")
    assert [kept.turn for kept in shelf.kept] == [0, 1]
    assert {(kept.origin.applied, kept.origin.commit) for kept in shelf.kept} == {(binding.applied, "c" * 40)}


def test_a_provider_that_cannot_be_asked_says_so(project: Project) -> None:
    project.apply()
    session = project.session()
    with pytest.raises(GptctlError, match="cannot be asked"):
        ask(session, resolve(session, "a"), [Message(role=Role.USER, text="x")], store=Shelf(), conversation="x")
