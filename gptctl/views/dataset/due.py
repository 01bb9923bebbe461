"""Which assistants are due to be trained again, and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from gptctl.core.value import Attrs
from gptctl.promote.retrain.due import RETIREMENT, Due, Finding
from gptctl.views.line import BLANK, Line, Style, indent, line
from gptctl.views.table import table

FORMAT = "gptctl.dataset-due/v1"
_SHOWN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """`dataset` is empty and there is no verdict where git has no manifest of the assistant; `made` as in Evidence."""

    assistant: str
    dataset: str = ""
    made: date | None = None
    verdict: Due | None = None

    @property
    def due(self) -> bool:
        return self.verdict is not None and self.verdict.due


@dataclass(frozen=True, slots=True, kw_only=True)
class DueReport:
    looked: Sequence[Looked]

    def human(self) -> Iterator[Line]:
        for one in self.looked:
            yield from _human(one)
        if not self.looked:
            yield line("No assistant has `promotion.retrain`.")

    def document(self) -> Attrs:
        return {"format": FORMAT, "assistants": [_document(one) for one in self.looked]}


def _human(one: Looked) -> Iterator[Line]:
    verdict = one.verdict
    yield line(f"{one.assistant}: {'due' if one.due else 'not due'}", Style.HEADING)
    if verdict is None:
        yield from indent([line(f"There is no dataset yet. `gptctl dataset build {one.assistant}` makes the first.")])
        return
    made = f"committed on {one.made}" if one.made else "not committed"
    yield from indent([line(f"Dataset {one.dataset[:_SHOWN]}, {made}.", Style.FAINT)])
    rows = [(_word(found), found.rule, found.threshold, found.found) for found in verdict.findings]
    styles = [Style.WARNING if found.due else Style.PLAIN for found in verdict.findings]
    yield from indent(table(("", "rule", "when", "found"), rows, styles))
    if verdict.held:
        yield from indent([line(f"It waits: {verdict.held}.", Style.WARNING)])
    if one.due:
        yield from indent([line(f"Next: {_next(one.assistant, verdict)}", Style.FAINT)])
    yield BLANK


def _next(assistant: str, verdict: Due) -> str:
    """What stops is not to be trained on once more."""
    stops = any(found.due and found.rule == RETIREMENT for found in verdict.findings)
    return "gptctl models status, which says what comes after" if stops else f"gptctl promote {assistant}"


def _word(found: Finding) -> str:
    return "due" if found.due else "-"


def _document(one: Looked) -> Attrs:
    verdict = one.verdict
    return {
        "assistant": one.assistant,
        "dataset": one.dataset,
        "made": one.made.isoformat() if one.made else None,
        "due": one.due,
        "held": verdict.held if verdict else "",
        "rules": [
            {"rule": found.rule, "threshold": found.threshold, "due": found.due, "found": found.found}
            for found in (verdict.findings if verdict else ())
        ],
    }
