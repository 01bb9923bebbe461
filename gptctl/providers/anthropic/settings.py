"""What a project says about Anthropic: the map `providers.anthropic` of gptctl.yaml."""

from collections.abc import Iterator
from dataclasses import dataclass

from gptctl.core.value import JSON, Attrs
from gptctl.diagnostics import Finding, Location
from gptctl.errors import InvalidConfig
from gptctl.providers.anthropic.wire import HOME

_KNOWN = ("base_url", "vaults")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`vaults` are the ids of the credential vaults that sessions opened from here may use."""

    base_url: str = HOME
    vaults: tuple[str, ...] = ()


def parse(name: str, attrs: Attrs) -> Settings:
    """Raises InvalidConfig with every finding at once."""
    wrong = tuple(_wrong(attrs))
    if wrong:
        raise InvalidConfig([_finding(name, detail) for detail in wrong])
    base_url, vaults = attrs.get("base_url"), attrs.get("vaults")
    return Settings(base_url=str(base_url) if base_url else HOME, vaults=_texts(vaults))


def _wrong(attrs: Attrs) -> Iterator[str]:
    yield from (f"{name}: unknown; it has {', '.join(_KNOWN)}" for name in attrs if name not in _KNOWN)
    if not isinstance(attrs.get("base_url", HOME), str):
        yield f"base_url: write an address such as {HOME}"
    vaults = attrs.get("vaults", [])
    if not isinstance(vaults, list | tuple) or len(_texts(vaults)) != len(vaults):
        yield "vaults: write a list of vault ids, such as [vlt_01Ab]"


def _texts(value: JSON) -> tuple[str, ...]:
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list | tuple) else ()


def _finding(name: str, detail: str) -> Finding:
    return Finding(
        summary="wrong setting of the anthropic provider",
        detail=f"providers.{name}.{detail}",
        where=Location(file="gptctl.yaml"),
    )
