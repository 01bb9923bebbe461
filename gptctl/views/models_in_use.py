"""Which models are in use, until when, and what to do by then."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from gptctl.core.plural import plural
from gptctl.core.retirement import NOTICE
from gptctl.core.value import Attrs
from gptctl.promote.upkeep.outlook import Outlook
from gptctl.promote.upkeep.use import Role, Use
from gptctl.views.line import BLANK, Line, Style, indent, line

FORMAT = "gptctl.models-status/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class InUseReport:
    """`asked` leads from a provider that was asked to what went wrong, empty when nothing did."""

    today: date
    outlooks: Sequence[Outlook]
    asked: Mapping[str, str] = field(default_factory=dict[str, str])

    def human(self) -> Iterator[Line]:
        for one in self.outlooks:
            yield from _human(one)
        if not self.outlooks:
            yield line("No assistant is declared.")
        for provider, trouble in self.asked.items():
            if trouble:
                yield line(f"{provider} could not be asked, so its published days are shown: {trouble}", Style.WARNING)

    def document(self) -> Attrs:
        return {
            "format": FORMAT,
            "day": self.today.isoformat(),
            "models": [_document(one) for one in self.outlooks],
            "asked": [{"provider": provider, "trouble": trouble} for provider, trouble in self.asked.items()],
        }


def _human(one: Outlook) -> Iterator[Line]:
    tuned = f", tuned from {one.base}" if one.base else ""
    role = ", to be tuned" if one.role is Role.TO_TUNE else ""
    yield line(f"{one.model} at {one.provider}{tuned}{role}", Style.HEADING)
    yield from indent([line(_when(one), _style(one)), line(f"used by {', '.join(_users(one.uses))}", Style.FAINT)])
    if one.advice:
        by = f"by {one.by}: " if one.days is not None and one.days > 0 else "now: "
        yield from indent([line(f"{by}{one.advice}")])
    yield BLANK


def _when(one: Outlook) -> str:
    if one.stops is None or one.days is None:
        return "no day is published"
    return f"stops on {one.stops}, in {plural(one.days, 'day')}" if one.days > 0 else f"stopped on {one.stops}"


def _style(one: Outlook) -> Style:
    if one.days is None or not one.within(NOTICE.days):
        return Style.PLAIN
    return Style.WARNING if one.days > 0 else Style.BAD


def _users(uses: Sequence[Use]) -> Iterator[str]:
    """Each assistant with its environments, and the alias by which it says the model."""
    for name in dict.fromkeys(use.assistant for use in uses):
        own = [use for use in uses if use.assistant == name]
        alias = {use.written for use in own if use.role is Role.ANSWERS and use.written != use.model}
        said = f" as {', '.join(sorted(alias))}" if alias else ""
        yield f"{name} ({', '.join(dict.fromkeys(use.environment for use in own))}{said})"


def _document(one: Outlook) -> Attrs:
    return {
        "provider": one.provider,
        "model": one.model,
        "role": one.role.value,
        "base": one.base,
        "stops": one.stops.isoformat() if one.stops else None,
        "days": one.days,
        "successor": one.successor,
        "advice": one.advice,
        "by": one.by.isoformat() if one.by else None,
        "used_by": [
            {"assistant": use.assistant, "environment": use.environment, "written": use.written} for use in one.uses
        ],
    }
