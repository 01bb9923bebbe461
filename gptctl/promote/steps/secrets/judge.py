"""Whether the text beside a word like `password` looks like a secret, or like more words."""

import math
import string
from collections import Counter
from collections.abc import Callable

LEAST_ENTROPY = 2.75
"""Bits a sign (Shannon's): a password of eight different signs has 3.0, `aaaaaa11` has 0.8."""

STAND_INS = (
    b"example",
    b"your",
    b"placeholder",
    b"changeme",
    b"redacted",
    b"xxxx",
    b"****",
    b"....",
    b"${",
    b"{{",
    b"<",
)
CLASSES = tuple(frozenset(signs.encode()) for signs in (string.ascii_lowercase, string.ascii_uppercase, string.digits))


def stands_in(value: bytes) -> bool:
    """Whether it is what people write in place of a secret."""
    small = value.lower()
    return any(word in small for word in STAND_INS)


def entropy(value: bytes) -> float:
    """Shannon's, in bits a sign. `value` is not empty."""
    counts = Counter(value).values()
    return -sum(count / len(value) * math.log2(count / len(value)) for count in counts)


def mixed(value: bytes) -> bool:
    """Signs of two kinds, digits among them, or of three, in no plain order: words and dates are neither."""
    core = value.strip(b".,;:!?)(]}[{*&")
    if len(core) < len("8 signs.") or stands_in(value):
        return False
    signs = frozenset(core)
    kinds = [bool(signs & kind) for kind in CLASSES]
    kinds.append(bool(signs - frozenset().union(*CLASSES, b"-_/.")))
    lettered = kinds[0] or kinds[1]
    return lettered and (kinds[2] or sum(kinds) > len("aA")) and entropy(core) >= LEAST_ENTROPY


def _any(_value: bytes) -> bool:
    return True


JUDGES: dict[str, Callable[[bytes], bool]] = {
    "": _any,
    "mixed": mixed,
    "placeholder": lambda value: not stands_in(value),
}
