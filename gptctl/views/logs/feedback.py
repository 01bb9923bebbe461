"""Ratings that were kept."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from gptctl.core.plural import plural
from gptctl.core.value import Attrs
from gptctl.logs.sources.base import Rejected
from gptctl.views.line import Line, Style, line

FORMAT = "gptctl.feedback/v1"
SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackReport:
    """`read` ratings were given, `new` of them not known before; `rejected` rows made no sense.

    `waiting` are all ratings that are kept and speak of no conversation that is here, or of one of several; `astray`
    those that speak of a message by its index that is no answer.
    """

    read: int
    new: int
    waiting: int = 0
    astray: int = 0
    rejected: Sequence[Rejected] = ()

    def human(self) -> Iterator[Line]:
        yield line(f"{plural(self.read, 'rating')} read, {self.new} new, {len(self.rejected)} rejected.", Style.HEADING)
        yield from (line(f"{one.place}: {one.reason}", Style.WARNING) for one in self.rejected[:SHOWN])
        if len(self.rejected) > SHOWN:
            yield line(f"and {len(self.rejected) - SHOWN} more", Style.FAINT)
        yield from waiting(self.waiting)
        if self.astray:
            what = f"{plural(self.astray, 'rating speaks', 'ratings speak')} of a message that is no answer"
            yield line(f"{what}: `gptctl logs show` numbers messages, from 0 on.", Style.WARNING)

    def document(self) -> Attrs:
        return {
            "format": FORMAT,
            "read": self.read,
            "new": self.new,
            "waiting": self.waiting,
            "astray": self.astray,
            "rejected": [asdict(one) for one in self.rejected],
        }


def waiting(count: int) -> Iterator[Line]:
    """That so many ratings find nothing that they can be given to."""
    if count:
        of = "of no conversation that is here, or of one of several that the source calls the same"
        yield line(f"{plural(count, 'rating speaks', 'ratings speak')} {of}.", Style.WARNING)
