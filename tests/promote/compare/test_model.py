"""A model as a contestant: what it is asked, what comes back, and which answers count."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from gptctl.core.address import Address
from gptctl.core.conversation import Answer, Engine, Message, Role, ToolCall
from gptctl.core.resource import Declared
from gptctl.core.value import JSON
from gptctl.errors import GptctlError, Rejected
from gptctl.promote.chat import Chat
from gptctl.promote.compare.model import At, Model
from tests.support.duel import calls

DECLARED = Declared(
    address=Address(kind="assistant", name="support"),
    attrs={
        "name": "support",
        "model": "small",
        "instructions": "The newest.",
        "parameters": {"temperature": 0},
        "tools": [{"type": "mcp", "name": "acme", "url": "https://mcp.example"}],
        "knowledge": [{"$ref": "knowledge.handbook"}],
        "output": {"schema": {"type": "object"}},
    },
)
TOOL: Any = {"type": "function", "function": {"name": "look_up", "description": "Find it", "parameters": {}}}


@dataclass
class Provider:
    """Answers with what it is given, and keeps what it was asked."""

    says: Callable[[Sequence[Message]], Answer]
    asked: list[tuple[Declared, Sequence[Message]]] = field(default_factory=list)

    def rehearse(self, declared: Declared, messages: Sequence[Message]) -> Answer:
        self.asked.append((declared, messages))
        return self.says(messages)


def answering(text: str = "Yes.", **more: Any) -> Provider:
    return Provider(lambda _: Answer(text=text, engine=Engine.SERVER, model="small", **more))


def model(provider: Provider, declared: Declared = DECLARED, setting: str = "here") -> Model:
    return Model("small", At(provider=provider, setting=setting, price=lambda read, said: read + said / 10), declared)


def test_the_row_brings_instructions_and_tools_and_the_declaration_the_rest() -> None:
    provider = answering()
    row: list[Chat] = [
        {"role": "system", "content": "As it was."},
        {"role": "user", "content": "Where is it?"},
        calls(("look_up", '{"a":1}')),
        {"role": "tool", "content": "Oslo", "tool_call_id": "call_0"},
    ]
    model(provider).answer(row, [TOOL])
    declared, messages = provider.asked[0]
    assert declared.attrs == {
        "name": "support",
        "model": "small",
        "instructions": "As it was.",
        "parameters": {"temperature": 0},
        "output": {"schema": {"type": "object"}},
        "tools": [{"type": "function", "name": "look_up", "description": "Find it", "parameters": {}}],
    }
    assert messages == (
        Message(role=Role.USER, text="Where is it?"),
        Message(role=Role.ASSISTANT, text="", tool_calls=(ToolCall(id="call_0", name="look_up", arguments='{"a":1}'),)),
        Message(role=Role.TOOL, text="Oslo", tool_call_id="call_0"),
    )


@pytest.mark.parametrize("names", [("input_tokens", "output_tokens"), ("prompt_tokens", "completion_tokens")])
def test_what_was_read_and_written_is_counted_and_priced(names: tuple[str, str]) -> None:
    found = model(answering(usage=dict(zip(names, (20, 10), strict=True)))).answer([], [])
    assert (found.input_tokens, found.output_tokens, found.dollars) == (20, 10, 21.0)
    assert found.message == {"role": "assistant", "content": "Yes."}
    unknown = model(answering()).answer([], [])
    assert (unknown.input_tokens, unknown.output_tokens, unknown.dollars) == (None, None, None)


@pytest.mark.parametrize("count", [-1, 10**400, True, 1.5, "7", None])
def test_a_count_that_cannot_be_is_not_known(count: JSON) -> None:
    found = model(answering(usage={"input_tokens": 20, "output_tokens": count})).answer([], [])
    assert (found.input_tokens, found.output_tokens, found.dollars) == (20, None, None)


def test_calls_are_given_back() -> None:
    made = (ToolCall(id="call_0", name="look_up", arguments='{"a":1}'),)
    assert model(answering("", tool_calls=made)).answer([], []).message == calls(("look_up", '{"a":1}'))


def test_who_it_is_changes_with_all_that_answers_depend_on() -> None:
    provider = answering()
    attrs = DECLARED.attrs
    others = [
        replace(DECLARED, attrs={**attrs, "model": "large"}),
        replace(DECLARED, attrs={**attrs, "parameters": {"temperature": 1}}),
        replace(DECLARED, options={"openai": {"truncation": "auto"}}),
    ]
    found = {model(provider, one).identity for one in (DECLARED, *others)} | {model(provider, DECLARED, "x").identity}
    assert len(found) == 5
    newer = replace(DECLARED, attrs={**attrs, "instructions": "Newer still.", "knowledge": []})
    assert model(provider, newer).identity == model(provider).identity


def deaf(messages: Sequence[Message]) -> Answer:
    if messages[-1].text != "Hello":
        raise Rejected("too long")
    return Answer(text="Hi", engine=Engine.SERVER, model="small")


def test_what_is_rejected_counts_only_for_a_model_that_answers_at_all() -> None:
    asked: list[Chat] = [{"role": "user", "content": "A long story"}]
    provider = Provider(deaf)
    contestant = model(provider)
    for _ in range(2):
        with pytest.raises(Rejected, match="too long"):
            contestant.answer(asked, [])
    assert len(provider.asked) == 3

    def shut(_messages: Sequence[Message]) -> Answer:
        raise Rejected("401", advice="Set the key.")

    with pytest.raises(GptctlError, match="small answers nothing: 401") as raised:
        model(Provider(shut)).answer(asked, [])
    assert not isinstance(raised.value, Rejected)
    assert raised.value.advice == "Set the key."
