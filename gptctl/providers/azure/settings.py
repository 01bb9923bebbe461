"""What a project says about Azure: the map `providers.azure` of gptctl.yaml."""

from dataclasses import dataclass

from gptctl.core.value import Attrs
from gptctl.providers.openai_shape.addresses import FOUNDRY_EXAMPLE
from gptctl.providers.settings import WrongSettings, unknown, wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`endpoint` is empty when the project leaves it to the environment."""

    endpoint: str = ""


def parse(name: str, attrs: Attrs) -> Settings:
    """Raises InvalidConfig with every finding at once."""
    problems = [*unknown(attrs, ("endpoint",))]
    endpoint = attrs.get("endpoint", "")
    if not isinstance(endpoint, str):
        problems.append(wrong("endpoint", f"write an address such as {FOUNDRY_EXAMPLE}"))
    if problems:
        raise WrongSettings(name, problems)
    return Settings(endpoint=str(endpoint))
