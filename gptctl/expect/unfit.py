"""Which schemas no answer is held against."""

from collections.abc import Iterator
from urllib.parse import unquote

from gptctl.core.value import JSON
from gptctl.expect.excerpt import start
from gptctl.expect.pattern import WrongPattern, compiled
from gptctl.expect.subschemas import DATA, subschemas


def unfit(schema: JSON) -> Iterator[str]:
    """Why not, in sentences: it has a pattern that may take for ever, or that says something else elsewhere."""
    for one in subschemas(schema):
        if "patternProperties" in one:
            yield "It names its keys by `patternProperties`, which cannot be tested."
        yield from _wrong(one.get("pattern"))
        for key in ("$ref", "$dynamicRef"):
            yield from _astray(one.get(key))


def _wrong(pattern: JSON) -> Iterator[str]:
    if isinstance(pattern, str):
        try:
            compiled(pattern)
        except WrongPattern as wrong:
            yield f"Its pattern `{start(pattern)}` cannot be tested: {wrong}."


def _astray(ref: JSON) -> Iterator[str]:
    """A value that is used as a schema may hold any pattern."""
    if isinstance(ref, str) and not set(unquote(ref).split("/")).isdisjoint(DATA):
        yield f"Its `$ref` `{start(ref)}` leads to a value, which cannot be tested as a schema."
