"""Counts what a text asks for, and gathers what is wrong with its form."""

from typing import NoReturn

from gptctl.config.reading.limits import Limits
from gptctl.config.reading.place import Place
from gptctl.config.reading.wrong import finding
from gptctl.diagnostics import Finding
from gptctl.errors import InvalidConfig


class Gauge:
    """Stops the reading, by raising InvalidConfig with all findings so far, as soon as a limit is passed."""

    def __init__(self, *, file: str, limits: Limits) -> None:
        self.limits = limits
        self.nodes = 0
        self._aliases = 0
        self._file = file
        self._findings: list[Finding] = []

    def count(self, nodes: int, place: Place) -> None:
        self.nodes += nodes
        if self.nodes > self.limits.nodes:
            self.stop(place, "Too many values", f"A file may hold {self.limits.nodes:,}; split it.")

    def count_alias(self, place: Place) -> None:
        self._aliases += 1
        if self._aliases > self.limits.aliases:
            detail = f"A file may hold {self.limits.aliases}; write the values out, or use `extends`."
            self.stop(place, "Too many aliases", detail)

    def check_depth(self, depth: int, place: Place) -> None:
        if depth > self.limits.depth:
            self.stop(place, "Too deeply nested", f"{self.limits.depth} levels are the limit.")

    def report(self, place: Place, summary: str, detail: str) -> None:
        self._findings.append(finding(self._file, place, summary, detail))
        if len(self._findings) >= self.limits.findings:
            self.settle()

    def stop(self, place: Place, summary: str, detail: str) -> NoReturn:
        self._findings.append(finding(self._file, place, summary, detail))
        raise InvalidConfig(self._findings)

    def settle(self) -> None:
        if self._findings:
            raise InvalidConfig(self._findings)
