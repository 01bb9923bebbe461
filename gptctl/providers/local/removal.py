"""Take a model off this machine."""

from pathlib import Path

from gptctl.core.suggest import suggest
from gptctl.core.tuned import SUFFIX
from gptctl.errors import Rejected, Usage
from gptctl.providers.local import models, tuned


def remove(home: Path, name: str) -> None:
    """An installed model goes; of a tuned one the registration goes, while its job keeps what it made.

    Raises Usage when there is no such model, Rejected when tuned models need it.
    """
    path = next((one.path for one in models.installed(home) if one.name == name), None)
    if path is None and tuned.find(home, name) is not None:
        path = home / "models" / f"{name}{SUFFIX}"
    if path is None:
        known = {one.name for one in models.installed(home)} | {one.name for one in tuned.registered(home)}
        raise Usage(f"no model {name} is installed", advice=suggest(name, known))
    needed = [one.name for one in tuned.registered(home) if one.weights and one.weights.model == path]
    if needed:
        raise Rejected(f"{name} is the base of {', '.join(needed)}", advice="remove those first")
    path.unlink()
