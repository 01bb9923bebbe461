"""Expectations of the tools that an answer asks for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from gptctl.core.conversation import ToolCall
from gptctl.core.value import Attrs, canonical
from gptctl.expect.base import Fault
from gptctl.expect.excerpt import start
from gptctl.expect.said import Said
from gptctl.expect.value import NoJSON, holds, parsed


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A call of `tool` with these arguments and maybe more."""

    tool: str
    arguments: Attrs

    def fits(self, call: ToolCall) -> bool:
        try:
            return call.name == self.tool and holds(parsed(call.arguments or "{}"), self.arguments)
        except NoJSON:
            return False

    def __str__(self) -> str:
        return f"{self.tool}({start(canonical(self.arguments)) if self.arguments else ''})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Calls:
    """Each of these calls, in any order and beside others; without any, no call at all."""

    name: ClassVar[str] = "calls"
    wanted: tuple[Wanted, ...]

    def faults(self, said: Said) -> Iterator[Fault]:
        if not self.wanted and said.calls:
            yield Fault(says="It calls a tool.", part=_made(said.calls))
        for one in self.wanted:
            if not any(map(one.fits, said.calls)):
                yield Fault(says=f"It does not call `{one}`.", part=_made(said.calls) or start(said.text))


def _made(calls: Iterable[ToolCall]) -> str:
    return start(", ".join(f"{call.name}({call.arguments})" for call in calls))
