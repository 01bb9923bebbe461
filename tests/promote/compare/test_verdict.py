"""The promises of the verdict, over many simulated comparisons."""

import random
from collections import Counter

import pytest

from gptctl.errors import Usage
from gptctl.promote.compare.comparison import Comparison, compare
from gptctl.promote.compare.contestant import Reply
from gptctl.promote.compare.measures.calls import CALLS
from gptctl.promote.compare.measures.match import MATCH
from gptctl.promote.compare.measures.refusal import REFUSALS
from gptctl.promote.compare.measures.registry import measures
from gptctl.promote.compare.measures.shape import form
from gptctl.promote.compare.turn import Turn
from gptctl.promote.compare.verdict import Guard, Rules, Verdict
from tests.support.duel import calls, orders, reply, right, turn

FEW = (MATCH, REFUSALS, form(None))
SORRY = "I'm sorry, but I can't assist with that."


def answers(turns: list[Turn], share: float, seed: int) -> dict[str, Reply]:
    says = right(share, seed)
    return {one.id: reply(says(one.messages)) for one in turns}


def verdict(turns: list[Turn], base: dict[str, Reply], challenger: dict[str, Reply], seed: int = 0) -> Verdict:
    found = compare(turns, "base", {"base": base, "tuned": challenger}, FEW, Rules(seed=str(seed)))
    return found.outcomes[0].decision.verdict


def test_a_model_with_itself_cannot_be_told() -> None:
    turns = orders(100)
    same = answers(turns, 0.7, 1)
    assert verdict(turns, same, same) is Verdict.CANNOT_TELL


def test_the_same_model_twice_is_told_apart_in_at_most_5_of_100_comparisons() -> None:
    turns = orders(60)
    found = Counter(
        verdict(turns, answers(turns, 0.7, 2 * seed), answers(turns, 0.7, 2 * seed + 1), seed) for seed in range(1_000)
    )
    assert found[Verdict.BETTER] + found[Verdict.WORSE] <= 50, found


def prose(turns: list[Turn], share: float, seed: int) -> dict[str, Reply]:
    """Answers in words, more or less like the expected ones."""
    drawn = random.Random(seed)
    found = {}
    for one in turns:
        wanted = (one.expected["content"] or "").split()
        found[one.id] = reply(" ".join(word if drawn.random() < share else "otherwise" for word in wanted))
    return found


def conversations(count: int, length: int, seed: int) -> list[Turn]:
    """Answers in words, `length` of them in each cluster."""
    drawn = random.Random(seed)
    return [
        turn(" ".join(f"word{drawn.randrange(99)}" for _ in range(12)), number=number, cluster=f"c{number // length}")
        for number in range(count)
    ]


def shared(turns: list[Turn], share: float, seed: int) -> dict[str, Reply]:
    """All answers of a cluster are like the first of them: the worst case of turns that are not independent."""
    drawn = random.Random(seed)
    shares = {one.cluster: min(1.0, max(0.0, drawn.gauss(share, 0.3))) for one in turns}
    return {one.id: prose([one], shares[one.cluster], drawn.randrange(1 << 30))[one.id] for one in turns}


@pytest.mark.slow
def test_neither_is_it_told_apart_in_prose_whose_turns_hang_together() -> None:
    turns = conversations(60, 4, 5)
    found = Counter(
        verdict(turns, shared(turns, 0.6, 2 * seed), shared(turns, 0.6, 2 * seed + 1), seed) for seed in range(300)
    )
    assert found[Verdict.BETTER] + found[Verdict.WORSE] <= 300 * 0.05 + 2 * (300 * 0.05 * 0.95) ** 0.5, found


@pytest.mark.parametrize("count", [60, pytest.param(150, marks=pytest.mark.slow)])
def test_an_improvement_that_the_rows_can_show_is_found_4_times_in_5(count: int) -> None:
    turns = orders(count)
    base, twin = answers(turns, 0.6, 1), answers(turns, 0.6, 2)
    primary = compare(turns, "base", {"base": base, "twin": twin}, FEW, Rules()).outcomes[0].primary
    assert primary is not None
    assert primary.least is not None
    better = min(1.0, 0.6 + primary.least)
    found = Counter(
        verdict(turns, answers(turns, 0.6, 2 * seed), answers(turns, better, 2 * seed + 1), seed)
        for seed in range(500, 700)
    )
    assert found[Verdict.BETTER] >= 200 * 0.75, (primary.least, found)
    assert found[Verdict.WORSE] == 0


def test_a_planted_improvement_is_found_and_turned_round_it_is_a_regression() -> None:
    turns = orders(100)
    worse, better = answers(turns, 0.5, 1), answers(turns, 0.9, 2)
    assert verdict(turns, worse, better) is Verdict.BETTER
    assert verdict(turns, better, worse) is Verdict.WORSE


