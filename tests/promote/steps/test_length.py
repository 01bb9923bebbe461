from collections.abc import Sequence

from gptctl.promote.row import Drop, Row
from gptctl.promote.steps.length import Length
from tests.support.planted import planted, row


def words(rows: Sequence[Row]) -> list[int]:
    return [len(it.text.split()) for it in rows]


def test_rows_over_the_limit_are_dropped_and_the_limit_itself_is_kept() -> None:
    rows = [row(conversation) for conversation in planted(100).conversations]
    counts = sorted(words(rows))
    most = counts[50]
    verdicts = Length(words, most).judge(rows)
    assert [len(it.text.split()) <= most for it in rows] == [not isinstance(verdict, Drop) for verdict in verdicts]
    assert any(len(it.text.split()) == most for it in verdicts if not isinstance(it, Drop))


def test_a_drop_says_how_long_it_is() -> None:
    one = row(planted(100).conversations[0])
    assert Length(lambda _: [9], 8).judge([one]) == [Drop(id=one.id, reason="too long", detail="9 of 8 tokens")]
