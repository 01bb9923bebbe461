"""How a user's own text is quoted in a message: short, on one line, and without what looks like a secret."""

import json

from gptctl.config.reading import secrets
from gptctl.core.value import JSON

_WIDTH = 60


def short(text: str) -> str:
    """At most 60 characters, control characters escaped."""
    text = json.dumps(secrets.hide(text[: 4 * _WIDTH]), ensure_ascii=False)[1:-1].replace('\\"', '"')
    return text if len(text) <= _WIDTH else f"{text[:_WIDTH]}…"


def kind_of(value: JSON) -> str:
    """What a value is, in the words of someone who writes YAML."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case str():
            return "text"
        case list() | tuple():
            return "a list"
        case _:
            return "a map"
