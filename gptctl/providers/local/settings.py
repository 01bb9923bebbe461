"""What a project says about the embedded provider: the map `providers.local` of gptctl.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from gptctl.core.value import JSON, Attrs
from gptctl.providers.base import Problem
from gptctl.providers.settings import WrongSettings, unknown, wrong

THREADS = (1, 256)
CONTEXT = (512, 1_048_576)
TIMEOUT = (1, 3600)
_KNOWN = ("adapters", "base_url", "context", "threads", "timeout")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`base_url` is an OpenAI-compatible server, empty for none; `timeout` is in seconds.

    `context` is how many tokens a model can take at once, None when not said.

    `adapters` are LoRA adapters by name: the path of a GGUF file each, absolute or relative to GPTCTL_HOME.
    """

    base_url: str
    threads: int
    context: int | None
    timeout: int
    adapters: Mapping[str, str]

    @property
    def embedded_context(self) -> int:
        return self.context or 4096

    @property
    def served_context(self) -> int:
        """Far more than one of our prompts, where we are not told: then nothing is cut."""
        return self.context or 131_072


def parse(attrs: Attrs) -> Settings:
    """Raises InvalidConfig with every finding at once."""
    problems = [*unknown(attrs, _KNOWN)]
    settings = Settings(
        base_url=_url(attrs.get("base_url"), problems),
        threads=_whole(attrs, "threads", THREADS, problems) or 1,
        context=_whole(attrs, "context", CONTEXT, problems),
        timeout=_whole(attrs, "timeout", TIMEOUT, problems) or 120,
        adapters=_adapters(attrs.get("adapters"), problems),
    )
    if problems:
        raise WrongSettings("local", problems)
    return settings


def _url(value: JSON, problems: list[Problem]) -> str:
    if value is None:
        return ""
    try:
        parts = urlsplit(value if isinstance(value, str) else "")
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        problems.append(wrong("base_url", "write the server's address, such as http://127.0.0.1:11434/v1"))
        return ""
    if parts.username or parts.password:
        problems.append(wrong("base_url", "no user or password belongs there; set GPTCTL_LOCAL_API_KEY instead"))
    return str(value)


def _whole(attrs: Attrs, name: str, limits: tuple[int, int], problems: list[Problem]) -> int | None:
    value = attrs.get(name)
    low, high = limits
    if value is None or (isinstance(value, int) and not isinstance(value, bool) and low <= value <= high):
        return value
    problems.append(wrong(name, f"write a whole number from {low} to {high}"))
    return None


def _adapters(value: JSON, problems: list[Problem]) -> Mapping[str, str]:
    items = value if isinstance(value, list | tuple) else () if value is None else (None,)
    found: dict[str, str] = {}
    for index, item in enumerate(items):
        name = item.get("name") if isinstance(item, Mapping) else None
        path = item.get("path") if isinstance(item, Mapping) else None
        if isinstance(name, str) and isinstance(path, str) and name not in found:
            found[name] = path
        else:
            problems.append(wrong(f"adapters[{index}]", "write {name: ..., path: ...}, each name once"))
    return found
