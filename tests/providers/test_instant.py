import pytest

from gptctl.errors import NotDone
from gptctl.providers.instant import seconds


@pytest.mark.parametrize(
    "moment",
    [1_790_000_000, 1_790_000_000.0, "2026-09-21T14:13:20Z", "2026-09-21T16:13:20+02:00", "2026-09-21T14:13:20"],
)
def test_a_moment_is_the_same_however_it_is_written(moment: str | float) -> None:
    assert seconds(moment) == 1_790_000_000


@pytest.mark.parametrize("nothing", [None, "", "yesterday", {}, "9" * 400])
def test_what_is_no_moment_is_said_to_be_none(nothing: object) -> None:
    with pytest.raises(NotDone, match="as a time"):
        seconds(nothing)  # type: ignore[arg-type]
