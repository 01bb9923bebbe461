"""Ask an applied assistant and keep the exchange."""

from collections.abc import Sequence
from typing import Protocol

from gptctl.core.conversation import Answer, Message
from gptctl.engine.session import Session
from gptctl.errors import GptctlError
from gptctl.logs.conversation import Exchange, Origin
from gptctl.providers.base import Runner
from gptctl.runtime.resolve import Binding


class Store(Protocol):
    """Where exchanges are kept."""

    def add(self, exchange: Exchange) -> None: ...


def ask(session: Session, binding: Binding, messages: Sequence[Message], *, store: Store, conversation: str) -> Answer:
    """Answer the last message of a conversation, and keep both before the answer is given back.

    Raises GptctlError when the provider cannot answer; what was asked is then not kept.
    """
    provider = session.providers[binding.key.target]
    if not isinstance(provider, Runner):
        raise GptctlError(f"assistants at {binding.key.target} cannot be asked from here")
    answer = provider.ask(binding.id, messages)
    store.add(
        Exchange(
            conversation=conversation,
            turn=sum(message.role == messages[-1].role for message in messages) - 1,
            time=session.clock.now(),
            origin=_origin(binding),
            asked=messages[-1],
            answer=answer,
        )
    )
    return answer


def _origin(binding: Binding) -> Origin:
    return Origin(
        project=binding.project,
        environment=binding.environment,
        target=binding.key.target,
        assistant=binding.key.address.name,
        remote_id=binding.id,
        applied=binding.applied,
        commit=binding.commit,
    )
