"""A fake of every hosted provider at once, and one project whose environment has all seven providers as targets."""

import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from gptctl.providers.http.keys import TRUSTED
from tests.support.fakes import anthropic, azure, google, mistral, openai, openwebui
from tests.support.fakes.base import Fake


@dataclass(frozen=True, slots=True, kw_only=True)
class Hosted:
    """`address` is what the project's setting of that name says; `variable` holds the key, `model` is one it has."""

    fake: Fake
    setting: str
    address: str
    variable: str
    key: str
    model: str


@contextmanager
def all_hosted() -> Iterator[Mapping[str, Hosted]]:
    with ExitStack() as stack:
        claude = stack.enter_context(anthropic.FakeAnthropic())
        foundry = stack.enter_context(azure.FakeAzure())
        gemini = stack.enter_context(google.FakeGoogle())
        lechat = stack.enter_context(mistral.FakeMistral())
        gpt = stack.enter_context(openai.FakeOpenAI())
        webui = stack.enter_context(openwebui.FakeOpenWebUI())
        yield {
            "anthropic": _hosted(claude, claude.url, "ANTHROPIC_API_KEY", anthropic.KEY, "claude-sonnet-5-5"),
            "azure": Hosted(
                fake=foundry,
                setting="endpoint",
                address=foundry.endpoint,
                variable="AZURE_AI_API_KEY",
                key=azure.KEY,
                model="gpt-6-luna",
            ),
            "google": _hosted(gemini, gemini.url, "GEMINI_API_KEY", google.KEY, "gemini-3.5-flash"),
            "mistral": _hosted(lechat, lechat.url, "MISTRAL_API_KEY", mistral.KEY, "mistral-large-latest"),
            "openai": _hosted(gpt, gpt.base_url, "OPENAI_API_KEY", openai.KEY, "gpt-6-luna"),
            "openwebui": _hosted(webui, webui.url, "OPENWEBUI_API_KEY", openwebui.KEY, openwebui.MODEL),
        }


def _hosted(fake: Fake, address: str, variable: str, key: str, model: str) -> Hosted:
    return Hosted(fake=fake, setting="base_url", address=address, variable=variable, key=key, model=model)


def environ(hosted: Mapping[str, Hosted]) -> dict[str, str]:
    """Every key, and the word of a user who trusts the fakes with them."""
    keys = {one.variable: one.key for one in hosted.values()}
    return {**keys, TRUSTED: " ".join(one.fake.url for one in hosted.values())}


def project(hosted: Mapping[str, Hosted], **environments: list[str]) -> str:
    """A `gptctl.yaml`; the environments lead to their targets. YAML takes JSON."""
    said = {
        "apiVersion": "gptctl/v1",
        "kind": "Project",
        "name": "acme",
        "id": "0123456789abcdef0123456789abcdef",
        "models": {"default": {"local": "none", **{name: one.model for name, one in hosted.items()}}},
        "providers": {name: {one.setting: one.address} for name, one in hosted.items()},
        "environments": {name: {"targets": targets} for name, targets in environments.items()},
    }
    return json.dumps(said, indent=2)
