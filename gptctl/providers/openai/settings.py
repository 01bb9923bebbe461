"""What a project says about OpenAI: the map `providers.openai` of gptctl.yaml."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from gptctl.core.value import JSON, Attrs
from gptctl.providers.base import Problem
from gptctl.providers.openai_shape.addresses import OPENAI_API
from gptctl.providers.settings import WrongSettings, unknown, wrong

_KNOWN = ("base_url", "runtime", "vaults")


class Runtime(StrEnum):
    """What runs an assistant there."""

    RESPONSES = "responses"
    AGENTS = "agents"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`vaults` are the ids of the credential vaults that sessions of agents may use."""

    runtime: Runtime = Runtime.RESPONSES
    base_url: str = OPENAI_API
    vaults: tuple[str, ...] = ()


def parse(name: str, attrs: Attrs) -> Settings:
    """Raises InvalidConfig with every finding at once."""
    problems = tuple(_problems(attrs))
    if problems:
        raise WrongSettings(name, problems)
    return Settings(
        runtime=Runtime(str(attrs.get("runtime", Runtime.RESPONSES))),
        base_url=str(attrs.get("base_url", OPENAI_API)),
        vaults=_texts(attrs.get("vaults")),
    )


def _problems(attrs: Attrs) -> Iterator[Problem]:
    yield from unknown(attrs, _KNOWN)
    if attrs.get("runtime", "responses") not in tuple(Runtime):
        yield wrong("runtime", f"write {' or '.join(Runtime)}")
    if not isinstance(attrs.get("base_url", OPENAI_API), str):
        yield wrong("base_url", f"write an address such as {OPENAI_API}")
    vaults = attrs.get("vaults", [])
    if not isinstance(vaults, list | tuple) or len(_texts(vaults)) != len(vaults):
        yield wrong("vaults", "write a list of vault ids, such as [vault_01ab]")


def _texts(value: JSON) -> tuple[str, ...]:
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list | tuple) else ()
