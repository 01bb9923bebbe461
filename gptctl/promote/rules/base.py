"""What a published rule is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from gptctl.core.value import Attrs
from gptctl.promote.example import Part


class Severity(StrEnum):
    """`error`: the target refuses it or trains on something else than was meant. `warning`: it advises against it."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """A change of one row after which a rule holds, and which changes nothing that is learnt."""

    name: str
    apply: Callable[[Attrs], Attrs]


RowCheck: TypeAlias = Callable[[Attrs], Iterator[str]]
"""Gives one sentence for each breach in a row. Takes any JSON object: a file may have been edited by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule about a row. `says` is the rule in our words; `source` names where its target published it.

    `leaves_out` is set where only what was logged can break it, which nobody can mend: such a row is left out, for this
    reason, a short word that is counted.
    """

    id: str
    says: str
    source: str
    check: RowCheck
    severity: Severity = Severity.ERROR
    fix: Fix | None = None
    leaves_out: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """A file as a whole. `tokens` are those of its longest row, 0 where no rule asks; `rows` leaves out blank lines."""

    name: str
    part: Part
    size: int
    rows: int
    longest: int
    begins: bytes


FileCheck: TypeAlias = Callable[[FileFacts], Iterator[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRule:
    """A rule about a whole file."""

    id: str
    says: str
    source: str
    check: FileCheck
    severity: Severity = Severity.ERROR


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """A rule that does not hold. `line` counts from 1; 0 stands for the file as a whole."""

    rule: str
    severity: Severity
    file: str
    line: int
    detail: str
    fix: str = ""
