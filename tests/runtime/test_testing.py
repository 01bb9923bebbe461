"""Tests of an assistant, put to it as it is applied."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from gptctl.core.address import RemoteId
from gptctl.core.conversation import Answer, Engine, Message, Role, Source, ToolCall
from gptctl.errors import NoAccess, NotDone, TryLater
from gptctl.expect.calls import Calls, Wanted
from gptctl.expect.cites import Cites
from gptctl.expect.test import AssistantTest
from gptctl.expect.words import Contains
from gptctl.providers.base import OnText
from gptctl.runtime import testing
from gptctl.runtime.resolve import resolve
from gptctl.runtime.tools import CommandTools
from tests.support.memory import MemoryProvider
from tests.support.world import Project, assistant

BUSY, LOST, LOCKED = "busy", "lost", "locked"
FAILURES = {BUSY: TryLater("come back later"), LOST: NotDone("no route"), LOCKED: NoAccess("there is no key")}


class Telling(MemoryProvider):
    """Calls the tool `t` once, then says all that it was told; some words make it fail."""

    def ask(self, id_: RemoteId, messages: Sequence[Message], *, on_text: OnText) -> Answer:
        asked = messages[-1].text
        if asked in FAILURES:
            raise FAILURES[asked]
        call = ToolCall(id="c", name="t", arguments='{"a": 1}')
        told = " | ".join(f"{message.role}: {message.text}" for message in messages)
        on_text(told)
        source = Source(file=f"{len(messages)}.md", heading="", text="", score=0.0)
        first = messages[-1].role is Role.USER
        calls = (call,) if first else ()
        made = Answer(text=told, engine=Engine.SERVER, model="m", sources=(source,), notes=("a part was left out",))
        return replace(made, tool_calls=calls)


def put(test: AssistantTest, **commands: Sequence[str]) -> testing.Tested:
    project = Project(declared={assistant("a"): {"name": "a", "model": "m"}}, commit="c" * 40)
    project.apply()
    session = replace(project.session(), providers={"memory": Telling(project.server)})
    return testing.put(session, resolve(session, "a"), test, CommandTools(commands=commands))


def user(text: str) -> Message:
    return Message(role=Role.USER, text=text)


def test_all_that_was_said_before_is_said_before_the_question() -> None:
    before = (user("Hello"), Message(role=Role.ASSISTANT, text="Hi"))
    expected = Contains(texts=("user: Hello | assistant: Hi | user: Now?",))
    done = put(AssistantTest(name="a", messages=(*before, user("Now?")), expectations=(expected,)))
    assert done.passed, done


def test_the_calls_and_sources_on_the_way_count_and_the_last_words_are_the_answer() -> None:
    expected = (
        Calls(wanted=(Wanted(tool="t", arguments={"a": 1}),)),
        Cites(files=("1.md", "3.md")),
        Contains(texts=("tool: sunny",)),
    )
    done = put(AssistantTest(name="a", messages=(user("Go"),), expectations=expected), t=["echo", "sunny"])
    assert done.passed, done
    assert done.notes == ("a part was left out",)


def test_a_call_that_nobody_runs_is_still_judged() -> None:
    wanted = Calls(wanted=(Wanted(tool="t", arguments={"a": 2}),))
    done = put(AssistantTest(name="a", messages=(user("Go"),), expectations=(wanted,)))
    assert not done.passed
    assert done.judged[0].faults[0].part == 't({"a": 1})'


@pytest.mark.parametrize(("asked", "error"), [(BUSY, "come back later"), (LOST, "no route")])
def test_a_question_that_is_not_answered_is_a_result(asked: str, error: str) -> None:
    done = put(AssistantTest(name="a", messages=(user(asked),), expectations=(Contains(texts=("x",)),)))
    assert (done.said, done.error, done.judged, done.passed) == (None, error, (), False)


def test_where_nobody_can_be_asked_all_tests_end() -> None:
    with pytest.raises(NoAccess):
        put(AssistantTest(name="a", messages=(user(LOCKED),), expectations=(Contains(texts=("x",)),)))
