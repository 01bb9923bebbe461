"""Batch output joined with its input."""

from typing import ClassVar

from gptctl.logs.sources.openai_batch import NO_INPUT, NO_OUTPUT, TWO_INPUTS, Reader
from tests.conformance.reader_suite import Expected, ReaderSuite
from tests.support.told import conversation, reasons, said, told


class TestOpenAIBatch(ReaderSuite):
    reader = Reader()
    expected: ClassVar = {
        "anthropic": Expected(turns=["u", "ua"], rejected=1),
        "openai": Expected(turns=["u", "ua", "ua", "ua"], rejected=1),
        "output-alone": Expected(turns=[], rejected=1),
        "two-batches": Expected(turns=[], rejected=3),
    }
    joins = ("anthropic", "openai", "output-alone", "two-batches")


def test_an_answer_finds_its_question_in_another_file_and_order() -> None:
    items = told(Reader(), "openai")
    assert said(conversation(items, 1)) == [("user", "Two?"), ("assistant", "Two.")]
    assert said(conversation(items, 2)) == [("user", "One?"), ("assistant", "One.")]
    assert conversation(items, 1).instructions == "You help customers of Acme."


def test_responses_can_be_asked_in_batches_too() -> None:
    assert said(conversation(told(Reader(), "openai"), 4)) == [("user", "Four?"), ("assistant", "Four.")]


def test_a_request_that_was_refused_has_no_answer() -> None:
    one = conversation(told(Reader(), "openai"), 3)
    assert (said(one), one.finish) == ([("user", "Three?")], "error")


def test_results_of_anthropic() -> None:
    items = told(Reader(), "anthropic")
    assert said(conversation(items, 2)) == [("user", "One?"), ("assistant", "One.")]
    assert conversation(items, 1).finish == "error"
    assert list(reasons(items).values()) == [NO_OUTPUT]


def test_output_alone_says_what_is_missing() -> None:
    assert reasons(told(Reader(), "output-alone")) == {("output.jsonl", 1): NO_INPUT}


def test_two_batches_with_the_same_ids_are_not_mixed_up() -> None:
    assert set(reasons(told(Reader(), "two-batches")).values()) == {TWO_INPUTS}
