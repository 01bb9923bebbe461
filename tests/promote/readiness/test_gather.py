"""From conversations in a store to a decision, for a corpus of each kind: all made of what was really said."""

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from gptctl.core.conversation import Message, Role, ToolCall
from gptctl.logs.conversation import Conversation, Ran
from gptctl.logs.store.store import Store
from gptctl.promote.cost.estimate import HORIZON
from gptctl.promote.readiness.check import Check, Verdict
from gptctl.promote.readiness.decision import Conclusion, Decision, conclude
from gptctl.promote.readiness.evidence import Evidence
from gptctl.promote.readiness.gathering.gather import gather
from gptctl.promote.readiness.gathering.subject import Subject
from gptctl.promote.readiness.registry import examine
from gptctl.promote.recipe import Recipe, Select
from tests.promote.readiness.conftest import INSTRUCTIONS, told
from tests.support.evidence import DAY, NOW

ROOT = Path(__file__).parents[3]
OTHERS = "You are a pirate."


@cache
def said() -> Sequence[tuple[str, str]]:
    """What 193 customers first asked, and what they were first told in words; all different."""
    with gzip.open(ROOT / "examples" / "airline" / "logs.jsonl.gz", "rt", encoding="utf-8") as file:
        logs = [json.loads(line)["messages"] for line in file]
    return list(dict(map(_first, logs)).items())


def _first(messages: Sequence[dict[str, Any]]) -> tuple[str, str]:
    asked = next(one["content"] for one in messages if one["role"] == "user")
    return asked, next(one["content"] for one in messages if one["role"] == "assistant" and one["content"])


def looked_up(number: int, asked: str, answer: str) -> Conversation:
    call = ToolCall(id="1", name="find", arguments="{}")
    messages = (
        Message(role=Role.USER, text=asked),
        Message(role=Role.ASSISTANT, text="", tool_calls=(call,)),
        Message(role=Role.TOOL, text="Row 7 of the table of flights.", tool_call_id="1"),
        Message(role=Role.ASSISTANT, text=answer),
    )
    return told(number, asked, answer, messages=messages)


def rated(good: float) -> Iterator[Conversation]:
    """All of them, of which this share went well."""
    for number, (asked, answer) in enumerate(said()):
        yield told(number, asked, answer, good=number % 100 < good * 100)


def asked_again() -> Iterator[Conversation]:
    """Every question twice, a month apart, and the fee was another."""
    yield from rated(0.7)
    for number, (asked, answer) in enumerate(said()[:40]):
        for later, fee in enumerate((25, 30)):
            fields = {"ended": NOW - 40 * DAY + later * 30 * DAY, "good": True}
            yield told(1000 + 2 * number + later, f"{asked} And the fee?", f"{answer} The fee is ${fee}.", **fields)


def evidence(subject: Subject, conversations: Iterator[Conversation]) -> Evidence:
    with Store(folder=subject.store).intake() as intake:
        for one in conversations:
            intake.add(one)
        intake.commit({})
    return gather(subject)


def concluded(subject: Subject, conversations: Iterator[Conversation]) -> tuple[Conclusion, dict[str, Check]]:
    checks = examine(evidence(subject, conversations))
    return conclude(checks), {check.name: check for check in checks}


def test_enough_good_examples_of_something_settled_are_fine_tuned_on(subject: Subject) -> None:
    conclusion, checks = concluded(subject, rated(0.7))
    assert conclusion.decision is Decision.FINE_TUNE
    assert conclusion.against == ()
    assert checks["baseline"].number == pytest.approx(0.7, abs=0.06)
    assert checks["instructions"].number == 1.0
    assert checks["changing facts"].number == 0.0
    assert checks["retirement"].verdict is Verdict.OK
    assert checks["terms"].verdict is Verdict.OK
    assert not list(subject.store.glob("spill-*"))


def test_a_model_that_is_right_already_keeps_its_prompt(subject: Subject) -> None:
    conclusion, _ = concluded(subject, rated(1.0))
    assert (conclusion.decision, conclusion.against) == (Decision.KEEP_PROMPTING, ("baseline",))


