"""The tests of an assistant, as they are put to a contestant."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from gptctl.core.conversation import Message, Role, ToolCall
from gptctl.core.value import JSON
from gptctl.expect.base import Fault
from gptctl.expect.said import Said
from gptctl.expect.test import AssistantTest, Judged
from gptctl.promote.chat import Chat
from gptctl.promote.compare.contestant import Reply
from gptctl.promote.setting import Setting


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """`messages` begin with the instructions; `tools` are in OpenAI's shape."""

    id: str
    messages: Sequence[Chat]
    tools: Sequence[JSON]
    test: AssistantTest

    def judge(self, reply: Reply) -> tuple[Judged, ...]:
        """The first answer: no tool is run. A provider that refuses to answer holds nothing that was expected."""
        if reply.rejected:
            return (Judged(expects="answer", faults=(Fault(says="It was refused.", part=reply.rejected),)),)
        calls = (
            ToolCall(id=call["id"], name=call["function"]["name"], arguments=call["function"]["arguments"])
            for call in reply.message.get("tool_calls", ())
        )
        return self.test.judge(Said(text=reply.message["content"] or "", calls=tuple(calls)))


def put(tests: Iterable[AssistantTest], setting: Setting) -> tuple[Put, ...]:
    """Those that need no knowledge: a comparison searches none."""
    return tuple(
        Put(id=f"test/{test.name}", messages=tuple(_messages(test, setting)), tools=setting.tools, test=test)
        for test in tests
        if not test.needs_knowledge
    )


def _messages(test: AssistantTest, setting: Setting) -> Iterator[Chat]:
    yield {"role": "system", "content": setting.instructions}
    yield from map(_message, test.messages)


def _message(message: Message) -> Chat:
    return {"role": "user" if message.role is Role.USER else "assistant", "content": message.text}
