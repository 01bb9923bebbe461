"""Numbers in sentences."""


def plural(count: int, one: str, many: str = "") -> str:
    """`1 file`, `2 files`: the count with what is counted. `many` is needed where an `s` at the end is not enough."""
    return f"{count} {one if count == 1 else many or f'{one}s'}"
