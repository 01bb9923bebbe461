"""One rule of a schema that a value breaks: jsonschema's error, in types."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gptctl.config.reading.place import Path
from gptctl.config.reading.shown import short
from gptctl.config.shape import as_map
from gptctl.core.value import JSON, Attrs

if TYPE_CHECKING:
    from jsonschema import ValidationError


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """`wanted` is what the rule says, `value` what is there, `schema` where the rule stands.

    `forms` are the breaches of each form when no form of several fits.
    """

    rule: str
    wanted: JSON
    value: JSON
    schema: Attrs
    path: Path
    in_key: bool
    forms: tuple[tuple["Breach", ...], ...]

    @property
    def subject(self) -> str:
        """What it is about, in a sentence."""
        if self.in_key:
            return "a key"
        match self.path:
            case ():
                return "the file"
            case (*_, str(name), int(index)):
                return f"item {index + 1} of `{short(name)}`"
            case _:
                return f"`{short(str(self.path[-1]))}`"


def breach(error: "ValidationError") -> Breach:
    """A key that is itself wrong has no path of its own in jsonschema, which gives that of its map."""
    in_key = "propertyNames" in error.absolute_schema_path
    path = tuple(error.absolute_path)
    schema: Any = error.schema
    value: Any = error.instance
    wanted: Any = error.validator_value
    return Breach(
        rule=str(error.validator),
        wanted=wanted,
        value=value,
        schema=as_map(schema),
        path=(*path, value) if in_key and isinstance(value, str) else path,
        in_key=in_key,
        forms=tuple(_forms(error)),
    )


def _forms(error: "ValidationError") -> Iterator[tuple[Breach, ...]]:
    forms: dict[object, list[Breach]] = {}
    for one in error.context or ():
        forms.setdefault(one.schema_path[0], []).append(breach(one))
    for found in forms.values():
        yield tuple(found)
