"""The one setting that most hosted providers have: another address to reach them at."""

from gptctl.core.value import Attrs
from gptctl.providers.settings import WrongSettings, unknown, wrong


def base_url(settings: Attrs, *, provider: str, default: str) -> str:
    """Raises InvalidConfig for any other setting, or one that is no text."""
    problems = [*unknown(settings, ("base_url",))]
    value = settings.get("base_url", default)
    if not isinstance(value, str):
        problems.append(wrong("base_url", f"write an address such as {default}"))
    if problems or not isinstance(value, str):
        raise WrongSettings(provider, problems)
    return value
