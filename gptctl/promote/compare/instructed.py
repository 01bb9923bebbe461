"""A contestant under other instructions: the shorter prompt that a tuned model may need."""

from collections.abc import Sequence
from dataclasses import dataclass

from gptctl.core.value import JSON, fingerprint
from gptctl.promote.chat import Chat
from gptctl.promote.compare.contestant import Contestant, Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Instructed:
    """`instructions` stand in for the system messages of every row; empty leaves none."""

    name: str
    contestant: Contestant
    instructions: str

    @property
    def identity(self) -> str:
        return fingerprint(["instructed", self.contestant.identity, self.instructions])

    def answer(self, messages: Sequence[Chat], tools: Sequence[JSON]) -> Reply:
        said = [message for message in messages if message["role"] != "system"]
        system: list[Chat] = [{"role": "system", "content": self.instructions}] if self.instructions else []
        return self.contestant.answer([*system, *said], tools)
