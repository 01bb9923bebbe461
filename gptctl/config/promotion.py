"""What a schema cannot say about `promotion:`."""

from datetime import date

from gptctl.config.assembly import Assembly
from gptctl.config.shape import as_map

_DAYS = (("select", "since"), ("select", "until"), ("split", "test_from"))
_DEFAULT = 0.1


def check_promotion(assembly: Assembly) -> None:
    """Report days that are none, and shares that leave nothing to train on."""
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


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
