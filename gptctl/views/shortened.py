"""Shorter instructions: what they save, what was left out, and where they are proposed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gptctl.core.plural import plural
from gptctl.core.value import Attrs
from gptctl.promote.shorten.report import why_none
from gptctl.promote.shorten.saving import Saving
from gptctl.promote.shorten.shorten import Shortened
from gptctl.views.line import Line, Style, indent, line

FORMAT = "gptctl.shorten/v1"
_LONGEST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortenedReport:
    """`cut` are the parts that were left out; `branch` is empty where nothing is proposed."""

    assistant: str
    model: str
    file: str
    found: Shortened
    saved: Saving
    cut: Sequence[str]
    branch: str

    def human(self) -> Iterator[Line]:
        saved, found = self.saved, self.found
        if self.branch:
            about = "" if saved.exact else "about "
            yield line(f"{self.assistant}: {about}{saved.tokens:,} tokens fewer in each call", Style.GOOD)
            yield from indent(self._worth())
        else:
            yield line(f"{self.assistant}: nothing is proposed", Style.WARNING)
            yield from indent([line(why_none(self.model, self.found))])
        yield from indent(line(f"- {_short(part)}", Style.REMOVED) for part in self.cut)
        yield line(f"{plural(found.tries, 'version')} tried, {found.answers:,} answers", Style.FAINT)
        if not found.ended:
            yield line("the search ended before everything was tried: --answers allows more", Style.WARNING)
        if self.branch:
            yield line(f"branch {self.branch}: `git diff HEAD...{self.branch}` shows it", Style.ADDED)

    def document(self) -> Attrs:
        saved, found = self.saved, self.found
        return {
            "format": FORMAT,
            "assistant": self.assistant,
            "model": self.model,
            "file": self.file,
            "proposed": bool(self.branch),
            "branch": self.branch,
            "reasons": found.comparison.outcomes[0].decision.reasons if found.comparison else [],
            "cut": self.cut,
            "tokens_before": saved.before,
            "tokens_after": saved.after,
            "exact": saved.exact,
            "calls_a_month": saved.calls_a_month,
            "dollars_a_month": saved.dollars_a_month,
            "tries": found.tries,
            "answers": found.answers,
            "ended": found.ended,
        }

    def _worth(self) -> Iterator[Line]:
        saved = self.saved
        yield line(f"{saved.before:,} before, {saved.after:,} after")
        if saved.dollars_a_month is not None:
            yield line(f"${saved.dollars_a_month:,.2f} a month, for {saved.calls_a_month:,.0f} calls")
        yield from (
            line(reason)
            for reason in (self.found.comparison.outcomes[0].decision.reasons if self.found.comparison else ())
        )


def _short(part: str) -> str:
    said = " ".join(part.split())
    return said if len(said) <= _LONGEST else f"{said[: _LONGEST - 1]}…"
