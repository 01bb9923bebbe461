"""Helicone's export."""

from typing import ClassVar

from gptctl.logs.conversation import Feedback, Level, Rater, pseudonym
from gptctl.logs.sources.helicone import NO_BODY, Reader
from tests.conformance.reader_suite import Expected, ReaderSuite
from tests.support.told import conversation, reasons, said, told


class TestHelicone(ReaderSuite):
    reader = Reader()
    expected: ClassVar = {
        "export": Expected(
            turns=["u", "ua", "ua", "ua"],
            feedback=4,
            rejected=1,
        ),
    }


def test_bodies_session_and_user() -> None:
    one = conversation(told(Reader(), "export"), 1)
    assert said(one) == [("user", "Where is my parcel?"), ("assistant", "It left on Monday.")]
    assert (one.session, one.user, one.started, one.ended) == ("s-5", pseudonym("u-7"), 1767323045, 1767323046)


def test_a_thumb_is_a_persons_and_counted_once() -> None:
    items = told(Reader(), "export")
    one = conversation(items, 1).id
    ratings = [item.rating for item in items if isinstance(item, Feedback) and item.conversation == one]
    assert [(r.name, r.score, r.by, r.level, r.at, r.label) for r in ratings] == [
        ("feedback", 1.0, Rater.PERSON, Level.MESSAGE, 1, ""),
        ("kindness", 0.5, Rater.SYSTEM, Level.MESSAGE, 1, ""),
        ("words", None, Rater.SYSTEM, Level.MESSAGE, 1, "12"),
    ]


def test_a_thumb_that_is_only_a_score() -> None:
    items = told(Reader(), "export")
    two = conversation(items, 2).id
    assert [item.rating.score for item in items if isinstance(item, Feedback) and item.conversation == two] == [0.0]


def test_a_refused_request_and_an_export_without_bodies() -> None:
    items = told(Reader(), "export")
    assert conversation(items, 3).finish == "error"
    assert reasons(items) == {("output.jsonl", 4): NO_BODY}


def test_bodies_as_the_python_example_keeps_them() -> None:
    one = conversation(told(Reader(), "export"), 5)
    assert (one.instructions, said(one)[-1]) == ("Be brief.", ("assistant", "It was sent."))
