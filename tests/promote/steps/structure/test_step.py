from dataclasses import replace

import pytest

from gptctl.promote.row import Drop
from gptctl.promote.steps.structure.problem import Reason
from gptctl.promote.steps.structure.step import Structure
from tests.support.planted import planted, row

STEP = Structure({"airline": planted(100).tools})
GOOD = row(planted(100).conversations[0])


def test_a_whole_conversation_is_kept_as_it_is() -> None:
    assert STEP.judge([GOOD])[0] is GOOD


@pytest.mark.parametrize(
    ("finish", "reason"),
    [("length", Reason.TRUNCATED), ("content_filter", Reason.FILTERED), ("error", Reason.FAILED)],
)
def test_answers_that_did_not_end_well(finish: str, reason: Reason) -> None:
    assert STEP.judge([replace(GOOD, finish=finish)]) == [Drop(id=GOOD.id, reason=reason, detail="the last answer")]


@pytest.mark.parametrize("finish", ["", "stop", "tool_calls"])
def test_answers_that_ended_well_or_we_do_not_know(finish: str) -> None:
    [verdict] = STEP.judge([replace(GOOD, finish=finish)])
    assert not isinstance(verdict, Drop)


def test_what_the_source_could_not_hand_over_is_no_example() -> None:
    assert STEP.judge([replace(GOOD, lost="an image")]) == [Drop(id=GOOD.id, reason="lost", detail="an image")]


def test_a_drop_names_the_message_counted_from_one() -> None:
    messages = [
        *GOOD.messages,
        {"role": "tool", "tool_call_id": "x", "content": ""},
        {"role": "assistant", "content": "ok"},
    ]
    [verdict] = STEP.judge([replace(GOOD, messages=messages, targets=(len(messages) - 1,))])
    assert verdict == Drop(id=GOOD.id, reason="unpaired call", detail=f"message {len(messages) - 1}")


def test_planted_broken_calls_are_dropped_and_no_others() -> None:
    some = planted(2000)
    broken = {plant.id for plant in some.plants if plant.kind == "broken"}
    verdicts = STEP.judge([row(conversation) for conversation in some.conversations])
    assert len(broken) == 10
    assert {verdict.id for verdict in verdicts if isinstance(verdict, Drop)} == broken
