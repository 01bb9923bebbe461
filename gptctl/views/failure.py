"""Why there is no result."""

from collections.abc import Iterator
from dataclasses import dataclass

from gptctl.core.value import Attrs
from gptctl.diagnostics import Finding
from gptctl.views.findings import finding_lines, finding_to_json
from gptctl.views.line import Line, Style, indent, line, lines

FORMAT = "gptctl.error/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureReport:
    """`status` is the exit status; `advice` says what to do next and may be empty."""

    status: int
    message: str
    advice: str = ""
    reasons: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    def human(self) -> Iterator[Line]:
        yield from finding_lines(self.findings)
        yield from lines(f"gptctl: {self.message}", Style.BAD)
        yield from indent((line(f"- {reason}") for reason in self.reasons), 2)
        if self.advice:
            yield from lines(self.advice)

    def document(self) -> Attrs:
        return {
            "format": FORMAT,
            "status": self.status,
            "message": self.message,
            "advice": self.advice,
            "reasons": self.reasons,
            "findings": [finding_to_json(finding) for finding in self.findings],
        }