def test_an_improvement_that_refuses_much_more_is_worse() -> None:
    turns = orders(100)
    better = {**answers(turns, 1.0, 2), **{one.id: reply(SORRY) for one in turns[:30]}}
    found = compare(turns, "base", {"base": answers(turns, 0.2, 1), "tuned": better}, FEW, Rules())
    outcome = found.outcomes[0]
    assert outcome.primary is not None
    assert outcome.primary.difference > 0.3
    assert outcome.decision.verdict is Verdict.WORSE
    assert [one.guard for one in outcome.guards] == [Guard.BROKEN, Guard.BROKEN]
    assert any(
        reason.startswith("refusals suffered by more than 0.1: 0.000 to 0.300") for reason in outcome.decision.reasons
    )


def test_an_improvement_that_may_refuse_more_cannot_be_told() -> None:
    turns = orders(100)
    better = {**answers(turns, 1.0, 2), **{one.id: reply(SORRY) for one in turns[:8]}}
    found = compare(turns, "base", {"base": answers(turns, 0.2, 1), "tuned": better}, FEW, Rules())
    outcome = found.outcomes[0]
    assert outcome.decision.verdict is Verdict.CANNOT_TELL
    assert outcome.guards[0].guard is Guard.OPEN
    assert any("hold out more rows" in reason for reason in outcome.decision.reasons)


def test_the_same_words_a_hundred_times_show_nothing() -> None:
    """Whoever copies one conversation gains no certainty."""
    turns = [turn(calls(("look_up", '{"order": 1}')), number=number, cluster="one") for number in range(100)]
    wrong = {one.id: reply("No.") for one in turns}
    rights = {one.id: reply(one.expected) for one in turns}
    assert verdict(turns, wrong, rights) is Verdict.CANNOT_TELL


@pytest.mark.slow
def test_the_best_of_many_twins_is_not_better() -> None:
    """Holm's correction: with ten challengers that are all the base again, hardly ever is one told apart."""
    turns = orders(60)
    false = 0
    for seed in range(100):
        replies = {f"twin{n}": answers(turns, 0.7, 100 * seed + n) for n in range(10)}
        found = compare(turns, "base", {"base": answers(turns, 0.7, 100 * seed + 99), **replies}, FEW, Rules())
        false += any(one.decision.verdict is not Verdict.CANNOT_TELL for one in found.outcomes)
    assert false <= 10


def whole(turns: list[Turn], seed: str) -> Comparison:
    replies = {"base": answers(orders(40), 0.5, 1), "tuned": answers(orders(40), 0.7, 2)}
    return compare(turns, "base", replies, FEW, Rules(seed=seed))


def test_the_same_inputs_give_the_same_numbers_in_any_order_of_rows() -> None:
    first = whole(orders(40), "a").outcomes[0]
    again = whole(list(reversed(orders(40))), "a").outcomes[0]
    assert (first.decision, first.effects, first.guards) == (again.decision, again.effects, again.guards)


def test_without_turns_nothing_can_be_told() -> None:
    found = compare([], "base", {"base": {}, "tuned": {}}, measures(None), Rules())
    assert found.outcomes[0].decision.verdict is Verdict.CANNOT_TELL
    assert found.outcomes[0].decision.reasons == ("No held-out turn says anything by match.",)


@pytest.mark.parametrize("rules", [Rules(decides="latency"), Rules(decides="none"), Rules(guards=("cost",))])
def test_a_verdict_rests_on_shares_alone(rules: Rules) -> None:
    with pytest.raises(Usage, match="cannot rest on"):
        compare([], "base", {"base": {}}, measures(None), rules)


def test_another_measure_may_decide() -> None:
    turns = orders(40)
    replies = {"base": answers(turns, 0.2, 1), "tuned": answers(turns, 0.9, 2)}
    found = compare(turns, "base", replies, (*FEW, CALLS), Rules(decides="calls", guards=()))
    assert found.outcomes[0].decision.verdict is Verdict.BETTER
    assert found.outcomes[0].decision.reasons[0].startswith("calls went from 0.")


def gain(count: int, others: int = 0) -> Verdict:
    """Of `count` turns all wrong at the base and right at the challenger, beside others that are the base again."""
    turns = orders(count)
    base = answers(turns, 0.0, 1)
    replies = {"base": base, "tuned": answers(turns, 1.0, 1), **{f"twin{number}": base for number in range(others)}}
    return compare(turns, "base", replies, FEW, Rules(guards=())).outcomes[0].decision.verdict


def test_five_clusters_show_nothing_and_six_do() -> None:
    """A coin falls five times on one side in 2 of 32 cases."""
    assert [gain(5), gain(6)] == [Verdict.CANNOT_TELL, Verdict.BETTER]


def test_who_compares_more_challengers_must_show_more() -> None:
    assert [gain(6, others=1), gain(7, others=1)] == [Verdict.CANNOT_TELL, Verdict.BETTER]
