"""What answers would cost, counted by what would be asked."""

from typing import Any

import pytest

from gptctl.promote.chat import Chat
from gptctl.promote.compare.meter import Meter
from gptctl.promote.compare.shots import Shot, WithExamples
from gptctl.promote.cost.fee import FREE, Fee, dearest, told
from gptctl.promote.cost.lengths import lengths
from gptctl.promote.cost.rate import Rate
from gptctl.promote.example import Example
from gptctl.promote.tokens import vocabulary
from tests.support.duel import calls, turn
from tests.support.examples import airline

ASKED: list[Chat] = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Where is it?"}]
NAME = "gpt-4o-mini"


def counting(most: int | None = None, hour: float = 0.0) -> tuple[Rate, list[tuple[int, int]]]:
    """A dollar for every token, and what was counted."""
    seen: list[tuple[int, int]] = []

    def charge(read: int, written: int) -> float:
        seen.append((read, written))
        return 0.0 if hour else float(read + written)

    return Rate(at="openai", model=NAME, charge=charge, most=most, hour=hour), seen


def tokens(text: str) -> int:
    return vocabulary.count([text], vocabulary.of_model(NAME).vocabulary)[0]


def test_each_answer_reads_what_its_example_held_before_it() -> None:
    examples: list[Example] = list(airline().all_examples[:3])
    rate, seen = counting(most=1)
    meter = Meter("now", rate, [])
    for one in examples:
        for at, message in enumerate(one.messages):
            if message["role"] == "assistant":
                meter.answer(one.messages[:at], one.tools)
    found = lengths(examples, vocabulary.of_model(NAME).vocabulary)
    assert (len(seen), sum(read for read, _ in seen)) == (found.calls, found.input_tokens)
    assert meter.fee == Fee(answers=found.calls, known=float(found.input_tokens + found.calls))


def test_an_answer_is_as_long_as_the_longest_where_nothing_bounds_it() -> None:
    held_out = [turn("Yes."), turn(calls(("look_up", '{"order": 1234567}')))]
    rate, seen = counting()
    meter = Meter("now", rate, held_out)
    meter.answer(ASKED, [])
    assert seen[0][1] == tokens("look_up") + tokens('{"order": 1234567}') > tokens("Yes.")
    assert not meter.fee.bounded
    bound, told = counting(most=800)
    meter = Meter("now", bound, held_out)
    meter.answer(ASKED, [])
    assert (told[0][1], meter.fee.bounded) == (800, True)


def test_tokens_of_a_vocabulary_that_is_not_known_bound_nothing() -> None:
    meter = Meter("now", Rate(at="cohere", model="command-r", charge=lambda _read, _written: 1.0, most=10), [])
    meter.answer(ASKED, [])
    assert not meter.fee.bounded


def test_examples_in_the_prompt_are_paid_for() -> None:
    rate, seen = counting(most=1)
    meter = Meter("shown", rate, [])
    meter.answer(ASKED, [])
    WithExamples("shown", meter, [Shot(asked="Where is it?", answered="On its way to you.")]).answer(ASKED, [])
    assert seen[1][0] > seen[0][0] + tokens("On its way to you.")


def test_tools_are_read_too() -> None:
    tool: Any = {"type": "function", "function": {"name": "look_up", "parameters": {}}}
    rate, seen = counting(most=1)
    meter = Meter("now", rate, [])
    meter.answer(ASKED, [])
    meter.answer(ASKED, [tool])
    assert seen[1][0] > seen[0][0]


def test_a_price_that_is_not_known_is_no_price() -> None:
    dark = Meter("now", Rate(at="azure", model="ours", charge=lambda _read, _written: None, most=5), [])
    dark.answer(ASKED, [])
    fee = dark.fee + Fee(answers=1, known=2.0)
    assert (fee.answers, fee.dollars, fee.unknown) == (2, None, frozenset({"azure:ours"}))
    assert dearest([Fee(answers=1, known=9.0), *dark.fees]).unknown == {"azure:ours"}


def test_a_rented_machine_is_told_of() -> None:
    rate, _ = counting(most=1, hour=8.0)
    meter = Meter("tuned", rate, [])
    meter.answer(ASKED, [])
    assert (meter.fee.dollars, meter.fee.rented) == (0.0, frozenset({(f"openai:{NAME}", 8.0)}))


def test_what_costs_anything_is_never_shown_as_nothing() -> None:
    assert [told(dollars) for dollars in (0.0, 0.0004, 0.1 + 0.2, 1234.501)] == ["$0.00", "$0.01", "$0.30", "$1,234.51"]


def test_the_dearest_stands_for_all_of_a_search() -> None:
    assert dearest([Fee(answers=1, known=1.0), Fee(answers=1, known=3.0)]) * 4 == Fee(answers=4, known=12.0)
    assert dearest([]) * 4 == pytest.approx(FREE)
