"""Every provider by name, written by hand: what is not in this list does not exist."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from gptctl.core.value import Attrs
from gptctl.providers.base import Provider


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a provider is made from: its name in the project, its map there, the user's folder and environment."""

    name: str
    settings: Attrs
    home: Path
    environ: Mapping[str, str]


def _local(setting: Setting) -> Provider:
    from gptctl.providers.local.provider import LocalProvider  # noqa: PLC0415 -- a provider loads only when used

    return LocalProvider(name=setting.name, home=setting.home, settings=setting.settings, environ=setting.environ)


def _mistral(setting: Setting) -> Provider:
    from gptctl.providers.mistral.provider import MistralProvider  # noqa: PLC0415 -- a provider loads only when used

    return MistralProvider(name=setting.name, settings=setting.settings, environ=setting.environ)


def _anthropic(setting: Setting) -> Provider:
    from gptctl.providers.anthropic.provider import AnthropicProvider  # noqa: PLC0415 -- a provider loads only when used

    return AnthropicProvider(name=setting.name, settings=setting.settings, environ=setting.environ)


def _azure(setting: Setting) -> Provider:
    from gptctl.providers.azure.provider import AzureProvider  # noqa: PLC0415 -- a provider loads only when used

    return AzureProvider(name=setting.name, settings=setting.settings, environ=setting.environ)


def _google(setting: Setting) -> Provider:
    from gptctl.providers.google.provider import GoogleProvider  # noqa: PLC0415 -- a provider loads only when used

    return GoogleProvider(name=setting.name, settings=setting.settings, environ=setting.environ)


def _openai(setting: Setting) -> Provider:
    from gptctl.providers.openai.provider import provider_for  # noqa: PLC0415 -- a provider loads only when used

    made = provider_for(setting.settings)
    return made(name=setting.name, settings=setting.settings, environ=setting.environ)


def _openwebui(setting: Setting) -> Provider:
    from gptctl.providers.openwebui.provider import OpenWebUIProvider  # noqa: PLC0415 -- a provider loads only when used

    return OpenWebUIProvider(name=setting.name, settings=setting.settings, environ=setting.environ)


FACTORIES: Mapping[str, Callable[[Setting], Provider]] = {
    "anthropic": _anthropic,
    "azure": _azure,
    "google": _google,
    "local": _local,
    "mistral": _mistral,
    "openai": _openai,
    "openwebui": _openwebui,
}
