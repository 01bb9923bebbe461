"""What a check finds."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from gptctl.promote.readiness.evidence import Evidence


class Verdict(StrEnum):
    """`warn` is for whoever decides; `no` speaks against fine-tuning; `unknown` where nobody can tell."""

    OK = "ok"
    WARN = "warn"
    NO = "no"
    UNKNOWN = "unknown"


class Unit(StrEnum):
    """`share` is a part of one, 0 to 1."""

    EXAMPLES = "examples"
    TASKS = "tasks"
    SHARE = "share"
    DAYS = "days"
    CHANGES = "changes"
    MONTH = "month"
    MONTHLY = "conversations a month"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """`number` is None where it is not known. `threshold`, `found` and `advice` are sentences without their full stop.

    `threshold` says what the number is held against, `found` what was seen; `advice` is empty when all is well.
    """

    name: str
    number: float | None
    unit: Unit
    threshold: str
    verdict: Verdict
    found: str
    advice: str = ""


class Checking(Protocol):
    """A check: a pure function of what was gathered."""

    def __call__(self, evidence: "Evidence") -> Check: ...


def percent(share: float) -> str:
    """For people: 42 %."""
    return f"{share:.0%}".replace("%", " %")


def at_most(number: float, *, ok: float, warn: float) -> Verdict:
    """`ok` and `warn` are the greatest numbers that still are."""
    if number <= ok:
        return Verdict.OK
    return Verdict.WARN if number <= warn else Verdict.NO


def at_least(number: float, *, ok: float, warn: float) -> Verdict:
    """`ok` and `warn` are the least numbers that still are."""
    if number >= ok:
        return Verdict.OK
    return Verdict.WARN if number >= warn else Verdict.NO
