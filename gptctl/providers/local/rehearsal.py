"""Answer under a declaration that was never applied."""

from collections.abc import Sequence

from gptctl.core.conversation import Answer, Engine, Message, Role
from gptctl.core.value import Attrs
from gptctl.errors import Rejected
from gptctl.providers.local.answer.asked import Asked
from gptctl.providers.local.answer.engines import Engines


def rehearse(engines: Engines, attrs: Attrs, messages: Sequence[Message]) -> Answer:
    """Raises Rejected where no such model is installed: without one there is nothing to compare."""
    if not messages:
        raise Rejected("there is nothing to answer")
    question = next((message.text for message in reversed(messages) if message.role is Role.USER), "")
    asked = Asked(attrs=attrs, messages=messages, question=question, sources=())
    answer = engines.answer(asked, lambda _: None)
    if answer.engine is Engine.EXTRACTED:
        raise Rejected(
            f"no model {asked.model} is installed here", advice="`gptctl models install NAME` installs one by name."
        )
    return answer
