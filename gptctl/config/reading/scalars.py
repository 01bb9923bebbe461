"""Plain YAML scalars by the core schema of YAML 1.2 (§10.3.2), where `no`, `on` and `1:30` are text.

One departure: a number with a leading zero is text too. It is 10 to YAML 1.1 and 12 to YAML 1.2, and whoever writes
`012` means the characters.
"""

import math
import re

from gptctl.core.value import JSON

_WORDS: dict[str, JSON] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\Z")
_BASED = re.compile(r"0o[0-7]+\Z|0x[0-9a-fA-F]+\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_NO_NUMBER = re.compile(r"[-+]?\.(?:inf|Inf|INF)\Z|\.(?:nan|NaN|NAN)\Z")
_DIGITS = 19
_STARTS = frozenset("+-.0123456789")


def resolve(text: str) -> JSON:
    """The value of an unquoted scalar. Raises ValueError, with a sentence for people, when JSON cannot hold it."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _STARTS:
        return text
    if _INTEGER.match(text):
        return _integer(text, 10)
    if _BASED.match(text):
        return _integer(text, 0)
    if _FLOAT.match(text):
        return _float(text)
    if _NO_NUMBER.match(text):
        raise ValueError(f"{text} is not a number that a provider can take; quote it if it is text.")
    return text


def _integer(text: str, base: int) -> int:
    if len(text.lstrip("+-0xo")) > _DIGITS:
        raise ValueError(f"A whole number has at most {_DIGITS} digits; quote it if it is text.")
    return int(text, base)


def _float(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError("The number is too large; quote it if it is text.")
    return value
