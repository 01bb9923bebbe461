"""What became of each row, in nine bytes."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from gptctl.promote.shards.ledger import Ledger

NOBODY = 0xFFFFFFFF
"""Stands for no other row."""

Numbers = NDArray[np.int64]


@dataclass(slots=True, kw_only=True)
class Fates:
    """`codes` is 0 for a row that is still there, else one more than the place of its (stage, reason) in `reasons`.

    `because` is the number of the row that it was dropped for.
    """

    codes: NDArray[np.uint8]
    because: NDArray[np.uint32]
    ledger: Ledger
    reasons: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    _read: int = 0
    _first: int = 0

    @property
    def alive(self) -> NDArray[np.bool_]:
        return np.equal(self.codes, 0)

    def begin(self) -> None:
        """A stage begins: what is alive now is what it reads."""
        self._read, self._first = int(np.count_nonzero(self.codes == 0)), len(self.reasons)

    def drop(self, stage: str, reason: str, rows: Numbers, because: Numbers | None = None) -> None:
        """Drop those of these rows that are still there."""
        here = self.codes[rows] == 0
        if (stage, reason) not in self.reasons:
            self.reasons.append((stage, reason))
        self.codes[rows[here]] = self.reasons.index((stage, reason)) + 1
        if because is not None:
            self.because[rows[here]] = because[here]

    def end(self, stage: str) -> None:
        """Write the stage's account."""
        self.ledger.add(stage, self._read, dict(self._dropped(stage)))

    def _dropped(self, stage: str) -> Iterator[tuple[str, int]]:
        counts = np.bincount(self.codes, minlength=len(self.reasons) + 1)
        for index, (name, reason) in enumerate(self.reasons):
            if name == stage and counts[index + 1]:
                yield reason, int(counts[index + 1])


def fresh(rows: int, ledger: Ledger) -> Fates:
    return Fates(codes=np.zeros(rows, np.uint8), because=np.full(rows, NOBODY, np.uint32), ledger=ledger)
