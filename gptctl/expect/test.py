"""A test: what an assistant is asked, and what its answer must hold."""

from dataclasses import dataclass

from gptctl.core.conversation import Message
from gptctl.expect.base import Expectation, Fault
from gptctl.expect.cites import Cites
from gptctl.expect.said import Said


@dataclass(frozen=True, slots=True, kw_only=True)
class AssistantTest:
    """`name` is the only one among those of an assistant. `messages` end with the user's."""

    name: str
    messages: tuple[Message, ...]
    expectations: tuple[Expectation, ...]

    @property
    def needs_knowledge(self) -> bool:
        """Whether it says something of what an answer rests on, so that only an applied assistant can pass it."""
        return any(isinstance(one, Cites) for one in self.expectations)

    def judge(self, said: Said) -> tuple["Judged", ...]:
        """All expectations, in the order of the file."""
        return tuple(Judged(expects=one.name, faults=tuple(one.faults(said))) for one in self.expectations)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One expectation; it holds when there is no fault."""

    expects: str
    faults: tuple[Fault, ...]


def passed(judged: tuple[Judged, ...]) -> bool:
    return not any(one.faults for one in judged)
