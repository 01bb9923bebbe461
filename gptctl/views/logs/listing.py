"""Conversations, one line each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gptctl.core.value import Attrs
from gptctl.logs.overview import Glance
from gptctl.views.line import Line, Style, line
from gptctl.views.moment import iso, short
from gptctl.views.table import table

FORMAT = "gptctl.conversations/v1"
WIDTH = 48
GOOD = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationsReport:
    """`more` says that there are others, which the limit left out."""

    glances: Sequence[Glance]
    more: bool

    def human(self) -> Iterator[Line]:
        rows = [
            (
                one.id[:12],
                short(one.ended),
                one.assistant or "-",
                str(one.turns),
                scored(one.score),
                cut(one.first, WIDTH),
            )
            for one in self.glances
        ]
        styles = [style(one.score) for one in self.glances]
        yield from table(("id", "ended (UTC)", "assistant", "turns", "score", "begins"), rows, styles)
        if not rows:
            yield line("There is no such conversation. `gptctl logs import FILE` brings some.")
        if self.more:
            yield line("There are more: --limit shows them.", Style.FAINT)

    def document(self) -> Attrs:
        conversations: list[Attrs] = [
            {
                "id": one.id,
                "assistant": one.assistant,
                "shape": one.shape,
                "native": one.native,
                "model": one.model,
                "ended": iso(one.ended),
                "turns": one.turns,
                "score": one.score,
                "first": one.first,
            }
            for one in self.glances
        ]
        return {"format": FORMAT, "conversations": conversations, "more": self.more}


def scored(score: float | None) -> str:
    return "-" if score is None else f"{score:.2f}"


def style(score: float | None) -> Style:
    if score is None:
        return Style.PLAIN
    return Style.GOOD if score >= GOOD else Style.BAD


def cut(text: str, width: int) -> str:
    """The text on one line, and no longer than so many characters."""
    one = " ".join(text.split())
    return one if len(one) <= width else one[: width - 1] + "…"
