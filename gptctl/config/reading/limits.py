"""How much a file may ask of us. A declaration is written by hand: whoever needs more is not declaring."""

from dataclasses import dataclass
from enum import StrEnum


class NumberKeys(StrEnum):
    """What becomes of a key such as `200:`: refused in our own files, its text in an OpenAPI description."""

    REFUSED = "refused"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """`size` is in bytes; `nodes` counts scalars, lists and maps, those repeated by an alias too.

    As many nodes as by default are checked against a schema within two seconds, whatever they are.
    """

    size: int = 1 << 20
    depth: int = 64
    nodes: int = 5_000
    aliases: int = 64
    findings: int = 50
    number_keys: NumberKeys = NumberKeys.REFUSED


DECLARATION = Limits()
DESCRIPTION = Limits(nodes=100_000, number_keys=NumberKeys.TEXT)
