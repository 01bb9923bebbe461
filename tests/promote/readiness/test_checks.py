"""Each check at its thresholds: the number it names, and what it makes of it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from gptctl.promote.readiness.check import Check, Unit, Verdict
from gptctl.promote.readiness.decision import RULES
from gptctl.promote.readiness.evidence import Alike, Base, Evidence, History, Kept, Restriction, Style
from gptctl.promote.readiness.registry import examine
from gptctl.promote.terms.table import find
from tests.support.evidence import DAY, NOW, RIPE, TODAY, finding, less

OK, WARN, NO, UNKNOWN = Verdict.OK, Verdict.WARN, Verdict.NO, Verdict.UNKNOWN
OPENAI = find("openai", "gpt-4o")
assert OPENAI is not None


def named(name: str, evidence: Evidence) -> Check:
    [found] = [check for check in examine(evidence) if check.name == name]
    return found


def changed(*days: float) -> History:
    return History(known=True, changes=tuple(NOW - day * DAY for day in days))


def stopping(days: int, trainer: str = "openai") -> Evidence:
    return less("base", model="gpt-4o", trainer=trainer, stops=TODAY + timedelta(days=days))


def untold(*days: float) -> Evidence:
    """A log that does not say under which instructions it ran, and when they were changed."""
    return replace(less("used", silent=1000, current=0, versions=0), instructions=changed(*days))


def restricted(examples: int, unknown: int = 0, trainer: str = "together") -> Evidence:
    restriction = Restriction(terms=(OPENAI,) if examples else (), examples=examples, unknown=unknown)
    return replace(less("base", trainer=trainer), restriction=restriction)


CASES = [
    ("examples", finding(usable=49), 49, NO),
    ("examples", finding(usable=50), 50, WARN),
    ("examples", finding(usable=100), 100, OK),
    ("tasks", less("alike", usable_tasks=49), 49, NO),
    ("tasks", less("alike", usable_tasks=49, by_ids=False), 49, WARN),
    ("tasks", less("alike", usable_tasks=99), 99, WARN),
    ("tasks", RIPE, 300, OK),
    ("ratings", less("used", rated=99), 0.099, WARN),
    ("ratings", less("used", rated=100), 0.1, OK),
    ("ratings", less("used", rated=0, conversations=0), None, WARN),
    ("baseline", less("baseline", rated=19, good=19), None, UNKNOWN),
    ("baseline", less("baseline", rated=500, good=480), 0.96, NO),
    ("baseline", less("baseline", rated=50, good=46), 0.92, WARN),
    ("baseline", RIPE, 0.7, OK),
    ("steadiness", replace(RIPE, alike=Alike()), None, UNKNOWN),
    ("steadiness", less("alike", repeated=40, always=20, never=9), 11 / 40, WARN),
    ("steadiness", RIPE, 1 / 40, OK),
    ("power", less("kept", held_out=0), None, WARN),
    ("power", less("kept", held_out=50), pytest.approx(0.157, abs=1e-3), WARN),
    ("power", RIPE, pytest.approx(0.0886, abs=1e-3), OK),
    ("instructions", less("used", current=499), 0.499, NO),
    ("instructions", less("used", current=500), 0.5, WARN),
    ("instructions", less("used", current=500, silent=500), 1.0, OK),
    ("instructions", replace(RIPE, instructions=changed(1, 9, 20, 30, 40)), 1.0, WARN),
    ("instructions", replace(RIPE, instructions=History()), 1.0, OK),
    ("instructions", untold(6.5), 6, NO),
    ("instructions", untold(7.5), 7, WARN),
    ("instructions", untold(28.5), 28, OK),
    ("instructions", untold(), None, UNKNOWN),
    ("knowledge", RIPE, 0, OK),
    ("knowledge", replace(RIPE, knowledge=History()), None, UNKNOWN),
    ("knowledge", replace(RIPE, knowledge=changed(1, 2, 3, 91)), 3, OK),
    ("knowledge", replace(RIPE, knowledge=changed(1, 2, 3, 4)), 4, WARN),
    ("knowledge", replace(RIPE, knowledge=changed(*range(13))), 13, NO),
    ("looked-up facts", finding(usable=100, looked_up=20), 0.2, OK),
    ("looked-up facts", finding(usable=100, looked_up=50), 0.5, WARN),
    ("looked-up facts", finding(usable=100, looked_up=51), 0.51, NO),
    ("looked-up facts", finding(usable=0, looked_up=0), None, UNKNOWN),
    ("changing facts", RIPE, 0.0, OK),
    ("changing facts", finding(usable=100, changing=5), 0.05, WARN),
    ("changing facts", finding(usable=100, changing=6), 0.06, NO),
    ("changing facts", less("used", timed=0), None, UNKNOWN),
    ("changing facts", less("alike", changing=35), 0.1, NO),
    ("contradictions", RIPE, 0.0, OK),
    ("contradictions", finding(usable=98, contradicted=2), 0.02, OK),
    ("contradictions", finding(usable=90, contradicted=10), 0.1, WARN),
    ("contradictions", finding(usable=89, contradicted=11), 0.11, NO),
    ("contradictions", less("alike", contradicting=36), pytest.approx(0.103, abs=1e-3), NO),
    ("style", RIPE, 3 / 400, OK),
    ("style", less("style", unlike=41), 41 / 400, WARN),
    ("style", replace(RIPE, style=Style()), None, UNKNOWN),
    ("volume", RIPE, 5000.0, OK),
    ("volume", less("used", monthly=None), None, UNKNOWN),
    ("payback", RIPE, 3, OK),
    ("payback", less("payback", month=13), 13, WARN),
    ("payback", less("payback", month=None, reason="never: nothing is saved"), None, NO),
    ("payback", less("payback", month=None, after=None, reason="no price"), None, UNKNOWN),
    ("payback", replace(RIPE, payback=None), None, UNKNOWN),
    ("payback", stopping(60), 3, NO),
    ("payback", stopping(120), 3, OK),
    ("retirement", RIPE, None, OK),
    ("retirement", replace(RIPE, base=Base()), None, UNKNOWN),
    ("retirement", stopping(89), 89, NO),
    ("retirement", stopping(-3), -3, NO),
    ("retirement", stopping(90), 90, WARN),
    ("retirement", stopping(365), 365, OK),
    ("retirement", stopping(89, trainer=""), 89, WARN),
    ("terms", RIPE, 0.0, OK),
    ("terms", restricted(7), 0.02, NO),
    ("terms", restricted(7, trainer=""), 0.02, WARN),
    ("terms", restricted(0, unknown=350), 0.0, UNKNOWN),
    ("terms", restricted(0, unknown=349), 0.0, OK),
    ("terms", replace(RIPE, kept=Kept(findings=RIPE.kept.findings)), None, UNKNOWN),
]


@pytest.mark.parametrize(
    ("name", "evidence", "number", "verdict"), CASES, ids=[f"{case[0]}-{case[3]}-{at}" for at, case in enumerate(CASES)]
)
def test_a_check_knows_its_number_and_what_to_make_of_it(
    name: str, evidence: Evidence, number: float | None, verdict: Verdict
) -> None:
    check = named(name, evidence)
    assert (check.number, check.verdict) == (number, verdict)


@pytest.mark.parametrize(("name", "evidence"), [case[:2] for case in CASES])
def test_whatever_is_wrong_has_its_advice(name: str, evidence: Evidence) -> None:
    check = named(name, evidence)
    assert check.advice or check.verdict in {OK, UNKNOWN}
    assert not check.advice or check.verdict is not OK
    for text in (check.found, check.threshold, check.advice):
        assert not text.endswith(".")


def test_every_check_can_be_all_right_and_every_no_is_decided_on() -> None:
    names = [check.name for check in examine(RIPE)]
    assert len(set(names)) == len(names) == 16
    assert {case[0] for case in CASES if case[3] is OK} == set(names)
    decided = {name for rule in RULES for name in rule.checks}
    assert {case[0] for case in CASES if case[3] is NO} == decided


def test_facts_that_the_recipe_leaves_out_speak_against_nothing() -> None:
    evidence = finding(usable=100, looked_up=90, changing=50)
    left_out = replace(evidence, kept=replace(evidence.kept, looked_up_stays=False))
    assert named("looked-up facts", evidence).verdict is named("changing facts", evidence).verdict is NO
    assert named("looked-up facts", left_out).verdict is OK
    assert named("changing facts", left_out).verdict is WARN


def test_instructions_tell_of_changes_since_the_log() -> None:
    evidence = replace(less("used", last=NOW - 10 * DAY), instructions=changed(3, 40))
    assert named("instructions", evidence).found == (
        "1000 of 1000 ran under the present ones, 1 version in all; changed 3 days ago, 2 times in 90 days, "
        "1 since the last conversation"
    )


def test_a_few_conversations_do_not_speak_for_a_log_that_does_not_tell() -> None:
    one = replace(less("used", conversations=238, silent=237, current=1), instructions=changed(3))
    other = replace(one, used=replace(one.used, current=0))
    checks = [named("instructions", evidence) for evidence in (one, other)]
    assert [(check.number, check.unit, check.verdict) for check in checks] == [
        (3, Unit.DAYS, NO),
        (0.0, Unit.SHARE, NO),
    ]


def test_steadiness_says_what_was_repeated() -> None:
    by_ids, by_words = (named("steadiness", less("alike", by_ids=told, repeated=40)).found for told in (True, False))
    assert by_ids.startswith("of 40 repeated tasks, ")
    assert by_words.startswith("of 40 repeated questions, ")


def test_terms_name_where_tuning_is_allowed() -> None:
    check = named("terms", restricted(7))
    assert "OpenAI Services Agreement" in check.found
    assert "2025-05-31" in check.found
    assert check.advice.startswith("Tune at azure or openai, or leave these out with `deny_providers`")


def test_a_base_that_stops_before_it_has_paid_is_named() -> None:
    check = named("payback", stopping(60))
    assert check.advice == f"gpt-4o stops before, on {date(2027, 1, 20)}: choose another base"
