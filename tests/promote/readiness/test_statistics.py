import pytest

from gptctl.promote.readiness.statistics import detectable, wilson


@pytest.mark.parametrize(
    ("good", "of", "low", "high"),
    [(84, 200, 0.3538, 0.4893), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (1, 2, 0.0945, 0.9055), (0, 0, 0.0, 1.0)],
)
def test_the_interval_of_a_share_is_that_of_published_tables(good: int, of: int, low: float, high: float) -> None:
    assert wilson(good, of) == pytest.approx((low, high), abs=5e-4)


@pytest.mark.parametrize(("pairs", "least"), [(490, 0.040), (100, 0.089), (20, 0.392)])
def test_fewer_held_out_examples_show_only_larger_differences(pairs: int, least: float) -> None:
    assert detectable(pairs) == pytest.approx(least, abs=1e-3)


@pytest.mark.parametrize("pairs", [0, 1, 7])
def test_a_handful_shows_nothing(pairs: int) -> None:
    assert detectable(pairs) is None
