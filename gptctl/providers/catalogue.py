"""The capabilities of every provider, without making one: each provider's data lie in its module `capabilities`."""

from collections.abc import Mapping
from importlib import import_module

from gptctl.core.retirement import Calendar
from gptctl.providers.capabilities import Capabilities
from gptctl.providers.registry import FACTORIES


def catalogue() -> Mapping[str, Capabilities]:
    """By name; a provider with several ways of working has one entry for each, as `name (way)`."""
    return {shown: found for name in FACTORIES for shown, found in _of(name).items()}


def calendars() -> Mapping[str, Calendar]:
    """When the models of each provider stop, whichever way it works."""
    found: dict[str, Calendar] = {}
    for shown, one in catalogue().items():
        name = shown.partition(" ")[0]
        said = found.get(name, Calendar())
        found[name] = Calendar(days={**said.days, **one.retirements}, successors={**said.successors, **one.successors})
    return found


def _of(name: str) -> Mapping[str, Capabilities]:
    module = import_module(f"gptctl.providers.{name}.capabilities")
    runtimes: Mapping[str, Capabilities] | None = getattr(module, "RUNTIMES", None)
    if runtimes is None:
        found: Capabilities = module.CAPABILITIES
        return {name: found}
    return {f"{name} ({runtime})": found for runtime, found in runtimes.items()}
