"""Whether to fine-tune, and the numbers that say so."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gptctl.core.plural import plural
from gptctl.core.value import Attrs
from gptctl.promote.readiness.check import Check, Unit, Verdict, percent
from gptctl.promote.readiness.decision import Conclusion, Decision
from gptctl.views.line import BLANK, Line, Style, indent, line

FORMAT = "gptctl.readiness/v1"
_STYLES = {Verdict.OK: Style.GOOD, Verdict.WARN: Style.WARNING, Verdict.NO: Style.BAD, Verdict.UNKNOWN: Style.FAINT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    assistant: str
    checks: Sequence[Check]
    conclusion: Conclusion


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadinessReport:
    examined: Sequence[Examined]

    def human(self) -> Iterator[Line]:
        for one in self.examined:
            yield from _human(one)
        if not self.examined:
            yield line("There are no conversations yet. `gptctl logs import FILE` brings some.")

    def document(self) -> Attrs:
        return {"format": FORMAT, "assistants": [_document(one) for one in self.examined]}


def _human(one: Examined) -> Iterator[Line]:
    conclusion = one.conclusion
    style = Style.GOOD if conclusion.decision is Decision.FINE_TUNE else Style.WARNING
    yield line(f"{one.assistant}: {conclusion.decision}", Style.HEADING)
    against = f" (against it: {', '.join(conclusion.against)})" if conclusion.against else ""
    yield from indent([line(f"{_sentence(conclusion.reason)[:-1]}{against}.", style)])
    yield BLANK
    widths = [max(len(cell) for cell in column) for column in zip(*map(_cells, one.checks), strict=True)]
    yield from (shown for check in one.checks for shown in _check(check, widths))
    yield BLANK


def _check(check: Check, widths: Sequence[int]) -> Iterator[Line]:
    cells = (cell.ljust(width) for cell, width in zip(_cells(check), widths, strict=True))
    yield line("  ".join(cells).rstrip(), _STYLES[check.verdict])
    said = [line(_sentence(check.found)), *([line(_sentence(check.advice), Style.HEADING)] if check.advice else [])]
    yield from indent(said, widths[0] + 2)


def _cells(check: Check) -> tuple[str, str, str, str]:
    return check.verdict.value, check.name, _number(check), f"({check.threshold})"


def _number(check: Check) -> str:
    match check.number, check.unit:
        case None, _:
            return "-"
        case float() | int() as share, Unit.SHARE:
            return percent(share)
        case float() | int() as month, Unit.MONTH:
            return f"month {month:.0f}"
        case float() | int() as many, Unit.MONTHLY:
            return f"{many:,.0f} a month"
        case float() | int() as count, unit:
            return plural(int(count), unit.value.removesuffix("s"))


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _document(one: Examined) -> Attrs:
    conclusion = one.conclusion
    return {
        "assistant": one.assistant,
        "decision": conclusion.decision.value,
        "reason": conclusion.reason,
        "against": conclusion.against,
        "checks": [
            {
                "name": check.name,
                "verdict": check.verdict.value,
                "number": check.number,
                "unit": check.unit.value,
                "threshold": check.threshold,
                "found": check.found,
                "advice": check.advice,
            }
            for check in one.checks
        ],
    }
