"""The few formulas that readiness needs. Pure."""

import math

SURE = 1.96
"""Standard deviations on both sides that hold 95 % of a normal distribution."""

POWER = 0.8416
"""Standard deviations below which 80 % of it lie."""

DISCORDANT = 0.10
"""The share of held-out examples on which base and tuned model are expected to differ, at least."""


def wilson(good: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share (E. B. Wilson, 1927); 0 to 1 when nothing was seen."""
    if not of:
        return 0.0, 1.0
    share, square = good / of, SURE * SURE
    middle = share + square / (2 * of)
    reach = SURE * math.sqrt(share * (1 - share) / of + square / (4 * of * of))
    scale = 1 + square / of
    return max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale)


def detectable(pairs: int) -> float | None:
    """The least difference of two shares that a paired test (McNemar's) of so many examples finds 4 times in 5.

    None when they are so few that it finds none at all.
    """
    if not pairs:
        return None
    reach = SURE + POWER
    least = reach * math.sqrt(DISCORDANT / pairs)
    if least > DISCORDANT:  # models that differ by so much differ on at least as many examples
        least = reach * reach / pairs
    return least if least <= 1.0 else None
