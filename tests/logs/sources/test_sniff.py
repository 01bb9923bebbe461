"""What a file is taken for, and what is said when nobody can tell."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from gptctl.core.value import JSON
from gptctl.errors import Usage
from gptctl.logs.conversation import Conversation
from gptctl.logs.files.door import open_logs
from gptctl.logs.sources.base import Item, LogFile, Rejected
from gptctl.logs.sources.registry import READERS
from gptctl.logs.sources.sniff import Taken, read, sniff, taken_as
from tests.support.logs import SAMPLES, Rows

ROW: JSON = {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Ho"}]}


class Claimer:
    """Claims every file as surely as it is told to."""

    title = "anything"

    def __init__(self, shape: str, sure: int) -> None:
        self.shape = shape
        self._sure = sure

    def claims(self, file: str, first: Sequence[JSON]) -> int:
        assert len(first) <= 20
        return self._sure

    def read(self, files: Sequence[LogFile]) -> Iterator[Item]:
        yield from (Rejected(file=file.name, row=0, reason=self.shape) for file in files)


def test_the_surest_reader_gets_the_file() -> None:
    readers = [Claimer("a", 10), Claimer("b", 60), Claimer("c", 59)]
    assert sniff(Rows("log", [ROW] * 50), readers).shape == "b"


def test_two_that_are_equally_sure_are_both_named() -> None:
    taken = sniff(Rows("log", [ROW]), [Claimer("a", 60), Claimer("b", 60), Claimer("c", 10)])
    assert (taken.shape, taken.problem) == ("", "its shape may be a or b: say which with `--shape`")
    (item,) = read([taken], [])
    assert isinstance(item, Rejected)
    assert "a or b" in item.reason


def test_a_shape_that_nobody_knows_is_told_with_all_there_are() -> None:
    taken = sniff(Rows("log", [{"colour": 1, "size": 2}]), READERS)
    assert taken.shape == ""
    assert "an object with colour, size" in taken.problem
    assert all(reader.shape in taken.problem for reader in READERS)


def test_the_user_may_name_the_shape() -> None:
    taken = taken_as(Rows("log", [{"x": 1}]), "sharegpt", READERS)
    assert [type(item) for item in read([taken], READERS)] == [Rejected]
    with pytest.raises(Usage) as error:
        taken_as(Rows("log", []), "excel", READERS)
    assert "sharegpt" in error.value.advice


def test_a_file_without_records_tells_its_own_rejects(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("nothing\nof value\n")
    (tmp_path / "b.json").write_text("[]")
    found = list(read([sniff(file, READERS) for file in open_logs(tmp_path)], READERS))
    assert [(Path(i.file).name, i.row, i.reason[:14]) for i in found if isinstance(i, Rejected)] == [
        ("a.jsonl", 1, "not valid JSON"),
        ("a.jsonl", 2, "not valid JSON"),
        ("b.json", 0, "it holds no re"),
    ]


def test_files_of_several_shapes_are_read_in_one_go(tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text(json.dumps(ROW))
    (tmp_path / "share.json").write_text(
        json.dumps([{"conversations": [{"from": "human", "value": "Hi"}, {"from": "gpt", "value": "Ho"}]}])
    )
    found = list(read([sniff(file, READERS) for file in open_logs(tmp_path)], READERS))
    assert sorted(item.came.shape for item in found if isinstance(item, Conversation)) == ["messages", "sharegpt"]


def test_every_reader_has_its_own_name_and_a_title() -> None:
    shapes = [reader.shape for reader in READERS]
    assert len(set(shapes)) == len(shapes)
    assert shapes == sorted(shapes)
    assert all(reader.title for reader in READERS)


def test_every_shape_has_samples() -> None:
    assert {path.name for path in SAMPLES.iterdir()} == {reader.shape for reader in READERS}


def test_a_taken_file_without_a_shape_has_no_reader() -> None:
    assert list(read([Taken(file=Rows("log", []))], READERS)) == [
        Rejected(file="log", row=0, reason="it holds no records")
    ]
