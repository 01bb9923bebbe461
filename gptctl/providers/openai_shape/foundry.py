"""The door of a Foundry project at Azure: its endpoint, and the one secret that opens it."""

from collections.abc import Mapping
from dataclasses import dataclass

from gptctl.errors import NoAccess
from gptctl.providers.http import Key, find_key, origin_of
from gptctl.providers.openai_shape.addresses import FOUNDRY_EXAMPLE, FOUNDRY_VARIABLE
from gptctl.providers.openai_shape.connect import as_other
from gptctl.providers.openai_shape.sdk import Connection

KEY = "AZURE_AI_API_KEY"
TOKEN = "AZURE_AI_TOKEN"  # noqa: S105 -- the name of a variable
"""A Microsoft Entra token instead of a key: some projects take nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """An endpoint, and the one secret that opens it."""

    endpoint: str
    key: Key
    headers: Mapping[str, str]


def access(said: str, environ: Mapping[str, str]) -> Access:
    """`said` is the endpoint in the project's file, empty where it is left to the environment.

    Raises GptctlError without an endpoint or a key, Refused for an endpoint that only a repository names: anybody can
    have a name under services.ai.azure.com, so no address there is trusted for its ending. The one in the environment
    is.
    """
    endpoint = (said or environ.get(FOUNDRY_VARIABLE, "")).rstrip("/")
    if not endpoint:
        raise NoAccess(
            "there is no endpoint of a Foundry project",
            advice=f"Set {FOUNDRY_VARIABLE}, or `endpoint` in gptctl.yaml, to {FOUNDRY_EXAMPLE}.",
        )
    home = origin_of(environ[FOUNDRY_VARIABLE]) if environ.get(FOUNDRY_VARIABLE) else ""
    variable = TOKEN if environ.get(TOKEN) else KEY
    key = find_key(environ, variable, base_url=endpoint, home_origin=home)
    headers = {"authorization": f"Bearer {key.value}"} if variable == TOKEN else {"api-key": key.value}
    return Access(endpoint=endpoint, key=key, headers=headers)


def connect(said: str, environ: Mapping[str, str]) -> Connection:
    """The OpenAI-shaped API of the project. Raises as `access` does."""
    found = access(said, environ)
    return as_other(f"{found.endpoint}/openai/v1", found.key, found.headers)
