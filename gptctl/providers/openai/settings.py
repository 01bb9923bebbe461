"""What a project says about OpenAI: the map `providers.openai` of gptctl.yaml."""

from dataclasses import dataclass
from enum import StrEnum

from gptctl.core.value import Attrs
from gptctl.diagnostics import Finding, Location
from gptctl.errors import InvalidConfig

HOME = "https://api.openai.com"
DEFAULT = f"{HOME}/v1"


class Runtime(StrEnum):
    """What runs an assistant there."""

    RESPONSES = "responses"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    runtime: Runtime = Runtime.RESPONSES
    base_url: str = DEFAULT


def parse(name: str, attrs: Attrs) -> Settings:
    """Raises InvalidConfig with every finding at once."""
    runtime, base_url = attrs.get("runtime", "responses"), attrs.get("base_url", DEFAULT)
    wrong = [f"{key}: unknown; it has base_url and runtime" for key in attrs if key not in ("base_url", "runtime")]
    if runtime not in tuple(Runtime):
        wrong.append(f"runtime: write {' or '.join(Runtime)}")
    if not isinstance(base_url, str):
        wrong.append(f"base_url: write an address such as {DEFAULT}")
    if wrong:
        raise InvalidConfig([_finding(name, text) for text in wrong])
    return Settings(runtime=Runtime(str(runtime)), base_url=str(base_url))


def _finding(name: str, text: str) -> Finding:
    return Finding(
        summary="wrong setting of a provider",
        detail=f"providers.{name}.{text}",
        where=Location(file="gptctl.yaml"),
    )
