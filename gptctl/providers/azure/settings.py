"""What a project says about Azure: the map `providers.azure` of gptctl.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass

from gptctl.core.value import Attrs
from gptctl.errors import NoAccess
from gptctl.providers.settings import WrongSettings, unknown, wrong

ENDPOINT = "AZURE_AI_PROJECT_ENDPOINT"
"""The environment variable with the endpoint that keys belong to."""

_EXAMPLE = "https://NAME.services.ai.azure.com/api/projects/PROJECT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`endpoint` is empty when the project leaves it to the environment."""

    endpoint: str = ""

    def endpoint_in(self, environ: Mapping[str, str]) -> str:
        """Raises NoAccess when nobody says which Foundry project is meant."""
        endpoint = self.endpoint or environ.get(ENDPOINT, "")
        if not endpoint:
            raise NoAccess(
                "there is no endpoint of a Foundry project",
                advice=f"Set {ENDPOINT}, or providers.azure.endpoint in gptctl.yaml, to {_EXAMPLE}.",
            )
        return endpoint.rstrip("/")


def parse(name: str, attrs: Attrs) -> Settings:
    """Raises InvalidConfig with every finding at once."""
    problems = [*unknown(attrs, ("endpoint",))]
    endpoint = attrs.get("endpoint", "")
    if not isinstance(endpoint, str):
        problems.append(wrong("endpoint", f"write an address such as {_EXAMPLE}"))
    if problems:
        raise WrongSettings(name, problems)
    return Settings(endpoint=str(endpoint))
