"""What one answer of a model costs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from gptctl.promote.cost.estimate import MILLION
from gptctl.promote.cost.table import Price

Charge: TypeAlias = Callable[[int, int], float | None]
"""Dollars for the tokens that are read and written for one answer; None where that is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """`model` is its name where it answers, `at` that place.

    `most` are the tokens that an answer can have there, None where nothing bounds it. `hour` are dollars an hour of the
    machine that somebody rents for the model, in place of a price for each answer.
    """

    at: str
    model: str
    charge: Charge
    most: int | None = None
    hour: float = 0.0

    @property
    def name(self) -> str:
        return f"{self.at}:{self.model}"


def charge(row: Price | None) -> Charge:
    """By a row of the table. A machine that is rented by the hour takes nothing for an answer."""

    def dollars(read: int, written: int) -> float | None:
        if row is None:
            return None
        if row.hour:
            return 0.0
        if row.input is None or row.output is None:
            return None
        return (read * row.input + written * row.output) / MILLION

    return dollars


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """`of` gives that of a model as it is, `tuned` that of one which will be tuned from this base."""

    of: Callable[[str], Rate]
    tuned: Callable[[str], Rate]
