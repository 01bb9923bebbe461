"""How a user's own text is quoted in a message: short, on one line, and without what looks like a secret."""

import json

from gptctl.config.reading import secrets
from gptctl.core.value import JSON

_WIDTH = 60


def short(text: str) -> str:
    """At most 60 characters; what cannot be seen is escaped."""
    text = "".join(char if char.isprintable() else json.dumps(char)[1:-1] for char in secrets.hide(text[: 4 * _WIDTH]))
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
