"""What a project says about OpenAI: the map `providers.openai` of gptctl.yaml."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from gptctl.core.value import JSON, Attrs
from gptctl.diagnostics import Finding, Location
from gptctl.errors import InvalidConfig

HOME = "https://api.openai.com"
DEFAULT = f"{HOME}/v1"
_KNOWN = ("base_url", "runtime", "vaults")


class Runtime(StrEnum):
    """What runs an assistant there."""

    RESPONSES = "responses"
    AGENTS = "agents"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`vaults` are the ids of the credential vaults that sessions of agents may use."""

    runtime: Runtime = Runtime.RESPONSES
    base_url: str = DEFAULT
    vaults: tuple[str, ...] = ()


def parse(name: str, attrs: Attrs) -> Settings:
    """Raises InvalidConfig with every finding at once."""
    wrong = tuple(_wrong(attrs))
    if wrong:
        raise InvalidConfig([_finding(name, text) for text in wrong])
    return Settings(
        runtime=Runtime(str(attrs.get("runtime", Runtime.RESPONSES))),
        base_url=str(attrs.get("base_url", DEFAULT)),
        vaults=_texts(attrs.get("vaults")),
    )


def _wrong(attrs: Attrs) -> Iterator[str]:
    yield from (f"{key}: unknown; it has {', '.join(_KNOWN)}" for key in attrs if key not in _KNOWN)
    if attrs.get("runtime", "responses") not in tuple(Runtime):
        yield f"runtime: write {' or '.join(Runtime)}"
    if not isinstance(attrs.get("base_url", DEFAULT), str):
        yield f"base_url: write an address such as {DEFAULT}"
    vaults = attrs.get("vaults", [])
    if not isinstance(vaults, list | tuple) or len(_texts(vaults)) != len(vaults):
        yield "vaults: write a list of vault ids, such as [vault_01ab]"


def _texts(value: JSON) -> tuple[str, ...]:
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list | tuple) else ()


def _finding(name: str, text: str) -> Finding:
    return Finding(
        summary="wrong setting of a provider",
        detail=f"providers.{name}.{text}",
        where=Location(file="gptctl.yaml"),
    )
