"""YAML to a value, event by event: what is too deep, too large or too clever is refused before it is built.

PyYAML's own constructors are not used: they crash on deep nesting, let the last of two equal keys win and read `no` as
false. The C parser's events are safe, and so is counting them.
"""

from typing import TYPE_CHECKING

from gptctl.config.reading.builder import Builder
from gptctl.config.reading.limits import DECLARATION, Limits
from gptctl.config.reading.place import Parsed, at
from gptctl.config.reading.wrong import wrong
from gptctl.errors import InvalidConfig

if TYPE_CHECKING:
    import yaml

_SUMMARY = "This is not valid YAML"


def parse(text: str, file: str, limits: Limits = DECLARATION) -> Parsed:
    """The one document in a text. Raises InvalidConfig with everything that is wrong with its form."""
    import yaml  # noqa: PLC0415 -- an unchanged project is loaded without it

    builder = Builder(text, file=file, limits=limits)
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        raise _malformed(text, file, error) from None
    except yaml.reader.ReaderError as error:
        raise _unprintable(text, file, error.position) from None
    return builder.done()


def _malformed(text: str, file: str, error: "yaml.MarkedYAMLError") -> InvalidConfig:
    mark = error.problem_mark or error.context_mark
    offset = mark.index if mark else 0
    sentence = ", ".join(part for part in (error.problem, error.context) if part)
    detail = f"{sentence[:1].upper()}{sentence[1:]}.{_advice(text, offset)}"
    if text[offset : offset + 1] == "\t":
        detail = "A tab cannot indent; use spaces."
    return wrong(file, at(text, offset), _SUMMARY, detail)


def _advice(text: str, offset: int) -> str:
    """What to do about a text that stands without quotes where YAML reads its signs as its own."""
    line = text[text.rfind("\n", 0, offset) + 1 : offset]
    if text[max(offset - 1, 0) : offset + 1] == "${":
        return ' Quote the variable: "${NAME}".'
    if text[offset : offset + 1] == ":" and ": " in line:
        return ' Quote a text that has a colon and a space in it: "one: two".'
    return ""


def _unprintable(text: str, file: str, position: int) -> InvalidConfig:
    """The C parser counts bytes here; the place is that of the character."""
    before = text.encode()[:position].decode(errors="ignore")
    detail = "A control character cannot stand in YAML; take it out, or write it as an escape in double quotes."
    return wrong(file, at(text, len(before)), _SUMMARY, detail)
