"""Who holds the lock that all clones share."""

from collections.abc import Iterator
from dataclasses import dataclass

from gptctl.core.value import Attrs
from gptctl.views.line import Line, Style, line

FORMAT = "gptctl.lock/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class LockReport:
    """`holder` is None where nobody holds it; `freed` says whether it was taken from them."""

    holder: str | None
    freed: bool = False

    def human(self) -> Iterator[Line]:
        if self.holder is None:
            yield line("Nobody holds the lock.", Style.GOOD)
        elif self.freed:
            yield line("The lock is free.", Style.GOOD)
        else:
            yield line(f"The lock is held by {self.holder}.")

    def document(self) -> Attrs:
        return {"format": FORMAT, "holder": self.holder, "freed": self.freed}
