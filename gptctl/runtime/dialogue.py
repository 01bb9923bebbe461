"""Ask an applied assistant, run the tools it asks for if the user lets it, and keep every exchange."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from gptctl.core.conversation import Answer, Message, Role
from gptctl.core.rollout import Decision
from gptctl.engine.session import Session
from gptctl.errors import GptctlError, ProviderError, Refused
from gptctl.logs.exchange import Exchange, Origin
from gptctl.logs.trial import Trial
from gptctl.providers.base import OnText, Runner, Switcher
from gptctl.runtime.resolve import Binding, decided
from gptctl.runtime.tools import CommandTools

ROUNDS = 8
"""How often in one turn an assistant may ask for tools before it must be enough."""


class Store(Protocol):
    """Where exchanges are kept."""

    def add(self, exchange: Exchange, trial: Trial | None = None) -> None: ...

    def fail(self, trial: Trial) -> None: ...


@dataclass(slots=True, kw_only=True)
class Dialogue:
    """A conversation with one applied assistant. `id` names it in the store; `user` is whom a rollout decides for.
    `messages` are what was said so far.

    It is asked before every question who answers: what was rolled back a moment ago is not asked any more.
    """

    session: Session
    binding: Binding
    store: Store
    id: str
    user: str = ""
    tools: CommandTools = field(default_factory=lambda: CommandTools(commands={}))
    messages: list[Message] = field(default_factory=list[Message])
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
        decision = decided(self.session, self.binding, self.user)
        try:
            answer = self._ask(decision, [*self.messages, *beside, asked], on_text)
        except ProviderError:
            if decision is not None:
                self.store.fail(self._trial(decision, answered=False))
            raise
        self.store.add(
            Exchange(
                conversation=self.id,
                turn=self._turn,
                time=self.session.clock.now(),
                origin=_origin(self.binding),
                asked=asked,
                answer=answer,
                beside=tuple(beside),
            ),
            None if decision is None else self._trial(decision, answered=True),
        )
        said = Message(role=Role.ASSISTANT, text=answer.text, tool_calls=answer.tool_calls)
        self.messages += [*beside, asked, said]
        self._turn += 1
        return answer

    def _ask(self, decision: Decision | None, messages: Sequence[Message], on_text: OnText) -> Answer:
        target = self.binding.key.target
        provider = self.session.providers[target]
        if not isinstance(provider, Runner):
            raise GptctlError(f"assistants at {target} cannot be asked from here")
        if decision is None or decision.model == self.binding.held:
            return provider.ask(self.binding.id, messages, on_text=on_text)
        if not isinstance(provider, Switcher):
            raise Refused(
                f"{target} answers with the model that the assistant holds, {self.binding.held}, and with no other; "
                f"rollout {decision.rollout} gives this user {decision.model}",
                advice="Programs that ask the model themselves get its name from `gptctl.resolve`.",
            )
        return provider.ask_with(self.binding.id, messages, model=decision.model, on_text=on_text)

    def _trial(self, decision: Decision, *, answered: bool) -> Trial:
        now = self.session.clock.now()
        return Trial(conversation=self.id, turn=self._turn, time=now, decision=decision, answered=answered)


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
