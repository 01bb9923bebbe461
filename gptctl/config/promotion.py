"""What a schema cannot say about `promotion:`."""

from collections.abc import Sequence
from datetime import date

from gptctl.config.assembly import Assembly
from gptctl.config.shape import as_map
from gptctl.core.value import JSON

WHOLE = 100

_DAYS = (("select", "since"), ("select", "until"), ("split", "test_from"))
_DEFAULT = 0.1


def check_promotion(assembly: Assembly) -> None:
    """Report days that are none, shares that leave nothing to train on, and steps that lead nowhere."""
    said = as_map(assembly.value.get("promotion"))
    for group, key in _DAYS:
        day = as_map(said.get(group)).get(key)
        if isinstance(day, str) and not _is_day(day):
            assembly.error(("promotion", group, key), "No such day", f"The calendar has no {day}.")
    split = as_map(said.get("split"))
    shares = [split.get(key, _DEFAULT) for key in ("validation", "test")]
    if sum(share for share in shares if isinstance(share, int | float)) >= 1:
        detail = "`validation` and `test` take all there is; leave a share to train on."
        assembly.error(("promotion", "split"), "Nothing left", detail)
    steps = as_map(said.get("rollout")).get("steps")
    if isinstance(steps, list) and not _rises(steps):
        detail = "Each step must be greater than the one before, and the last one 100, such as [5, 25, 50, 100]."
        assembly.error(("promotion", "rollout", "steps"), "Steps that do not rise to 100", detail)


def _rises(steps: Sequence[JSON]) -> bool:
    """True for what the schema has to say something about."""
    shares = [share for share in steps if isinstance(share, int)]
    return not shares or (shares == sorted(set(shares)) and shares[-1] == WHOLE)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
