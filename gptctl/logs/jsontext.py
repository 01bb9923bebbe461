"""JSON text, fast, and always valid UTF-8."""

import json

import orjson


def dump(value: object) -> str:
    try:
        return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS).decode()
    except TypeError:  # half a character, a number of more than 64 bits, or deeper than orjson goes
        text = whole(json.dumps(value, ensure_ascii=False))
        return json.dumps(json.loads(text, parse_constant=_null), ensure_ascii=False, separators=(",", ":"))


def _null(_constant: str) -> None:
    """JSON knows neither NaN nor infinity."""


def whole(text: str) -> str:
    """The text with U+FFFD in place of every half of a character, which is what a lone surrogate is."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text
