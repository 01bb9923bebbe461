"""Numbers in sentences."""


def plural(count: int, one: str, many: str = "") -> str:
    """`1 file`, `2 files`: the count with what is counted. `many` is needed where an `s` at the end is not enough."""
    return f"{count} {one if count == 1 else many or f'{one}s'}"


def figure(number: float) -> str:
    """`1,000,000` or `0.00001`: as people write it, never with an exponent, to ten places."""
    return f"{number:,}" if isinstance(number, int) else f"{number:,.10f}".rstrip("0").rstrip(".")
