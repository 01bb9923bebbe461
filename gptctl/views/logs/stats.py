"""Numbers of conversations."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass

from gptctl.core.plural import plural
from gptctl.core.value import Attrs
from gptctl.logs.overview import Stats
from gptctl.views.line import Line, Style, line, section

FORMAT = "gptctl.logs-stats/v1"
SHOWN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class StatsReport:
    """`assistant` is None for all of them."""

    assistant: str | None
    stats: Stats

    def human(self) -> Iterator[Line]:
        stats = self.stats
        whose = f" with {self.assistant}" if self.assistant is not None else ""
        yield line(plural(stats.conversations, "conversation") + whose, Style.HEADING)
        if not stats.conversations:
            return
        least, middle, most = stats.turns
        yield line(f"turns: {least} to {most}, half of them up to {middle}; {stats.with_tools} call tools")
        labelled = stats.conversations - stats.good - stats.bad - stats.unrated
        scored = f"{stats.good} good, {stats.bad} bad" + (f", {labelled} without a score" if labelled else "")
        yield line(f"rated: {scored}, {stats.unrated} not; {stats.corrected} corrected")
        if stats.contradictory:
            yield line(f"{stats.contradictory} rated both good and bad at one place", Style.WARNING)
        for title, counts in self._sections().items():
            yield from section(title, _counted(counts))

    def _sections(self) -> Mapping[str, Mapping[str, int]]:
        stats = self.stats
        return {
            "By assistant": stats.assistants,
            "By month": dict(sorted(stats.months.items())),
            "By shape": stats.shapes,
            "By model": stats.models,
            "By version of the instructions": {digest[:12]: count for digest, count in stats.instructions.items()},
            "Signs that a user was not content": stats.signals,
        }

    def document(self) -> Attrs:
        least, middle, most = self.stats.turns
        return {
            "format": FORMAT,
            "assistant": self.assistant,
            **asdict(self.stats),
            "turns": {"least": least, "median": middle, "most": most},
        }


def _counted(counts: Mapping[str, int]) -> Iterator[Line]:
    shown = list(counts.items())[:SHOWN]
    width = max((len(f"{count:,}") for _, count in shown), default=0)
    yield from (line(f"{count:>{width},}  {name or '(not said)'}") for name, count in shown)
    if len(counts) > SHOWN:
        yield line(f"and {len(counts) - SHOWN} more", Style.FAINT)
