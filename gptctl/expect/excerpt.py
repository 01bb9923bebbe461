"""A short part of a long answer."""

_AROUND = 40
_MOST = 160


def start(text: str) -> str:
    """How a text begins, on one line."""
    plain = one_line(text)
    return plain if len(plain) <= _MOST else f"{plain[:_MOST]}…"


def around(text: str, at: int, length: int) -> str:
    """The part of a text that begins at `at`, with a little of what stands before and after it."""
    low, high = max(0, at - _AROUND), at + min(length, _MOST) + _AROUND
    return f"{'…' if low else ''}{one_line(text[low:high])}{'…' if high < len(text) else ''}"


def one_line(text: str) -> str:
    """With one space for any white space: where a model breaks a line says nothing."""
    return " ".join(text.split())
