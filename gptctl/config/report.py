"""Findings, gathered while the project is read, so that the user sees all of them at once."""

from collections.abc import Iterable
from types import TracebackType

from gptctl.diagnostics import Finding, Location, Severity, errors, ordered
from gptctl.errors import InvalidConfig


class Report:
    """Each finding counts once: a parent's mistake is found again in each of its children."""

    def __init__(self) -> None:
        self._findings: dict[Finding, None] = {}

    def error(self, where: Location, summary: str, detail: str) -> None:
        self._findings[Finding(summary=summary, detail=detail, where=where)] = None

    def warn(self, where: Location, summary: str, detail: str) -> None:
        self._findings[Finding(summary=summary, detail=detail, where=where, severity=Severity.WARNING)] = None

    def add(self, findings: Iterable[Finding]) -> None:
        self._findings.update(dict.fromkeys(findings))

    def __enter__(self) -> None:
        """Take over the findings that end the block, and go on after it."""

    def __exit__(
        self, kind: type[BaseException] | None, wrong: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if isinstance(wrong, InvalidConfig):
            self.add(wrong.findings)
            return True
        return False

    @property
    def findings(self) -> tuple[Finding, ...]:
        return ordered(self._findings)

    def settle(self) -> tuple[Finding, ...]:
        """The warnings. Raises InvalidConfig with every finding when one of them is an error."""
        if errors(self.findings):
            raise InvalidConfig(self.findings)
        return self.findings
