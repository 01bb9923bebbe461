"""Findings about the user's files: one line each, as compilers write them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gptctl.core.plural import plural
from gptctl.core.value import Attrs
from gptctl.diagnostics import Finding, Severity, ordered
from gptctl.views.line import Line, Style, line

FORMAT = "gptctl.validate/v1"
_STYLES = {Severity.ERROR: Style.BAD, Severity.WARNING: Style.WARNING}


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidateReport:
    """`declared` counts the declarations that were read."""

    findings: tuple[Finding, ...]
    environments: tuple[str, ...]
    declared: int

    @property
    def valid(self) -> bool:
        return not any(finding.severity is Severity.ERROR for finding in self.findings)

    def human(self) -> Iterator[Line]:
        yield from finding_lines(self.findings)
        if self.valid:
            where = f"environment {', '.join(self.environments)}"
            yield line(f"Valid: {plural(self.declared, 'declaration')}, {where}; {counted(self.findings)}.", Style.GOOD)
        else:
            yield line(f"Not valid: {counted(self.findings)}.", Style.BAD)

    def document(self) -> Attrs:
        return {
            "format": FORMAT,
            "valid": self.valid,
            "environments": self.environments,
            "declared": self.declared,
            "findings": [finding_to_json(finding) for finding in ordered(self.findings)],
        }


def finding_lines(findings: Iterable[Finding]) -> Iterator[Line]:
    for finding in ordered(findings):
        text = f"{finding.where}: {finding.severity.value}: {finding.summary}: {finding.detail}"
        yield line(text, _STYLES[finding.severity])


def counted(findings: Iterable[Finding]) -> str:
    count = Counter(finding.severity for finding in findings)
    return ", ".join(plural(count[one], one.value) for one in Severity)


def finding_to_json(finding: Finding) -> Attrs:
    return {
        "file": finding.where.file,
        "line": finding.where.line,
        "column": finding.where.column,
        "summary": finding.summary,
        "detail": finding.detail,
        "severity": finding.severity.value,
    }
