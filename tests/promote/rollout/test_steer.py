"""Every move is one line, and none is made that makes no sense."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from gptctl.backends.local import FileRollouts
from gptctl.core.address import Address, Key
from gptctl.core.rollout import Kind, Rollout, Rule, Stage, decide
from gptctl.errors import Refused
from gptctl.promote.rollout.judge import Advice, Judgement
from gptctl.promote.rollout.steer import Course, Wheel
from tests.support.memory import MemoryRollouts

COURSE = Course(before="base", after="tuned", steps=(10, 100), rule=Rule())


@dataclass
class Clock:
    time: float = 0.0

    def now(self) -> float:
        self.time += 1
        return self.time

    def sleep(self, seconds: float) -> None:
        self.time += seconds


@pytest.fixture
def wheel() -> Wheel:
    return Wheel(
        rollouts=MemoryRollouts(),
        key=Key(target="local", address=Address(kind="assistant", name="support")),
        held="tuned",
        clock=Clock(),
        nonce=lambda: "0123456789abcdef",
        by="ada",
        why="because",
    )


def says(advice: Advice) -> Callable[[Rollout], Judgement]:
    return lambda _: Judgement(advice=advice, reasons=("A reason.",))


GO_ON, WAIT, GO_BACK = says(Advice.GO_ON), says(Advice.WAIT), says(Advice.GO_BACK)


def kinds(wheel: Wheel) -> list[Kind]:
    assert all((move.by, move.why) == ("ada", "because") for move in wheel.rollouts.moves())
    return [move.kind for move in wheel.rollouts.moves()]


def test_a_rollout_from_its_start_to_its_end(wheel: Wheel) -> None:
    assert wheel.start(COURSE).share == 10
    assert wheel.advance(GO_ON, anyway=False).share == 100
    assert wheel.finish(GO_ON, anyway=False).stage is Stage.FINISHED
    assert kinds(wheel) == [Kind.START, Kind.ADVANCE, Kind.FINISH]


@pytest.mark.parametrize(("judge", "options"), [
    (WAIT, {"anyway": False}), (GO_BACK, {"anyway": False}), (GO_BACK, {"anyway": True}),
])  # fmt: skip
def test_a_step_needs_the_rule_and_no_word_helps_against_going_back(
    wheel: Wheel, judge: Callable[[Rollout], Judgement], options: Mapping[str, bool]
) -> None:
    wheel.start(COURSE)
    with pytest.raises(Refused) as refused:
        wheel.advance(judge, **options)
    assert refused.value.reasons == ("A reason.",)
    assert kinds(wheel) == [Kind.START]


def test_a_word_helps_where_there_is_not_enough_yet(wheel: Wheel) -> None:
    wheel.start(COURSE)
    assert wheel.advance(WAIT, anyway=True).share == 100


def test_one_rollout_at_a_time(wheel: Wheel) -> None:
    wheel.start(COURSE)
    with pytest.raises(Refused, match="is running, at 10 %"):
        wheel.start(COURSE)
    wheel.roll_back(lambda: COURSE)
    assert wheel.start(COURSE).share == 10


def test_going_back_counts_for_everybody_and_twice_is_once(wheel: Wheel) -> None:
    wheel.start(COURSE)
    back = wheel.roll_back(lambda: COURSE)
    assert wheel.roll_back(lambda: COURSE) == back
    decision = decide(back, "tuned", "anybody")
    assert decision is not None
    assert decision.model == "base"
    assert kinds(wheel) == [Kind.START, Kind.ROLLBACK]
    with pytest.raises(Refused, match="was rolled back"):
        wheel.advance(GO_ON, anyway=False)


def test_one_can_go_back_from_a_model_that_came_without_a_rollout_and_from_a_finished_one(wheel: Wheel) -> None:
    assert wheel.roll_back(lambda: COURSE).stage is Stage.ROLLED_BACK
    again = replace(wheel, rollouts=MemoryRollouts())
    again.start(replace(COURSE, steps=(100,)))
    again.finish(GO_ON, anyway=False)
    assert again.roll_back(lambda: pytest.fail("the rollout knows what was before")).share == 0


def test_what_was_finished_the_other_way_round_does_not_say_what_was_before(wheel: Wheel) -> None:
    wheel.start(COURSE)
    wheel.roll_back(lambda: COURSE)
    reverted = replace(wheel, held="base")
    reverted.finish(GO_ON, anyway=False)
    back = reverted.roll_back(lambda: replace(COURSE, before="tuned", after="base"), "tuned")
    assert (back.before, back.stage) == ("tuned", Stage.ROLLED_BACK)


def test_a_rollout_goes_back_to_where_it_came_from_alone(wheel: Wheel) -> None:
    wheel.start(COURSE)
    with pytest.raises(Refused, match="goes back to base"):
        wheel.roll_back(lambda: COURSE, "other")
    assert wheel.roll_back(lambda: COURSE, "base").share == 0


@pytest.mark.parametrize("move", ["advance", "finish"])
def test_who_goes_back_waits_for_nobody_and_is_not_overtaken(wheel: Wheel, tmp_path: Path, move: str) -> None:
    wheel = replace(wheel, rollouts=FileRollouts(tmp_path))
    wheel.start(COURSE if move == "advance" else replace(COURSE, steps=(100,)))

    def judge(_: Rollout) -> Judgement:
        wheel.roll_back(lambda: COURSE)
        return Judgement(advice=Advice.GO_ON)

    with pytest.raises(Refused, match="moved by somebody else"):
        getattr(wheel, move)(judge, anyway=False)
    assert kinds(wheel) == [Kind.START, Kind.ROLLBACK]


def test_it_is_over_only_where_everybody_gets_what_is_held(wheel: Wheel) -> None:
    wheel.start(COURSE)
    with pytest.raises(Refused, match="10 % get the new model"):
        wheel.finish(GO_ON, anyway=False)
    wheel.advance(GO_ON, anyway=False)
    with pytest.raises(Refused, match="holds base and everybody is answered by tuned"):
        replace(wheel, held="base").finish(GO_ON, anyway=False)
    with pytest.raises(Refused, match="worse than the rule"):
        wheel.finish(GO_BACK, anyway=True)
    wheel.roll_back(lambda: COURSE)
    with pytest.raises(Refused, match="holds tuned and everybody is answered by base"):
        wheel.finish(GO_ON, anyway=False)
    assert replace(wheel, held="base").finish(GO_BACK, anyway=False).stage is Stage.FINISHED


def test_a_third_model_ends_what_was_running(wheel: Wheel) -> None:
    wheel.start(COURSE)
    other = replace(wheel, held="third")
    with pytest.raises(Refused, match="no rollout"):
        other.advance(GO_ON, anyway=False)
    assert other.start(replace(COURSE, before="tuned", after="third")).before == "tuned"


@pytest.mark.parametrize(("before", "after", "said"), [
    ("tuned", "tuned", "the same model"), ("base", "other", "neither base nor other"),
])  # fmt: skip
def test_a_course_between_the_wrong_models_is_refused(wheel: Wheel, before: str, after: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        wheel.start(replace(COURSE, before=before, after=after))
    assert kinds(wheel) == []
