"""A value in a few words: long ones folded, references by address."""

import json
from collections.abc import Mapping

from gptctl.core.value import JSON

WIDTH = 72


def brief(value: JSON) -> str:
    """One line of at most WIDTH characters."""
    if isinstance(value, str) and "\n" in value.rstrip("\n"):
        first, _, rest = value.partition("\n")
        return f"{_cut(_spell(first), WIDTH - 20)} and {rest.rstrip().count(chr(10)) + 1} more lines"
    return _cut(_spell(value), WIDTH)


def _spell(value: JSON) -> str:
    match value:
        case Mapping() if len(value) == 1 and isinstance(reference := value.get("$ref"), str):
            return reference
        case Mapping():
            return "{" + ", ".join(f"{key}: {_spell(item)}" for key, item in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(_spell(item) for item in value) + "]"
        case _:
            return json.dumps(value, ensure_ascii=False)


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"
