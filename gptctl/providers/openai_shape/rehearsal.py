"""Answer under a declaration that was never applied, through the Responses API, which keeps nothing of it."""

from collections.abc import Sequence

from gptctl.core.address import RemoteId
from gptctl.core.conversation import Answer, Message
from gptctl.core.value import Attrs
from gptctl.providers.openai_shape.asking import Asking
from gptctl.providers.openai_shape.sdk import Sdk


def rehearse(sdk: Sdk, request: Attrs, messages: Sequence[Message]) -> Answer:
    """`request` is everything in the body but the conversation. Raises ProviderError."""
    return Asking(sdk).ask(RemoteId(""), {**request, "store": False}, messages, lambda _: None)
