"""What one of the two runtimes brings: its handlers, its words, its way of asking."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from gptctl.core.address import RemoteId
from gptctl.core.conversation import Answer, Message
from gptctl.core.resource import Declared
from gptctl.errors import Refused
from gptctl.providers.api import Api
from gptctl.providers.base import Handler, Lowering, OnText
from gptctl.providers.capabilities import Capabilities
from gptctl.providers.http import Sender
from gptctl.providers.openai.settings import Settings
from gptctl.providers.openai_shape.sdk import Sdk


class Asks(Protocol):
    def ask(self, id_: RemoteId, messages: Sequence[Message], on_text: OnText) -> Answer: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What a way is made from. `sender` retries, `sdk` does not."""

    target: str
    settings: Settings
    sdk: Sdk
    sender: Sender
    environ: Mapping[str, str]
    sleep: Callable[[float], None]

    @property
    def api(self) -> Api:
        return Api(self.sender)


AsksWith: TypeAlias = Callable[[RemoteId, Sequence[Message], OnText, str], Answer]
"""As `Asks.ask`, by the model that is named last."""


def held_only(_id: RemoteId, _messages: Sequence[Message], _on_text: OnText, model: str) -> Answer:
    raise Refused(f"an agent answers with the model that it holds, and not with {model}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """`lower` takes a declaration and the target's name; `collection` can be listed by whoever has a key."""

    capabilities: Capabilities
    knowledge: Handler
    assistants: Handler
    runner: Asks
    lower: Callable[[Declared, str], Lowering]
    collection: str
    ask_with: AsksWith = held_only
