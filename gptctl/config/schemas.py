"""The JSON Schemas of the files a user writes; the same files serve editors."""

import hashlib
from functools import cache
from importlib.resources import files

_NAMES = ("project", "assistant", "knowledge", "tests")


def names() -> tuple[str, ...]:
    return _NAMES


@cache
def text(name: str) -> str:
    """The schema as it is published. Raises KeyError for a name that is none."""
    if name not in _NAMES:
        raise KeyError(name)
    return files("gptctl.config").joinpath("schema", f"{name}.json").read_text(encoding="utf-8")


@cache
def digest() -> str:
    """Changes whenever a schema does: what was found valid by another one must be looked at again."""
    return hashlib.sha256("".join(map(text, _NAMES)).encode()).hexdigest()
