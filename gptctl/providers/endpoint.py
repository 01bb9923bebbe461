"""The one setting that most hosted providers have: another address to reach them at."""

from gptctl.core.value import Attrs
from gptctl.diagnostics import Finding, Location
from gptctl.errors import InvalidConfig


def base_url(settings: Attrs, *, provider: str, default: str) -> str:
    """Raises InvalidConfig for any other setting, or one that is no text."""
    wrong = [f"{name}: unknown; it has base_url" for name in settings if name != "base_url"]
    value = settings.get("base_url", default)
    if not isinstance(value, str):
        wrong.append(f"base_url: write an address such as {default}")
    if wrong or not isinstance(value, str):
        raise InvalidConfig([_finding(provider, text) for text in wrong])
    return value


def _finding(provider: str, text: str) -> Finding:
    return Finding(
        summary="wrong setting of a provider",
        detail=f"providers.{provider}.{text}",
        where=Location(file="gptctl.yaml"),
    )
