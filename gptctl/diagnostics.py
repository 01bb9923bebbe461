"""Findings about the user's files: what is wrong, where, and what to write instead."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Location:
    """A place in a file of the project, with forward slashes. Lines and columns count from 1; 0 is unknown."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [self.file, *(str(n) for n in (self.line, self.column) if n)]
        return ":".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong.

    `summary` is fixed text, so that people learn to recognise it; `detail` holds the user's own text and
    says what to write instead.
    """

    summary: str
    detail: str
    where: Location
    severity: Severity = Severity.ERROR


def errors(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Only what must be mended, in the order of the files."""
    return tuple(sorted((f for f in findings if f.severity is Severity.ERROR), key=_place))


def ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=_place))


def _place(finding: Finding) -> tuple[Location, str, str]:
    return finding.where, finding.summary, finding.detail
