"""What a model is given when not everything fits: the question always, the rest as far as it goes."""

import pytest

from gptctl.core.conversation import Message, Role, Source, ToolCall
from gptctl.errors import Rejected
from gptctl.providers.local.answer.asked import Asked
from gptctl.providers.local.answer.prompt import Prompt, build

QUESTION = "How many hours?"


def passage(text: str, file: str = "leave.md") -> Source:
    return Source(file=file, heading="Sick leave", text=text, score=1.0)


def prompt(
    *sources: Source, instructions: str = "Be brief.", before: tuple[Message, ...] = (), tokens: int = 1000
) -> Prompt:
    messages = (*before, Message(role=Role.USER, text=QUESTION))
    asked = Asked(attrs={"instructions": instructions}, messages=messages, question=QUESTION, sources=sources)
    return build(asked, sources, tokens=tokens)


def test_the_question_comes_last_after_the_passages() -> None:
    system, user = prompt(passage("240 hours.")).messages
    assert system == {"role": "system", "content": "Be brief."}
    assert user["content"] == f"Passages:\n\n[leave.md, Sick leave]\n240 hours.\n\nQuestion: {QUESTION}"


def test_without_passages_the_question_stands_alone() -> None:
    assert prompt(instructions="").messages == ({"role": "user", "content": QUESTION},)


def test_passages_are_cut_before_the_question() -> None:
    built = prompt(passage("first " * 300), passage("second " * 300, "b.md"), passage("third " * 300, "c.md"))
    text = str(built.messages[-1]["content"])
    assert text.endswith(f"Question: {QUESTION}")
    assert "first" in text
    assert "third" not in text
    assert [source.file for source in built.sources] == ["leave.md"]
    assert all(source.text in text for source in built.sources)
    assert sum(len(str(message["content"])) for message in built.messages) <= 1000 * 3


def test_long_instructions_are_cut_and_that_is_said() -> None:
    built = prompt(passage("240 hours."), instructions="rule " * 2000)
    assert "240 hours." in str(built.messages[-1]["content"])
    assert built.notes
    assert not prompt().notes


def test_a_question_that_cannot_fit_is_refused() -> None:
    with pytest.raises(Rejected, match="question is too long"):
        prompt(tokens=128)


def test_the_newest_messages_are_kept() -> None:
    before = tuple(Message(role=Role.USER, text=f"{n} " + "x" * 600) for n in range(20))
    built = prompt(before=before)
    kept = [str(message["content"])[:2].strip() for message in built.messages[1:-1]]
    assert kept == [str(n) for n in range(20 - len(kept), 20)]
    assert 0 < len(kept) < 20


def test_a_tools_answer_is_never_without_its_call() -> None:
    call = ToolCall(id="1", name="lookup", arguments="{" + " " * 3000 + "}")
    before = (
        Message(role=Role.ASSISTANT, text="", tool_calls=(call,)),
        Message(role=Role.TOOL, text="Ann", tool_call_id="1"),
    )
    assert [message["role"] for message in prompt(before=before).messages] == ["system", "user"]
    kept = prompt(before=before, tokens=4000).messages
    assert [message["role"] for message in kept] == ["system", "assistant", "tool", "user"]
    assert kept[2]["tool_call_id"] == "1"
