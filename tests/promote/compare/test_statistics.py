import random
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gptctl.promote.compare.statistics.chance import chance, mcnemar
from gptctl.promote.compare.statistics.clusters import by_cluster
from gptctl.promote.compare.statistics.holm import holm
from gptctl.promote.compare.statistics.interval import bootstrapped, bounds
from gptctl.promote.compare.statistics.power import least


def test_a_cluster_is_one_observation_whatever_the_order_of_its_rows() -> None:
    rows = [("b", 1.0), ("a", 0.1), ("b", 0.0), ("a", 0.2), ("a", 0.3)]
    found = by_cluster(*zip(*rows, strict=True))
    assert found.tolist() == pytest.approx([0.2, 0.5])
    for seed in range(20):
        shuffled = random.Random(seed).sample(rows, len(rows))
        assert by_cluster(*zip(*shuffled, strict=True)).tolist() == found.tolist()


@pytest.mark.parametrize(
    ("better", "worse", "expected"),
    [(0, 0, 1.0), (5, 0, 0.0625), (6, 0, 0.03125), (10, 2, 0.0385742), (8, 8, 1.0), (15, 5, 0.0413895)],
)
def test_mcnemar_is_the_exact_binomial_test(better: int, worse: int, expected: float) -> None:
    """The numbers are those of scipy.stats.binomtest(better, better + worse)."""
    assert mcnemar(better, worse) == pytest.approx(expected, rel=1e-5)
    assert mcnemar(worse, better) == mcnemar(better, worse)
    differences = np.array([1.0] * better + [-1.0] * worse + [0.0] * 7)
    assert chance(differences, 1) == mcnemar(better, worse)


def test_mcnemar_of_very_many_pairs_is_a_number() -> None:
    assert mcnemar(3_000, 3_000) == 1.0
    assert 0.0 <= mcnemar(4_000, 3_000) < 1e-20


def test_few_clusters_are_tested_by_all_ways_of_turning_them() -> None:
    values = [Fraction(n, 10) for n in (9, 4, 7, -1, 3)]
    ways = [
        sum(sign * value for sign, value in zip(signs, values, strict=True)) for signs in product((1, -1), repeat=5)
    ]
    expected = sum(abs(way) >= sum(values) for way in ways) / len(ways)
    assert chance(np.array([float(value) for value in values]), 1) == pytest.approx(expected)


def test_many_clusters_are_sampled_near_the_exact_value_and_alike_for_a_seed() -> None:
    random_ = np.random.default_rng(3)
    values = random_.normal(0.35, 1.0, 14)
    ways = (np.arange(1 << 14)[:, None] >> np.arange(14) & 1) * 2 - 1
    exact = float((np.abs(ways @ values) >= abs(values.sum()) - 1e-9).mean())
    assert chance(values, 7) == pytest.approx(exact, abs=0.02)
    assert chance(values, 7) == chance(values, 7)


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=40))
def test_chance_is_a_share_and_the_same_for_either_side(values: list[float]) -> None:
    differences = np.array(values)
    assert 0.0 < chance(differences, 1) <= 1.0
    assert chance(-differences, 1) == pytest.approx(chance(differences, 1))


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    held = 0
    for seed in range(400):
        values = np.random.default_rng(seed).normal(0.1, 0.3, 60)
        interval = bootstrapped(values, seed)
        held += interval.low <= 0.1 <= interval.high
    assert 0.92 <= held / 400 <= 0.98


def test_an_interval_of_nothing_and_of_one_value() -> None:
    assert bootstrapped(np.zeros(0), 1).low == bootstrapped(np.zeros(0), 1).high == 0.0
    assert bootstrapped(np.full(9, 0.5), 1).low == 0.5


def test_never_seen_in_few_clusters_is_not_never() -> None:
    """Bonett and Price's interval of 0 and 0 discordant pairs of 50: 1.645 times the root of 2/52/52."""
    found = bounds(np.zeros(50))
    assert found.high == pytest.approx(1.6449 * (2 / 52 / 52) ** 0.5)
    assert found.low == -found.high
    assert bounds(np.zeros(10)).high > 0.1 > bounds(np.zeros(30)).high


def test_bounds_hold_the_truth() -> None:
    held = 0
    for seed in range(1_000):
        drawn = np.random.default_rng(seed).choice([1.0, -1.0, 0.0], 40, p=[0.1, 0.05, 0.85])
        held += bounds(drawn).high >= 0.05
    assert held / 1_000 >= 0.94


def test_the_least_difference_shrinks_with_clusters_and_is_none_for_five() -> None:
    assert least(np.zeros(5)) is None
    sizes = [least(np.zeros(count)) for count in (20, 80, 320)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[1] == pytest.approx(7.849 / 80, rel=1e-3)


def test_holm() -> None:
    assert holm([0.01, 0.04, 0.03]) == pytest.approx((0.03, 0.06, 0.06))
    assert holm([]) == ()
    assert holm([0.6, 0.7]) == (1.0, 1.0)
