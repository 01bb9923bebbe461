"""Ask an applied assistant, run the tools it asks for if the user lets it, and keep every exchange."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from gptctl.core.conversation import Answer, Message, Role
from gptctl.engine.session import Session
from gptctl.errors import GptctlError
from gptctl.logs.exchange import Exchange, Origin
from gptctl.providers.base import OnText, Runner
from gptctl.runtime.resolve import Binding
from gptctl.runtime.tools import CommandTools

ROUNDS = 8
"""How often in one turn an assistant may ask for tools before it must be enough."""


class Store(Protocol):
    """Where exchanges are kept."""

    def add(self, exchange: Exchange) -> None: ...


@dataclass(slots=True, kw_only=True)
class Dialogue:
    """A conversation with one applied assistant. `id` names it in the store."""

    session: Session
    binding: Binding
    store: Store
    id: str
    tools: CommandTools = field(default_factory=lambda: CommandTools(commands={}))
    _messages: list[Message] = field(default_factory=list[Message])
    _turn: int = 0

    def say(self, text: str, *, on_text: OnText) -> Answer:
        """Ask, and answer the assistant's tool calls as long as every one of them has a command.

        Tool calls without a command are in the answer for the user to see. An exchange is kept before its answer is
        given back; when the provider cannot answer, nothing of that exchange is kept. Raises GptctlError.
        """
        answer = self._exchange(Message(role=Role.USER, text=text), on_text)
        for _ in range(ROUNDS):
            if not answer.tool_calls or not all(self.tools.has(call) for call in answer.tool_calls):
                break
            results = [
                Message(role=Role.TOOL, text=self.tools.run(call), tool_call_id=call.id) for call in answer.tool_calls
            ]
            answer = self._exchange(results[-1], on_text, beside=results[:-1])
        return answer

    def _exchange(self, asked: Message, on_text: OnText, *, beside: Sequence[Message] = ()) -> Answer:
        answer = self._runner().ask(self.binding.id, [*self._messages, *beside, asked], on_text=on_text)
        self.store.add(
            Exchange(
                conversation=self.id,
                turn=self._turn,
                time=self.session.clock.now(),
                origin=_origin(self.binding),
                asked=asked,
                answer=answer,
                beside=tuple(beside),
            )
        )
        said = Message(role=Role.ASSISTANT, text=answer.text, tool_calls=answer.tool_calls)
        self._messages += [*beside, asked, said]
        self._turn += 1
        return answer

    def _runner(self) -> Runner:
        provider = self.session.providers[self.binding.key.target]
        if not isinstance(provider, Runner):
            raise GptctlError(f"assistants at {self.binding.key.target} cannot be asked from here")
        return provider


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
