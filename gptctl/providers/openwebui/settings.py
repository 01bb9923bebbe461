"""What a project says about Open WebUI: the map `providers.openwebui` of gptctl.yaml."""

from dataclasses import dataclass

from gptctl.core.value import Attrs
from gptctl.errors import GptctlError
from gptctl.providers.http.keys import origin_of
from gptctl.providers.settings import WrongSettings, unknown, wrong

_EXAMPLE = "write the server's address, such as https://chat.example.org"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`base_url` is the address people open in their browser, without a slash at its end."""

    base_url: str


def parse(attrs: Attrs) -> Settings:
    """Raises InvalidConfig with every finding at once."""
    problems = [*unknown(attrs, ("base_url",))]
    base_url = attrs.get("base_url")
    if not isinstance(base_url, str):
        problems.append(wrong("base_url", f"{'missing' if base_url is None else 'no text'}; {_EXAMPLE}"))
    else:
        problems.extend(wrong("base_url", text) for text in _wrong_url(base_url))
    if problems:
        raise WrongSettings("openwebui", problems)
    return Settings(base_url=str(base_url).rstrip("/"))


def _wrong_url(base_url: str) -> list[str]:
    try:
        origin_of(base_url)
    except GptctlError as error:
        return [error.message]
    return [f"it has a query or a fragment; {_EXAMPLE}"] if set(base_url) & set("?#") else []
