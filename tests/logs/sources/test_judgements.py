from pathlib import Path

import pytest

from gptctl.core.value import JSON
from gptctl.errors import GptctlError
from gptctl.logs.conversation import Feedback, Level
from gptctl.logs.sources.base import Rejected
from gptctl.logs.sources.judgements import CsvFile, judgements
from tests.support.logs import SPOILT, Rows


def one(value: JSON) -> Feedback | Rejected:
    *_, found = judgements(Rows("f.jsonl", [{}, {}, value]))
    return found


@pytest.mark.parametrize(
    ("value", "score"),
    [
        ({"score": 0.3}, 0.3), ({"score": "1"}, 1.0), ({"score": True}, 1.0), ({"label": "thumbs_down"}, 0.0),
        ({"label": "+1"}, 1.0), ({"label": "so so"}, None), ({"score": "bad"}, 0.0), ({"score": -1}, 0.0),
        ({"correction": "x"}, None),
    ],
)  # fmt: skip
def test_scores_as_people_write_them(value: dict[str, JSON], score: float | None) -> None:
    found = one({"conversation": "c", **value})
    assert isinstance(found, Feedback)
    assert found.rating.score == score


@pytest.mark.parametrize(
    ("ids", "told"),
    [
        ({"conversation": "c"}, ("c", "", "", Level.CONVERSATION, -1)),
        ({"session": "s"}, ("", "", "s", Level.EPISODE, -1)),
        ({"message": "m"}, ("", "m", "", Level.MESSAGE, -1)),
        ({"message": "7"}, ("", "7", "", Level.MESSAGE, -1)),
        ({"conversation": "c", "message": 7}, ("c", "", "", Level.MESSAGE, 7)),
        ({"conversation": "c", "message": "m7"}, ("c", "m7", "", Level.MESSAGE, -1)),
        ({"conversation": "c", "message": "9" * 30}, ("c", "9" * 30, "", Level.MESSAGE, -1)),
    ],
)
def test_what_a_rating_speaks_of(ids: dict[str, JSON], told: tuple[str, str, str, Level, int]) -> None:
    found = one({**ids, "score": 1})
    assert isinstance(found, Feedback)
    assert (found.conversation, found.message, found.session, found.rating.level, found.rating.at) == told


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"score": 1},
        {"conversation": "c"},
        {"conversation": "c", "correction": ""},
        {"conversation": "c", "score": 7},
        [],
        None,
    ],
)
def test_what_says_too_little_is_rejected_with_its_row(value: JSON) -> None:
    found = one(value)
    assert isinstance(found, Rejected)
    assert (found.file, found.row) == ("f.jsonl", 3)


@pytest.mark.parametrize(
    "field", ["conversation", "message", "session", "score", "label", "correction", "comment", "time"]
)
def test_no_value_of_any_field_raises(field: str) -> None:
    for value in SPOILT:
        one({"conversation": "c", "score": 1, field: value})


def test_csv_counts_lines_and_survives_what_is_none(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(b'\xef\xbb\xbfconversation,score,comment\r\nc,1,"two\r\nlines"\r\nd,\xff,\r\n,,\r\n"open')
    found = list(judgements(CsvFile(path=path)))
    assert [type(item) for item in found] == [Feedback, Rejected, Rejected, Rejected]
    assert isinstance(found[0], Feedback)
    assert found[0].rating.comment == "two\r\nlines"
    assert next(item.row for item in found if isinstance(item, Rejected)) == 4


@pytest.mark.parametrize("stars", [[1, 5], ["1", "5"], [1, -5]])
def test_of_stars_the_worst_is_not_the_best_score(stars: list[JSON]) -> None:
    rows: list[JSON] = [{"conversation": "c", "score": value} for value in (*stars, "good")]
    first, second, word = judgements(Rows("f.jsonl", [*rows]))
    assert isinstance(first, Rejected)
    assert isinstance(second, Rejected)
    assert "go beyond 1" in first.reason
    assert isinstance(word, Feedback)
    assert word.rating.score == 1.0


@pytest.mark.parametrize("text", ["Conversation; Score \r\nc;1\r\n", "score\tCONVERSATION\n1\tc\n"])
def test_csv_as_spreadsheets_write_it(tmp_path: Path, text: str) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    [found] = judgements(CsvFile(path=path))
    assert isinstance(found, Feedback)
    assert (found.conversation, found.rating.score) == ("c", 1.0)


def test_csv_without_a_heading_is_told_once(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("c,1\nd,0\n")
    [found] = judgements(CsvFile(path=path))
    assert isinstance(found, Rejected)
    assert (found.row, "is no heading" in found.reason) == (1, True)
    path.write_text("")
    assert list(judgements(CsvFile(path=path))) == []


def test_a_missing_file_is_one_clear_message(tmp_path: Path) -> None:
    with pytest.raises(GptctlError, match="cannot be read"):
        list(CsvFile(path=tmp_path / "none.csv"))
