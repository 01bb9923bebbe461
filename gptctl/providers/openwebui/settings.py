"""What a project says about Open WebUI: the map `providers.openwebui` of gptctl.yaml."""

from dataclasses import dataclass

from gptctl.core.value import Attrs
from gptctl.diagnostics import Finding, Location
from gptctl.errors import GptctlError, InvalidConfig
from gptctl.providers.http.keys import origin_of

_EXAMPLE = "write the server's address, such as https://chat.example.org"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`base_url` is the address people open in their browser, without a slash at its end."""

    base_url: str


def parse(attrs: Attrs) -> Settings:
    """Raises InvalidConfig with every finding at once."""
    wrong = [f"{name}: unknown; it has base_url alone" for name in attrs if name != "base_url"]
    base_url = attrs.get("base_url")
    if not isinstance(base_url, str):
        wrong.append(f"base_url: {'missing' if base_url is None else 'no text'}; {_EXAMPLE}")
    else:
        wrong.extend(_wrong_url(base_url))
    if wrong:
        raise InvalidConfig([_finding(text) for text in wrong])
    return Settings(base_url=str(base_url).rstrip("/"))


def _wrong_url(base_url: str) -> list[str]:
    try:
        origin_of(base_url)
    except GptctlError as error:
        return [f"base_url: {error.message}"]
    return [f"base_url: it has a query or a fragment; {_EXAMPLE}"] if set(base_url) & set("?#") else []


def _finding(text: str) -> Finding:
    return Finding(
        summary="wrong setting of the openwebui provider",
        detail=f"providers.openwebui.{text}",
        where=Location(file="gptctl.yaml"),
    )
