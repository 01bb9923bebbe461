"""What a step of curation is."""

from collections.abc import Sequence
from typing import Protocol, TypeAlias

from gptctl.promote.row import Drop, Row

Verdict: TypeAlias = Row | Drop
"""Kept, perhaps rewritten (the same object when nothing was changed), or dropped with a reason."""


class Step(Protocol):
    """Judges rows one by one, in batches for speed: a verdict never depends on the other rows of its batch.

    Steps that must see all rows (duplicates, quotas, the split) are not of this kind.
    """

    @property
    def name(self) -> str: ...

    def judge(self, rows: Sequence[Row]) -> Sequence[Verdict]:
        """One verdict for each row, in order. Raises nothing that a row's content can cause."""
        ...
