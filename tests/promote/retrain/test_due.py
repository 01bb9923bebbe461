"""Each rule at its threshold, and who holds up whom."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from gptctl.promote.retrain.due import Due, due
from gptctl.promote.retrain.evidence import Ending, Evidence
from gptctl.promote.retrain.rules import Retrain, rules

TODAY = date(2026, 11, 21)
QUIET = Evidence(today=TODAY, made=TODAY - timedelta(days=40), then=300, usable=300)


def reasons(found: Due) -> set[str]:
    return {one.rule for one in found.findings if one.due}


def stops_in(days: int) -> Ending:
    return Ending(model="gpt-4o", stops=TODAY + timedelta(days=days))


def test_rules_are_read_as_they_are_written() -> None:
    said = {"retrain": {"conversations": 500, "retirement": 60, "rating": 0.7, "instructions": True, "every": 30}}
    assert rules(said) == Retrain(conversations=500, retirement=60, rating=0.7, instructions=True, every=30)
    assert rules({"retrain": {}}) == Retrain()
    assert rules({"near": 0.9}) is None


def test_without_rules_nothing_is_ever_due() -> None:
    found = due(Retrain(), replace(QUIET, usable=9999, same=False, ending=stops_in(-1)))
    assert (found.due, found.findings) == (False, ())


@pytest.mark.parametrize(("usable", "is_due"), [(300, False), (399, False), (400, True), (200, False)])
def test_new_conversations(usable: int, is_due: bool) -> None:  # noqa: FBT001  a table of answers
    found = due(Retrain(conversations=100), replace(QUIET, usable=usable))
    assert found.due is is_due
    assert f"{usable} could be used, 300 when" in found.findings[0].found


@pytest.mark.parametrize(("days", "is_due"), [(61, False), (60, True), (0, True), (-5, True)])
def test_a_model_that_stops(days: int, is_due: bool) -> None:  # noqa: FBT001  a table of answers
    assert due(Retrain(retirement=60), replace(QUIET, ending=stops_in(days))).due is is_due


def test_a_model_without_a_day() -> None:
    found = due(Retrain(retirement=60), QUIET)
    assert (found.due, found.findings[0].found) == (False, "no day is published")


@pytest.mark.parametrize(
    ("liked", "rated", "is_due"), [(0, 0, False), (1, 3, False), (62, 100, False), (60, 100, True), (350, 500, False)]
)
def test_ratings_are_low_only_where_chance_does_not_explain_it(
    liked: int,
    rated: int,
    is_due: bool,  # noqa: FBT001  a table of answers
) -> None:
    assert due(Retrain(rating=0.7), replace(QUIET, liked=liked, rated=rated)).due is is_due


def test_other_instructions() -> None:
    assert due(Retrain(instructions=True), replace(QUIET, same=False)).due
    assert not due(Retrain(instructions=True), QUIET).due
    assert due(Retrain(conversations=1), replace(QUIET, same=False)).findings[0].rule == "conversations"


def test_not_more_often_than_said_unless_a_model_stops() -> None:
    young = replace(QUIET, made=TODAY - timedelta(days=9), usable=900)
    held = due(Retrain(conversations=100, every=10), young)
    assert (held.due, reasons(held)) == (False, {"conversations"})
    assert held.held == "the dataset is 9 days old, and 10 days must lie between two"
    assert due(Retrain(conversations=100, every=9), young).due
    both = due(Retrain(conversations=100, retirement=60, every=10), replace(young, ending=stops_in(30)))
    assert (both.due, both.held) == (True, "")


def test_a_job_that_came_to_nothing_is_not_followed_by_another_each_day() -> None:
    tried = replace(QUIET, usable=900, tried=TODAY - timedelta(days=2), ending=stops_in(30))
    again = due(Retrain(conversations=100, retirement=60, every=3), tried)
    assert (again.due, again.held) == (False, "the last job was sent 2 days ago, and 3 days must lie between two")
    assert due(Retrain(conversations=100, retirement=60, every=2), tried).due


def test_nothing_waits_that_is_not_due_and_nothing_for_what_was_never_committed() -> None:
    assert due(Retrain(conversations=100, every=99), QUIET).held == ""
    assert due(Retrain(conversations=100, every=99), replace(QUIET, made=None, usable=900)).due
