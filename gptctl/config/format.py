"""Lays out a declaration in the one way: keys in the order of the schema, two spaces, comments kept."""

import json
from collections.abc import Sequence
from io import StringIO

from gptctl.config import schemas
from gptctl.config.arrange import arrange
from gptctl.config.comments import comments
from gptctl.config.forms import parse_map
from gptctl.config.reading.limits import Limits
from gptctl.core.value import canonical
from gptctl.errors import GptctlError, InvalidConfig

_LIMITS = Limits(size=48 << 10)
_WIDTH = 1 << 16


def fmt(text: str, kind: str, file: str = "") -> str:
    """The same data and comments in the canonical layout; laying that out again changes nothing.

    `kind` is the name of a schema. Raises InvalidConfig for a text that cannot be read, and GptctlError for one that
    cannot be laid out without loss.
    """
    if len(text) > _LIMITS.size:
        raise _refused(file, f"it has more than {_LIMITS.size:,} characters")
    before = parse_map(text, file)
    arranged = arrange(text, before.places, _order(kind))
    laid = _lay_out(arranged if _same(arranged, text) else text, file)
    if not _same(laid, text):
        raise _refused(file, "a value or a comment would be lost")
    if _lay_out(laid, file) != laid:
        raise _refused(file, "its layout does not come to rest")
    return laid


def _order(kind: str) -> Sequence[str]:
    return list(json.loads(schemas.text(kind))["properties"])


def _lay_out(text: str, file: str) -> str:
    from ruamel.yaml import YAML  # noqa: PLC0415 -- only `fmt` needs a writer of YAML
    from ruamel.yaml.error import YAMLError  # noqa: PLC0415 -- as above

    writer = YAML(typ="rt")
    writer.preserve_quotes = True
    writer.composer.warn_double_anchors = False
    writer.width = _WIDTH
    writer.indent(mapping=2, sequence=4, offset=2)
    target = StringIO()
    try:
        writer.dump(writer.load(text), target)
    except YAMLError:
        raise _refused(file, "it is written in a way that cannot be rewritten") from None
    return target.getvalue()


def _same(one: str, other: str) -> bool:
    """Whether two texts hold the same data and the same comments."""
    try:
        values = [canonical(parse_map(text, "").value) for text in (one, other)]
    except InvalidConfig:
        return False
    return values[0] == values[1] and comments(one) == comments(other)


def _refused(file: str, why: str) -> GptctlError:
    return GptctlError(f"{file or 'The file'} was left as it is: {why}.", advice="Lay it out by hand.")
