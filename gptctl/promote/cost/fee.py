"""What answers cost that models are asked for."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

_NOTHING = 1e-6
"""Of a cent: an error of adding, and no price."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """`known` are the dollars for those whose price is known; `unknown` are the others' models.

    `bounded` says whether no call can have more tokens than were counted; without that it is an estimate. `rented` are
    models on a machine that is paid by the hour, with the dollars.
    """

    answers: int = 0
    known: float = 0.0
    unknown: frozenset[str] = frozenset()
    bounded: bool = True
    rented: frozenset[tuple[str, float]] = frozenset()

    @property
    def dollars(self) -> float | None:
        """In all, None where one price is not known."""
        return None if self.unknown else self.known

    def __add__(self, other: "Fee") -> "Fee":
        return Fee(
            answers=self.answers + other.answers,
            known=self.known + other.known,
            unknown=self.unknown | other.unknown,
            bounded=self.bounded and other.bounded,
            rented=self.rented | other.rented,
        )

    def __mul__(self, times: int) -> "Fee":
        return replace(self, answers=self.answers * times, known=self.known * times)


FREE = Fee()
"""Nobody is asked."""


def cents(dollars: float) -> float:
    """Dollars, rounded up to whole cents: what costs anything is never nothing."""
    return math.ceil(dollars * 100 - _NOTHING) / 100


def told(dollars: float) -> str:
    """For people, in whole cents."""
    return f"${cents(dollars):,.2f}"


def dearest(fees: Sequence[Fee]) -> Fee:
    """The one that costs the most; one whose price is not known costs more than any other."""
    return max(fees, key=lambda one: (bool(one.unknown), one.known), default=FREE)