def test_facts_that_change_belong_into_retrieval(subject: Subject) -> None:
    conclusion, checks = concluded(subject, asked_again())
    assert (conclusion.decision, conclusion.against) == (Decision.USE_RETRIEVAL, ("changing facts",))
    assert checks["changing facts"].found.startswith("80 state other facts")


def test_answers_that_rest_on_what_was_looked_up_do_too(subject: Subject) -> None:
    talks = (looked_up(number, *pair) for number, pair in enumerate(said()))
    bad = (told(1000 + number, *pair, good=False) for number, pair in enumerate(said()))
    conclusion, checks = concluded(subject, iter([*talks, *bad]))
    assert (conclusion.decision, conclusion.against) == (Decision.USE_RETRIEVAL, ("looked-up facts",))
    assert checks["looked-up facts"].number == 1.0


def test_a_recipe_that_leaves_looked_up_answers_out_learns_the_calls_alone(subject: Subject) -> None:
    talks = (looked_up(number, *pair) for number, pair in enumerate(said()))
    _, checks = concluded(replace(subject, recipe=Recipe(volatile=False)), talks)
    assert checks["looked-up facts"].number == 0.0
    assert checks["looked-up facts"].found.endswith("0 of 0 answers do")
    assert checks["examples"].number == 193


def test_few_examples_are_not_enough_yet(subject: Subject) -> None:
    talks = [*rated(0.5)][30:80]
    conclusion, checks = concluded(subject, iter(talks))
    assert (conclusion.decision, conclusion.against) == (Decision.NOT_YET, ("examples",))
    assert checks["examples"].number == 20


def test_unrated_answers_leave_nothing_to_compare_with(subject: Subject) -> None:
    talks = (replace(one, ratings=()) for one in rated(1.0))
    conclusion, checks = concluded(replace(subject, recipe=Recipe(select=Select(unrated=True))), talks)
    assert checks["examples"].number == 193
    assert (conclusion.decision, checks["baseline"].verdict) == (Decision.NOT_YET, Verdict.UNKNOWN)


def test_what_ran_under_other_instructions_tells_of_the_past(subject: Subject) -> None:
    talks = (replace(one, instructions=INSTRUCTIONS if at % 3 == 0 else OTHERS) for at, one in enumerate(rated(0.7)))
    conclusion, checks = concluded(subject, talks)
    assert (conclusion.decision, conclusion.against) == (Decision.KEEP_PROMPTING, ("instructions",))
    assert checks["instructions"].number == pytest.approx(65 / 193)
    assert checks["instructions"].found.startswith("65 of 193 ran under the present ones, 2 versions in all")


def test_answers_that_may_not_be_learnt_from_are_not(subject: Subject) -> None:
    ran = Ran(assistant="airline", provider="openai", model="gpt-4o")
    talks = [replace(one, ran=ran) for one in rated(0.7)]
    conclusion, checks = concluded(replace(subject, recipe=Recipe(to="together:Qwen/Qwen3-8B")), iter(talks))
    assert (conclusion.decision, conclusion.against[0]) == (Decision.NOT_YET, "terms")
    assert "OpenAI" in checks["terms"].found


def test_a_target_has_its_price_and_the_month_in_which_it_has_paid(subject: Subject) -> None:
    found = evidence(replace(subject, recipe=Recipe(to="vertex:gemini-3.5-flash")), rated(0.7))
    assert found.base.trainer == "vertex"
    assert found.payback is not None
    assert found.payback.after is not None
    assert found.payback.month is None or found.payback.month <= HORIZON
    months = {NOW - day * DAY - 3600 for day in range(60)}
    assert found.used.timed == 193
    assert found.used.last == max(months)
    assert found.used.monthly == pytest.approx(193 / 3)


def test_an_assistant_without_a_log_has_everything_before_it(subject: Subject) -> None:
    conclusion, checks = concluded(subject, iter(()))
    assert conclusion.decision is Decision.NOT_YET
    assert checks["examples"].advice == "Bring in logs with `gptctl logs import`"
