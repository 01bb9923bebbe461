"""What our own runtime recorded, told as any other log."""

import json
from dataclasses import replace
from pathlib import Path

from gptctl.core.conversation import Answer, Engine, Message, Role, Source, ToolCall
from gptctl.logs.conversation import identify
from gptctl.logs.exchange import Exchange, Origin
from gptctl.logs.recorder import Recorder
from gptctl.logs.sources.recorded import SEARCH, conversation
from tests.conformance.reader_suite import check_messages, unpaired

ORIGIN = Origin(
    project="acme", environment="dev", target="local", assistant="handbook", remote_id="asst_1", applied="f", commit="c"
)
PASSAGES = (Source(file="leave.md", heading="Leave > Sick", text="Forty hours.", score=0.5),)


def exchange(turn: int, asked: Message, answer: Answer, *beside: Message) -> Exchange:
    return Exchange(
        conversation="one", turn=turn, time=10.0 + turn, origin=ORIGIN, asked=asked, answer=answer, beside=beside
    )


def user(text: str) -> Message:
    return Message(role=Role.USER, text=text)


def result(id_: str, text: str) -> Message:
    return Message(role=Role.TOOL, text=text, tool_call_id=id_)


def said(text: str, *calls: str, sources: tuple[Source, ...] = (), engine: Engine = Engine.SERVER) -> Answer:
    called = tuple(ToolCall(id=call, name="lookup", arguments="{}") for call in calls)
    return Answer(text=text, engine=engine, model="m", sources=sources, tool_calls=called, usage={"input_tokens": 3})


def test_a_conversation_tells_what_it_ran_under() -> None:
    told = conversation([exchange(0, user("Hi"), said("Ho")), exchange(1, user("Bye"), said("Bye"))])
    assert told.id == identify("gptctl", "one")
    assert (told.ran.assistant, told.ran.applied, told.ran.commit, told.ran.model) == ("handbook", "f", "c", "m")
    assert (told.started, told.ended) == (10.0, 11.0)
    assert told.usage == {"input_tokens": 6}
    assert told.lost == ()


def test_an_answer_with_passages_rests_on_a_search() -> None:
    told = conversation([exchange(0, user("How long is leave?"), said("Forty hours.", sources=PASSAGES))])
    _, call, found, answer = told.messages
    assert (call.tool_calls[0].name, json.loads(call.tool_calls[0].arguments)) == (
        SEARCH, {"query": "How long is leave?"},
    )  # fmt: skip
    assert json.loads(found.text) == [{"file": "leave.md", "heading": "Leave > Sick", "text": "Forty hours."}]
    assert answer.text == "Forty hours."
    assert not unpaired(told.messages)


def test_after_a_tool_the_question_is_still_the_question() -> None:
    told = conversation([
        exchange(0, user("Where is it?"), said("", "a")),
        exchange(1, result("a", '{"state": "sent"}'), said("Sent.", sources=PASSAGES)),
    ])  # fmt: skip
    (search,) = [call for message in told.messages for call in message.tool_calls if call.name == SEARCH]
    assert json.loads(search.arguments) == {"query": "Where is it?"}
    assert not unpaired(told.messages)


def test_tools_that_were_called_together_keep_all_their_results(tmp_path: Path) -> None:
    store = Recorder(tmp_path)
    store.add(exchange(0, user("Both, please"), said("", "a", "b")))
    store.add(exchange(1, result("b", "2"), said("Done."), result("a", "1")))
    told = conversation(store.read("one"))
    check_messages(told.messages)
    assert [message.text for message in told.messages if message.role is Role.TOOL] == ["1", "2"]
    assert not unpaired(told.messages)
    assert told.lost == ()


def test_what_the_record_lacks_is_told() -> None:
    whole = [exchange(0, user("Both"), said("", "a", "b")), exchange(1, result("b", "2"), said("Done."))]
    assert conversation(whole).lost == ("a tool call has no result",)
    assert conversation([replace(whole[1], beside=(result("a", "1"),))]).lost == ("some of its exchanges are missing",)
    extracted = exchange(0, user("Hi"), said("Ho", engine=Engine.EXTRACTED))
    assert conversation([extracted]).lost == ("an answer was put together from passages, by no model",)
