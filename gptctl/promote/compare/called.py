"""A contestant under another name: what it is in a comparison, rather than which model it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from gptctl.core.value import JSON
from gptctl.promote.chat import Chat
from gptctl.promote.compare.contestant import Contestant, Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """Nothing but the name is its own, so that answers which are kept are found again under any name."""

    name: str
    contestant: Contestant

    @property
    def identity(self) -> str:
        return self.contestant.identity

    def answer(self, messages: Sequence[Chat], tools: Sequence[JSON]) -> Reply:
        return self.contestant.answer(messages, tools)
