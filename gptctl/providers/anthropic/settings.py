"""What a project says about Anthropic: the map `providers.anthropic` of gptctl.yaml."""

from collections.abc import Iterator
from dataclasses import dataclass

from gptctl.core.value import JSON, Attrs
from gptctl.providers.anthropic.wire import HOME
from gptctl.providers.base import Problem
from gptctl.providers.settings import WrongSettings, unknown, wrong

_KNOWN = ("base_url", "vaults")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`vaults` are the ids of the credential vaults that sessions opened from here may use."""

    base_url: str = HOME
    vaults: tuple[str, ...] = ()


def parse(name: str, attrs: Attrs) -> Settings:
    """Raises InvalidConfig with every finding at once."""
    problems = tuple(_problems(attrs))
    if problems:
        raise WrongSettings(name, problems)
    base_url, vaults = attrs.get("base_url"), attrs.get("vaults")
    return Settings(base_url=str(base_url) if base_url else HOME, vaults=_texts(vaults))


def _problems(attrs: Attrs) -> Iterator[Problem]:
    yield from unknown(attrs, _KNOWN)
    if not isinstance(attrs.get("base_url", HOME), str):
        yield wrong("base_url", f"write an address such as {HOME}")
    vaults = attrs.get("vaults", [])
    if not isinstance(vaults, list | tuple) or len(_texts(vaults)) != len(vaults):
        yield wrong("vaults", "write a list of vault ids, such as [vlt_01Ab]")


def _texts(value: JSON) -> tuple[str, ...]:
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list | tuple) else ()
