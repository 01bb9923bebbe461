"""Which schemas no answer is held against."""

from collections.abc import Iterator, Mapping

from gptctl.core.value import JSON
from gptctl.expect.excerpt import start
from gptctl.expect.pattern import WrongPattern, compiled

_DATA = ("const", "default", "enum", "examples")


def unfit(schema: JSON) -> Iterator[str]:
    """Why not, in sentences: it has a pattern that may take for ever, or that says something else elsewhere."""
    match schema:
        case Mapping():
            if "patternProperties" in schema:
                yield "It names its keys by `patternProperties`, which cannot be tested."
            yield from _wrong(schema.get("pattern"))
            for key, item in schema.items():
                if key not in _DATA:
                    yield from unfit(item)
        case list() | tuple():
            for item in schema:
                yield from unfit(item)
        case _:
            return


def _wrong(pattern: JSON) -> Iterator[str]:
    if isinstance(pattern, str):
        try:
            compiled(pattern)
        except WrongPattern as wrong:
            yield f"Its pattern `{start(pattern)}` cannot be tested: {wrong}."
