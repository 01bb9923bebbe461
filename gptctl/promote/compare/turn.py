"""What a contestant is asked: one held-out answer, and all that was said before it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from gptctl.core.value import JSON
from gptctl.promote.chat import Chat
from gptctl.promote.example import Example


class Asked(Protocol):
    """What a contestant is asked, whatever becomes of the answer."""

    @property
    def id(self) -> str: ...

    @property
    def messages(self) -> Sequence[Chat]: ...

    @property
    def tools(self) -> Sequence[JSON]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """`messages` hold the conversation as it really went, also where a contestant would have answered otherwise.

    `expected` is the answer that curation kept; `cluster` is the same for turns that are not independent.
    """

    id: str
    cluster: str
    messages: Sequence[Chat]
    tools: Sequence[JSON]
    expected: Chat


def turns(examples: Iterable[Example]) -> Iterator[Turn]:
    """One for each answer that was held out, in order."""
    for example in examples:
        for at in example.targets:
            yield Turn(
                id=f"{example.id}/{at}",
                cluster=example.cluster,
                messages=example.messages[:at],
                tools=example.tools,
                expected=example.messages[at],
            )
