"""The rule of a rollout at its thresholds, and how often it is wrong."""

import random
from dataclasses import replace

import pytest

from gptctl.core.address import Address, Key
from gptctl.core.rollout import Rollout, Rule
from gptctl.promote.rollout.evidence import Evidence, Tally
from gptctl.promote.rollout.judge import HOUR, Advice, Judgement, judge

RULE = Rule(hours=24, conversations=30, ratings=0, errors=0.1, rating=0.5)
ROLLOUT = Rollout(
    id="r1",
    key=Key(target="local", address=Address(kind="assistant", name="support")),
    before="base",
    after="tuned",
    steps=(5, 100),
    rule=RULE,
    started=0.0,
    since=0.0,
)
LATER = 24 * HOUR
MANY = Tally(conversations=200, failed=4, rated=40, good=36)


def said(after: Tally, *, before: Tally = MANY, now: float = LATER, rule: Rule = RULE) -> Judgement:
    return judge(replace(ROLLOUT, rule=rule), Evidence(before=before, after=after), now)


def test_it_goes_on_where_nothing_speaks_against_it() -> None:
    assert said(MANY) == Judgement(advice=Advice.GO_ON)
    assert said(Tally(conversations=35)).advice is Advice.GO_ON  # nobody rated, and nothing failed


@pytest.mark.parametrize(
    ("after", "reason"),
    [
        (Tally(conversations=40, failed=9), "9 of 40 conversations with the new model failed: 12.3% at least"),
        (Tally(conversations=40, rated=10, good=1), "1 of 10 rated conversations with the new model were liked"),
        (Tally(conversations=100, failed=0, rated=40, good=24), "and 36 of 40 with the old one"),
        (Tally(conversations=200, failed=21), "and 4 of 200 with the old one"),
    ],
)
def test_it_goes_back_where_the_new_model_is_surely_bad_or_surely_worse(after: Tally, reason: str) -> None:
    judgement = said(after)
    assert judgement.advice is Advice.GO_BACK
    assert reason in " ".join(judgement.reasons)


@pytest.mark.parametrize(
    ("after", "reason"),
    [
        (Tally(), "There are 0 conversations with the new model; 30 are needed."),
        (Tally(conversations=29), "There are 29 conversations with the new model; 30 are needed."),
        (Tally(conversations=30), "5 more conversations without a failure would do."),
        (Tally(conversations=50, rated=5, good=2), "2 of 5 rated conversations with the new model were liked"),
    ],
)
def test_it_waits_where_nobody_can_tell_yet(after: Tally, reason: str) -> None:
    judgement = said(after, before=Tally())
    assert judgement.advice is Advice.WAIT
    assert reason in " ".join(judgement.reasons)


def test_a_step_lasts_as_long_as_it_must() -> None:
    assert said(MANY, now=LATER - 1).reasons == ("The step of 5 % began 24.0 hours ago; it lasts 24 at least.",)


def test_ratings_are_waited_for_only_where_they_are_asked_for() -> None:
    few = Tally(conversations=50, rated=2, good=2)
    assert said(few).advice is Advice.GO_ON
    assert said(few, rule=replace(RULE, ratings=3)).advice is Advice.WAIT


def test_a_bad_model_goes_back_even_before_its_step_is_over() -> None:
    assert said(Tally(conversations=40, failed=20), now=0.0).advice is Advice.GO_BACK


def test_an_equal_model_is_rarely_sent_back_and_a_broken_one_nearly_always() -> None:
    rng = random.Random(5)

    def tally(errors: float, liked: float) -> Tally:
        failed, good = (sum(rng.random() < share for _ in range(60)) for share in (errors, liked))
        return Tally(conversations=60, failed=failed, rated=60, good=good)

    def sent_back(errors: float, liked: float) -> float:
        judged = [said(tally(errors, liked), before=tally(0.02, 0.8)) for _ in range(400)]
        return sum(one.advice is Advice.GO_BACK for one in judged) / 400

    assert sent_back(0.02, 0.8) < 0.05
    assert sent_back(0.4, 0.8) > 0.95
    assert sent_back(0.02, 0.3) > 0.95


def test_a_clock_that_went_back_is_no_time_at_all() -> None:
    assert "began 0.0 hours ago" in said(MANY, now=-HOUR).reasons[0]
