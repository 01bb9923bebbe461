"""Whoever answers: a prompted model, a tuned one, one with examples in its prompt."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from gptctl.core.value import JSON
from gptctl.errors import GptctlError
from gptctl.promote.chat import Chat


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer as it came. Tokens and dollars are None where nobody counted them.

    `rejected` is the provider's sentence when it would not answer; the message is empty then.
    """

    message: Chat
    seconds: float
    input_tokens: int | None = None
    output_tokens: int | None = None
    dollars: float | None = None
    rejected: str = ""


class Silent(GptctlError):
    """It answers nothing at all, not even a greeting: no such model, or a wrong key."""


class Contestant(Protocol):
    """`name` is for people. `identity` changes with all that answers depend on: model, adapter, parameters, prompt."""

    @property
    def name(self) -> str: ...

    @property
    def identity(self) -> str: ...

    def answer(self, messages: Sequence[Chat], tools: Sequence[JSON]) -> Reply:
        """Answer the last message; tool calls are given back, not run.

        Raises Rejected when the provider will never answer this, which counts against the contestant; every other
        GptctlError is an accident and ends the run, to be taken up again, Silent among them.
        """
        ...
