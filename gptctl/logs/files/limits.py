"""How much of a file of logs is believed."""

from dataclasses import dataclass

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """`row` bounds one record in bytes and `depth` its nesting.

    What is packed may unfold to `ratio` times its size, to `unfolded` bytes at least and `total` at most. Chat logs
    unfold to ten times their size, to a hundred when every row repeats the same instructions; a bomb to a thousand.
    """

    row: int = 10 * MEGABYTE
    depth: int = 100
    ratio: int = 500
    unfolded: int = 64 * MEGABYTE
    total: int = 100_000 * MEGABYTE

    def budget(self, packed: int) -> int:
        """The bytes that so many packed bytes may unfold to."""
        return min(self.total, max(self.unfolded, packed * self.ratio))


LIMITS = Limits()
