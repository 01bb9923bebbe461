import json
from dataclasses import replace

from gptctl.core.conversation import Answer, Engine, Message, Role, Source, ToolCall
from gptctl.core.value import Attrs
from gptctl.logs.conversation import identify
from gptctl.logs.exchange import Exchange, Origin
from gptctl.logs.sources.recorded import SEARCH, SHAPE, conversation

ORIGIN = Origin(
    project="acme", environment="dev", target="local", assistant="a", remote_id="r", applied="f" * 64, commit="c" * 40
)
PASSAGE = Source(file="leave.md", heading="Leave", text="Forty", score=0.5)


def exchange(turn: int, asked: Message, text: str, *, sources: tuple[Source, ...] = (), **more: object) -> Exchange:
    usage: Attrs = {"input": 2, "ratio": 0.5, "cached": True}
    answer = Answer(text=text, engine=Engine.SERVER, model="m", sources=sources, usage=usage)
    return Exchange(
        conversation="k",
        turn=turn,
        time=10.0 + turn,
        origin=ORIGIN,
        asked=asked,
        answer=replace(answer, **more),  # type: ignore[arg-type]
    )


def user(text: str) -> Message:
    return Message(role=Role.USER, text=text)


def test_an_answer_from_passages_is_told_as_a_search() -> None:
    told = conversation(
        [exchange(0, user("How long?"), "Forty.", sources=(PASSAGE,)), exchange(1, user("Ah."), "Yes.")]
    )
    assert [one.role.value for one in told.messages] == ["user", "assistant", "tool", "assistant", "user", "assistant"]
    [call] = told.messages[1].tool_calls
    assert (call.name, json.loads(call.arguments)) == (SEARCH, {"query": "How long?"})
    assert told.messages[2].tool_call_id == call.id
    assert json.loads(told.messages[2].text) == [{"file": "leave.md", "heading": "Leave", "text": "Forty"}]
    assert (told.id, told.started, told.ended) == (identify(SHAPE, "k"), 10.0, 11.0)
    assert (told.ran.assistant, told.ran.applied, told.ran.commit) == ("a", "f" * 64, "c" * 40)
    assert (told.lost, told.finish, told.usage) == ((), "stop", {"input": 4})


def test_tools_that_ran_are_between_their_call_and_the_answer() -> None:
    call = ToolCall(id="1", name="look", arguments="{}")
    result = Message(role=Role.TOOL, text="42", tool_call_id="1")
    told = conversation([exchange(0, user("x"), "", tool_calls=(call,)), exchange(1, result, "It is 42.")])
    assert [one.role.value for one in told.messages] == ["user", "assistant", "tool", "assistant"]
    assert told.messages[1].tool_calls == (call,)
    assert told.lost == ()


def test_what_the_record_lacks_is_said() -> None:
    calls = (ToolCall(id="1", name="a", arguments="{}"), ToolCall(id="2", name="b", arguments="{}"))
    result = Message(role=Role.TOOL, text="42", tool_call_id="2")
    first = exchange(0, user("x"), "", tool_calls=calls)
    assert len(conversation([first, exchange(1, result, "It is 42.")]).lost) == 1
    assert conversation([first]).finish == "tool_calls"
    assert len(conversation([exchange(1, user("x"), "y")]).lost) == 1
    assert len(conversation([exchange(0, user("x"), "y", engine=Engine.EXTRACTED)]).lost) == 1
