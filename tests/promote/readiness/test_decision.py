"""The table of rules: total, in its order, and never made worse by better numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gptctl.errors import Refused
from gptctl.promote.readiness.check import Check, Verdict
from gptctl.promote.readiness.decision import RULES, Decision, conclude
from gptctl.promote.readiness.gate import Gate
from gptctl.promote.readiness.registry import examine
from tests.support.evidence import RIPE

NAMES = [check.name for check in examine(RIPE)]
DECIDING = {name for rule in RULES for name in rule.checks}

verdicts = st.fixed_dictionaries(
    {
        name: st.sampled_from(Verdict) if name in DECIDING else st.sampled_from([one for one in Verdict if one != "no"])
        for name in NAMES
    }
)


def checks(said: Mapping[str, Verdict]) -> Sequence[Check]:
    return [replace(check, verdict=said[check.name]) for check in examine(RIPE)]


@given(verdicts)
def test_fine_tuning_is_advised_where_nothing_speaks_against_it_and_the_baseline_is_known(
    said: Mapping[str, Verdict],
) -> None:
    against = {name for name, verdict in said.items() if verdict is Verdict.NO}
    conclusion = conclude(checks(said))
    ripe = not against and said["baseline"] is not Verdict.UNKNOWN
    assert (conclusion.decision is Decision.FINE_TUNE) is ripe
    assert set(conclusion.against) == against


@given(verdicts, st.sampled_from(NAMES))
def test_a_better_number_never_closes_the_way(said: Mapping[str, Verdict], name: str) -> None:
    before = conclude(checks(said)).decision
    after = conclude(checks({**said, name: Verdict.OK})).decision
    assert after is Decision.FINE_TUNE or before is not Decision.FINE_TUNE


@given(verdicts, st.permutations(NAMES))
def test_the_order_of_the_checks_decides_nothing(said: Mapping[str, Verdict], order: Sequence[str]) -> None:
    shuffled = sorted(checks(said), key=lambda check: order.index(check.name))
    first, second = conclude(checks(said)), conclude(shuffled)
    assert (first.decision, first.reason) == (second.decision, second.reason)


@given(verdicts)
def test_the_first_rule_that_fits_gives_the_reason_and_its_checks_come_first(said: Mapping[str, Verdict]) -> None:
    conclusion = conclude(checks(said))
    fitting = [rule for rule in RULES if any(said[name] is rule.verdict for name in rule.checks)]
    if fitting:
        assert (conclusion.decision, conclusion.reason) == (fitting[0].decision, fitting[0].reason)
        mine = [name in fitting[0].checks for name in conclusion.against]
        assert mine == sorted(mine, reverse=True)


@pytest.mark.parametrize(
    ("verdict", "names", "decision"),
    [
        (Verdict.NO, ["terms", "baseline"], Decision.NOT_YET),
        (Verdict.NO, ["retirement", "baseline"], Decision.NOT_YET),
        (Verdict.NO, ["baseline", "changing facts"], Decision.KEEP_PROMPTING),
        (Verdict.NO, ["changing facts", "instructions", "examples"], Decision.USE_RETRIEVAL),
        (Verdict.NO, ["knowledge", "tasks"], Decision.USE_RETRIEVAL),
        (Verdict.NO, ["instructions", "examples"], Decision.KEEP_PROMPTING),
        (Verdict.NO, ["examples", "looked-up facts"], Decision.NOT_YET),
        (Verdict.NO, ["tasks", "looked-up facts"], Decision.NOT_YET),
        (Verdict.NO, ["contradictions", "looked-up facts"], Decision.NOT_YET),
        (Verdict.NO, ["looked-up facts", "payback"], Decision.USE_RETRIEVAL),
        (Verdict.NO, ["payback"], Decision.KEEP_PROMPTING),
        (Verdict.UNKNOWN, ["baseline"], Decision.NOT_YET),
        (Verdict.UNKNOWN, ["payback", "terms", "retirement", "changing facts"], Decision.FINE_TUNE),
    ],
)
def test_what_matters_more_goes_first(verdict: Verdict, names: list[str], decision: Decision) -> None:
    said = {name: verdict if name in names else Verdict.OK for name in NAMES}
    assert conclude(checks(said)).decision is decision


def gate(decision: Decision, override: str = "") -> Gate:
    made = conclude(checks(dict.fromkeys(NAMES, Verdict.OK)))
    return Gate(conclusion=replace(made, decision=decision, reason="why", against=("tasks",)), override=override)


def test_a_gate_opens_for_fine_tuning_alone_or_for_a_reason_that_is_kept() -> None:
    for decision in Decision:
        assert gate(decision).open is (decision is Decision.FINE_TUNE)
    assert not gate(Decision.NOT_YET, "  ").open
    overridden = gate(Decision.NOT_YET, " The contract demands it. ")
    overridden.check()
    assert overridden.record() == {
        "decision": "not yet", "reason": "why", "against": ("tasks",), "override": "The contract demands it.",
    }  # fmt: skip


def test_a_shut_gate_refuses_with_its_reason() -> None:
    with pytest.raises(Refused) as caught:
        gate(Decision.NOT_YET).check()
    assert caught.value.message == "readiness says: not yet"
    assert caught.value.reasons == ("Why (tasks).",)
    assert "--override REASON" in caught.value.advice
