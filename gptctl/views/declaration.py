"""Declarations: all of them in a list, or one with everything filled in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gptctl.core.plural import plural
from gptctl.core.resource import Declared
from gptctl.core.value import JSON, Attrs
from gptctl.views.brief import brief
from gptctl.views.line import Line, Style, lines
from gptctl.views.table import table

LIST_FORMAT = "gptctl.declarations/v1"
FORMAT = "gptctl.declaration/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclarationsReport:
    environment: str
    declared: tuple[Declared, ...]

    def human(self) -> Iterator[Line]:
        rows = [(str(one.address), _gist(one.attrs)) for one in self.declared]
        yield from table(("address", "about"), rows)

    def document(self) -> Attrs:
        return {
            "format": LIST_FORMAT,
            "environment": self.environment,
            "declared": [{"address": str(one.address), "name": one.address.name} for one in self.declared],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclarationReport:
    """One declaration; `target` is empty for our own words, else it is said in that provider's."""

    address: str
    environment: str
    target: str
    attrs: Attrs

    def human(self) -> Iterator[Line]:
        where = f"{self.address} in {self.environment}" + (f", for {self.target}" if self.target else "")
        yield from lines(f"# {where}", Style.FAINT)
        yield from lines(_yaml(self.attrs).rstrip("\n"))

    def document(self) -> Attrs:
        target = {"target": self.target} if self.target else {}
        return {
            "format": FORMAT,
            "address": self.address,
            "environment": self.environment,
            **target,
            "attrs": self.attrs,
        }


def _gist(attrs: Attrs) -> str:
    files = attrs.get("files")
    if isinstance(files, Mapping):
        return plural(len(files), "file")
    return str(attrs.get("description") or "") or f"model {brief(attrs.get('model'))}"


def _yaml(value: Attrs) -> str:
    import yaml  # noqa: PLC0415 -- only this face of this view needs it

    class Dumper(yaml.SafeDumper):
        """Texts of several lines as blocks."""

    def text(dumper: yaml.SafeDumper, data: str) -> yaml.ScalarNode:
        return dumper.represent_scalar("tag:yaml.org,2002:str", data, style="|" if "\n" in data else None)

    Dumper.add_representer(str, text)
    return yaml.dump(_plain(value), Dumper=Dumper, sort_keys=False, allow_unicode=True, width=100)


def _plain(value: JSON) -> object:
    """The same in the types that every YAML writer knows."""
    match value:
        case Mapping():
            return {key: _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case _:
            return value
