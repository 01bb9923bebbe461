"""What somebody probably meant."""

from collections.abc import Iterable

_SHOWN = 12
_LIKE = 0.6
_SLIP = 0.8  # one letter too much, or two swapped; `gpt-5` beside `gpt` is no slip


def alike(word: str, known: Iterable[str]) -> str:
    """The one of them that is all but the same word, hardly written so on purpose; empty for none."""
    return _nearest(word, sorted(known), _SLIP)


def suggest(word: str, known: Iterable[str]) -> str:
    """A sentence that helps: the nearest word, else all of them, else that there are none."""
    choices = sorted(known)
    near = _nearest(word, choices, _LIKE)
    if near:
        return f"Did you mean `{near}`?"
    if not choices:
        return "There are none."
    listed = ", ".join(f"`{choice}`" for choice in choices[:_SHOWN])
    return f"There are: {listed}{', …' if len(choices) > _SHOWN else ''}."


def _nearest(word: str, choices: list[str], cutoff: float) -> str:
    import difflib  # noqa: PLC0415 -- nothing is suggested while nothing is wrong

    return next(iter(difflib.get_close_matches(word[:64], choices, n=1, cutoff=cutoff)), "")
