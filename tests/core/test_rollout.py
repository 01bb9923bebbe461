"""Who gets which model: the same in every process, and kept from step to step."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gptctl.core.address import Address, Key
from gptctl.core.codec import Malformed
from gptctl.core.rollout import (
    Arm,
    Kind,
    Move,
    Rollout,
    Rule,
    Stage,
    advanced,
    decide,
    finished,
    latest,
    place,
    rolled_back,
)
from gptctl.core.rollout_codec import move_from_json, move_to_json

KEY = Key(target="local", address=Address(kind="assistant", name="support"))
ROLLOUT = Rollout(
    id="r1", key=KEY, before="base", after="tuned", steps=(5, 25, 100), rule=Rule(), started=10.0, since=10.0
)


def arm(rollout: Rollout, user: str) -> Arm:
    decision = decide(rollout, "tuned", user)
    assert decision is not None
    return decision.arm


@given(st.text(), st.text())
def test_a_place_is_a_percentage_and_always_the_same(rollout: str, user: str) -> None:
    assert 0 <= place(rollout, user) < 100
    assert place(rollout, user) == place(rollout, user)


def test_a_place_is_what_it_was_in_the_last_version() -> None:
    assert (round(place("r1", "mia"), 6), round(place("r2", "mia"), 6)) == (60.720783, 52.197445)


def test_every_step_reaches_about_its_share_of_the_users() -> None:
    for share in (5, 25, 50):
        reached = sum(place("r1", f"user-{number}") < share for number in range(20_000)) / 200
        assert abs(reached - share) < 1.0  # three standard deviations


def test_rollouts_do_not_always_begin_with_the_same_users() -> None:
    users = [f"user-{number}" for number in range(2000)]
    both = sum(place("r1", user) < 50 and place("r2", user) < 50 for user in users)
    assert 400 < both < 600


@given(st.text(min_size=1))
def test_who_got_the_new_model_keeps_it_at_every_later_step(user: str) -> None:
    later = advanced(ROLLOUT, 20.0)
    arms = [arm(one, user) for one in (ROLLOUT, later, advanced(later, 30.0))]
    assert arms == sorted(arms, reverse=True)  # "before" and then "after"
    assert arms[-1] is Arm.AFTER


def test_nobody_in_particular_gets_the_model_before_until_everybody_gets_the_new_one() -> None:
    assert arm(ROLLOUT, "") is Arm.BEFORE
    assert arm(replace(ROLLOUT, at=2), "") is Arm.AFTER


@given(st.text())
def test_after_a_rollback_nobody_gets_the_new_model(user: str) -> None:
    assert decide(rolled_back(replace(ROLLOUT, at=2), 9.0), "tuned", user) == replace(
        DECIDED, arm=Arm.BEFORE, share=0, model="base"
    )


@pytest.mark.parametrize("held", ["third", ""])
def test_it_says_nothing_of_a_third_model(held: str) -> None:
    assert decide(ROLLOUT, held, "mia") is None
    assert decide(None, "tuned", "mia") is None
    assert decide(finished(ROLLOUT, 1.0), "tuned", "mia") is None


def test_the_newest_line_of_each_assistant_is_how_it_stands() -> None:
    other = replace(ROLLOUT, id="r2", key=replace(KEY, target="openai"))
    moves = [move(ROLLOUT), move(other), move(advanced(ROLLOUT, 20.0))]
    assert latest(moves) == {KEY: advanced(ROLLOUT, 20.0), other.key: other}


@given(st.text(), st.text(), st.sampled_from(Stage), st.sampled_from(Kind), st.integers(0, 2))
def test_a_line_survives_being_written_down(by: str, why: str, stage: Stage, kind: Kind, at: int) -> None:
    line = Move(kind=kind, time=11.5, by=by, why=why, rollout=replace(ROLLOUT, stage=stage, at=at))
    assert move_from_json(move_to_json(line)) == line


@pytest.mark.parametrize(
    "wrong", [{"at": 3}, {"steps": [5]}, {"stage": "walking"}, {"address": "support"}, {"rule": None}, {"move": "go"}]
)
def test_a_line_is_believed_whole_or_not_at_all(wrong: dict[str, object]) -> None:
    with pytest.raises(Malformed):
        move_from_json({**move_to_json(move(ROLLOUT)), **wrong})


def move(rollout: Rollout) -> Move:
    return Move(kind=Kind.START, time=10.0, by="ada", why="", rollout=rollout)


DECIDED = decide(replace(ROLLOUT, at=2), "tuned", "mia")
assert DECIDED is not None
