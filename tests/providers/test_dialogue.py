"""Which conversation a transcript continues."""

from gptctl.core.address import RemoteId
from gptctl.core.conversation import Answer, Engine, Message, Role, ToolCall
from gptctl.providers.dialogue import KEPT, Dialogues, Resumed

ONE, OTHER = RemoteId("a1"), RemoteId("a2")


def user(text: str) -> Message:
    return Message(role=Role.USER, text=text)


def answer(text: str, *calls: ToolCall) -> Answer:
    return Answer(text=text, engine=Engine.SERVER, model="m", tool_calls=calls)


def assistant(text: str, *calls: ToolCall) -> Message:
    return Message(role=Role.ASSISTANT, text=text, tool_calls=calls)


def test_a_transcript_that_goes_on_is_known_and_any_other_is_new() -> None:
    dialogues = Dialogues()
    dialogues.keep(ONE, [user("a")], answer("A"), "c1")
    going_on = [user("a"), assistant("A"), user("b")]
    assert dialogues.resume(ONE, going_on) == Resumed(conversation="c1", unsaid=going_on[2:])
    for id_, said in ((OTHER, going_on), (ONE, [user("a"), assistant("B"), user("b")]), (ONE, [user("a")])):
        assert dialogues.resume(id_, said) == Resumed(conversation="", unsaid=said)


def test_all_results_of_the_calls_are_what_is_unsaid() -> None:
    dialogues = Dialogues()
    call = ToolCall(id="1", name="f", arguments="{}")
    dialogues.keep(ONE, [user("a")], answer("", call), "c1")
    results = [Message(role=Role.TOOL, text=text, tool_call_id="1") for text in ("x", "y")]
    resumed = dialogues.resume(ONE, [user("a"), assistant("", call), *results])
    assert (resumed.conversation, resumed.unsaid) == ("c1", results)


def test_the_last_id_of_a_conversation_counts() -> None:
    dialogues = Dialogues()
    said = [user("a"), assistant("A"), user("b")]
    dialogues.keep(ONE, said[:1], answer("A"), "c1")
    dialogues.keep(ONE, said, answer("B"), "c2")
    assert dialogues.resume(ONE, [*said, assistant("B"), user("c")]).conversation == "c2"


def test_no_more_than_the_last_thousand_are_remembered() -> None:
    dialogues = Dialogues()
    for number in range(KEPT + 1):
        dialogues.keep(ONE, [user(str(number))], answer("A"), str(number))
    assert dialogues.resume(ONE, [user("0"), assistant("A"), user("b")]).conversation == ""
    assert dialogues.resume(ONE, [user("1"), assistant("A"), user("b")]).conversation == "1"
