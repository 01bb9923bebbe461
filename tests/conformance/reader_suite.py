"""The contract of `gptctl.logs.sources.base.Reader`, as tests that every reader passes.

Put samples into `tests/data/logs/SHAPE/SAMPLE/`, subclass `ReaderSuite` as `TestNAME`, set `reader`, and say in
`expected` what each sample holds. Every other test is given.
"""

import gzip
import math
import shutil
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import pytest

from gptctl.core.conversation import Message, Role
from gptctl.logs.conversation import Alternative, Conversation, Feedback, Level, Rating, identify
from gptctl.logs.files.door import open_logs
from gptctl.logs.files.limits import Limits
from gptctl.logs.sources.base import Item, LogFile, Reader, Rejected
from gptctl.logs.sources.generation import opening
from gptctl.logs.sources.registry import READERS
from gptctl.logs.sources.sniff import read, sniff
from tests.support.logs import SAMPLES, SPOILT, Rows, changed, files_of, in_memory, paths, replaced, without

HOSTILE = " \x1b]0;title\x07\x1b[2J \u202e \x00 ärger 🚆 <script> {{x}} \r\n\t \\u0041 "
AHEAD = 500
"""More rows than a reader may look at before it gives the first conversation."""
STRIDE = 3
LETTERS = {Role.USER: "u", Role.ASSISTANT: "a", Role.TOOL: "t"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a sample holds. `turns` are the roles of each conversation, such as `uata`, in any order.

    `ratings` are `(name, score)` of those inside of conversations, in any order; `lost` counts the conversations that
    lost something.
    """

    turns: Sequence[str]
    ratings: Sequence[tuple[str, float | None]] = ()
    feedback: int = 0
    rejected: int = 0
    signals: int = 0
    alternatives: int = 0
    lost: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "turns", sorted(self.turns))
        object.__setattr__(self, "ratings", sorted(self.ratings, key=str))


class ReaderSuite:
    """Nothing here knows a concrete reader. `joins` lists the samples in which several rows make one conversation."""

    reader: ClassVar[Reader]
    expected: ClassVar[Mapping[str, Expected]]
    joins: ClassVar[Sequence[str]] = ()

    @pytest.fixture
    def sample(self, name: str) -> Path:
        return SAMPLES / self.reader.shape / name

    @pytest.fixture
    def rows(self, sample: Path) -> list[Rows]:
        return [in_memory(file) for file in files_of(sample)]

    # What is in a log is read

    def test_every_sample_is_expected(self) -> None:
        assert sorted(path.name for path in (SAMPLES / self.reader.shape).iterdir()) == sorted(self.expected)

    def test_a_sample_holds_what_it_holds(self, name: str, rows: Sequence[LogFile]) -> None:
        items = list(self.reader.read(rows))
        for item in items:
            check(item, self.reader)
        assert summary(items) == self.expected[name]

    def test_calls_of_tools_and_their_results_are_paired(self, rows: Sequence[LogFile]) -> None:
        for one in conversations(self.reader.read(rows)):
            assert one.lost or not unpaired(one.messages), one.id

    def test_a_file_is_claimed_by_its_own_reader_alone(self, sample: Path) -> None:
        taken = [sniff(file, READERS) for file in files_of(sample)]
        assert {(one.file.name, one.shape, one.problem) for one in taken} == {
            (one.file.name, self.reader.shape, "") for one in taken
        }

    def test_what_is_sniffed_is_read_the_same(self, sample: Path, rows: Sequence[LogFile]) -> None:
        through = read([sniff(file, READERS) for file in files_of(sample)], READERS)
        assert ids(through) == ids(self.reader.read(rows))

    # Identity

    def test_reading_twice_gives_equal_items(self, rows: Sequence[LogFile]) -> None:
        assert list(self.reader.read(rows)) == list(self.reader.read(rows))

    def test_the_order_of_rows_and_files_changes_no_id(self, rows: Sequence[Rows]) -> None:
        turned = [Rows(file.name, file.values[::-1]) for file in reversed(rows)]
        assert ids(self.reader.read(turned)) == ids(self.reader.read(rows))

    def test_the_name_of_a_file_changes_no_id(self, rows: Sequence[Rows], sample: Path, tmp_path: Path) -> None:
        shutil.copytree(sample, tmp_path / "elsewhere")
        assert ids(self.reader.read(files_of(tmp_path / "elsewhere"))) == ids(self.reader.read(rows))

    def test_a_packed_log_is_the_same_log(self, rows: Sequence[Rows], sample: Path, tmp_path: Path) -> None:
        with zipfile.ZipFile(tmp_path / "all.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(path for path in sample.rglob("*") if path.suffix in {".json", ".jsonl"}):
                archive.write(path, path.relative_to(sample))
        packed = [sniff(file, READERS) for file in open_logs(tmp_path / "all.zip")]
        assert not packed or ids(read(packed, READERS)) == ids(self.reader.read(rows))

    # Nothing is dropped silently

    def test_every_row_is_accounted_for(self, name: str, rows: Sequence[Rows]) -> None:
        if name in self.joins:
            pytest.skip("several rows make one conversation")
        assert unaccounted(self.reader, rows) == []

    def test_rows_that_are_no_objects_are_rejected_one_by_one(self) -> None:
        items = list(self.reader.read([Rows("odd.jsonl", [None, 1, "x", [], True])]))
        assert [type(item) for item in items] == [Rejected] * 5
        assert [item.row for item in items if isinstance(item, Rejected)] == [1, 2, 3, 4, 5]

    def test_rejects_of_the_file_are_passed_on(self, rows: Sequence[Rows]) -> None:
        broken = Rejected(file="log", row=7, reason="broken")
        items = list(self.reader.read([*rows, Broken("log", broken)]))
        assert broken in items
        assert ids(items) == ids(self.reader.read(rows))

    def test_nothing_is_read_ahead(self, name: str, rows: Sequence[Rows]) -> None:
        if name in self.joins:
            pytest.skip("all rows must be seen before the first conversation is whole")
        long = [Rows(file.name, [*file.values] * 1000) for file in rows]
        next(iter(self.reader.read(long)))
        assert all(file.pulled < AHEAD for file in long)

    # Logs are hostile

    def test_a_wrong_value_anywhere_raises_nothing(self, name: str, rows: Sequence[Rows]) -> None:
        good = summary(list(self.reader.read(rows)))
        for spoilt in spoilings(rows):
            items = list(self.reader.read(spoilt))
            for item in items:
                check(item, self.reader)
            assert len(items) > 0, spoilt
            now = summary(items)
            assert len(now.turns) >= len(good.turns) or now.rejected != good.rejected or now.lost > good.lost, spoilt
            if name not in self.joins:
                assert unaccounted(self.reader, spoilt) == []

    def test_text_is_not_touched(self, rows: Sequence[Rows]) -> None:
        texts = {m.text for one in conversations(self.reader.read(rows)) for m in one.messages if len(m.text) > 3}
        for old in sorted(texts):
            spoilt = [Rows(file.name, [replaced(value, old, HOSTILE) for value in file.values]) for file in rows]
            if [file.values for file in spoilt] != [file.values for file in rows]:
                found = conversations(self.reader.read(spoilt))
                assert HOSTILE in {message.text for one in found for message in one.messages}, old

    @pytest.mark.parametrize("eighth", range(8))
    def test_a_file_that_breaks_off_raises_nothing(self, sample: Path, tmp_path: Path, eighth: int) -> None:
        for path in sorted(path for path in sample.rglob("*") if path.is_file()):
            whole = path.read_bytes()
            cut = tmp_path / path.name
            for raw in (whole[: len(whole) * eighth // 8], gzip.compress(whole)[: len(whole) * eighth // 16]):
                cut.write_bytes(raw)
                for item in self.reader.read(list(open_logs(cut, Limits(row=10_000_000)))):
                    check(item, self.reader)


def pytest_generate_tests_of(metafunc: pytest.Metafunc) -> None:
    """One test for each sample, for the tests that take one. Called by the conftest of this folder's users."""
    if metafunc.cls is not None and issubclass(metafunc.cls, ReaderSuite) and "name" in metafunc.fixturenames:
        metafunc.parametrize("name", sorted(metafunc.cls.expected))


@dataclass(frozen=True, slots=True)
class Broken:
    """A file of one reject."""

    name: str
    rejected: Rejected

    def __iter__(self) -> Iterator[Rejected]:
        yield self.rejected


def conversations(items: Iterator[Item]) -> list[Conversation]:
    return [item for item in items if isinstance(item, Conversation)]


def ids(items: Iterator[Item] | Sequence[Item]) -> list[str]:
    return sorted(item.id for item in items if isinstance(item, Conversation))


def summary(items: Sequence[Item]) -> Expected:
    found = [item for item in items if isinstance(item, Conversation)]
    return Expected(
        turns=["".join(LETTERS[message.role] for message in one.messages) for one in found],
        ratings=[(rating.name, rating.score) for one in found for rating in one.ratings],
        feedback=sum(isinstance(item, Feedback) for item in items),
        rejected=sum(isinstance(item, Rejected) for item in items),
        signals=sum(len(one.signals) for one in found),
        alternatives=sum(len(one.alternatives) for one in found),
        lost=sum(bool(one.lost) for one in found),
    )


def spoilings(rows: Sequence[Rows]) -> Iterator[list[Rows]]:
    """The files with one value wrong or missing, for every kind of value; the ways to spoil it take turns."""
    for index, file in enumerate(rows):
        for turn, path in enumerate(paths(file.values)):
            for value in SPOILT[turn % STRIDE :: STRIDE]:
                yield [*rows[:index], Rows(file.name, changed(file.values, path, value)), *rows[index + 1 :]]
            if isinstance(path[-1], str):
                yield [*rows[:index], Rows(file.name, without(file.values, path)), *rows[index + 1 :]]


def unaccounted(reader: Reader, rows: Sequence[Rows]) -> list[tuple[str, int]]:
    """Rows of which no item speaks, less one for each feedback, which does not say where it stood."""
    items = list(reader.read(rows))
    told = {(item.came.file, item.came.row) for item in items if isinstance(item, Conversation)}
    told |= {(item.file, item.row) for item in items if isinstance(item, Rejected)}
    missing = [(file.name, row) for file in rows for row in range(1, len(file.values) + 1)]
    missing = [place for place in missing if place not in told]
    return missing[sum(isinstance(item, Feedback) for item in items) :]


def unpaired(messages: Sequence[Message]) -> list[str]:
    """Ids of results without a call before them, and of calls without a result before the next word is said."""
    wrong: list[str] = []
    waiting: set[str] = set()
    for message in messages:
        if message.role is Role.TOOL:
            wrong += [message.tool_call_id] * (message.tool_call_id not in waiting)
            waiting.discard(message.tool_call_id)
            continue
        wrong += sorted(waiting)
        waiting = {call.id for call in message.tool_calls}
    return wrong


# What holds for every item, whatever the log was


def check(item: Item, reader: Reader) -> None:
    match item:
        case Rejected():
            assert item.reason, item
            assert item.row >= 0
        case Feedback():
            check_rating(item.rating, 0)
            assert item.conversation or item.message or item.session, item
        case Conversation():
            check_conversation(item, reader)


def check_conversation(one: Conversation, reader: Reader) -> None:
    assert one.came.shape == reader.shape
    assert one.came.native
    assert one.id in {identify(reader.shape, one.came.native, began) for began in ("", opening(one.messages))}
    assert one.messages
    assert len(one.message_ids) in {0, len(one.messages)}
    assert 0.0 <= one.started < 1e12
    assert one.started <= one.ended < 1e12 or not one.ended
    assert one.finish in {"", "stop", "length", "tool_calls", "content_filter", "error"}
    check_messages(one.messages)
    for text in (*one.message_ids, *one.lost, one.instructions, one.session, one.user, *ran(one)):
        check_text(text)
    for rating in one.ratings:
        check_rating(rating, len(one.messages))
    assert all(0 <= signal.at < len(one.messages) for signal in one.signals)
    for other in one.alternatives:
        check_alternative(other, one)


def check_messages(messages: Sequence[Message]) -> None:
    for message in messages:
        assert message.role is not Role.SYSTEM
        assert (message.role is Role.TOOL) or not message.tool_call_id
        assert (message.role is Role.ASSISTANT) or not message.tool_calls
        check_text(message.text)
        check_text(message.tool_call_id)
        for call in message.tool_calls:
            for text in (call.id, call.name, call.arguments):
                check_text(text)


def check_alternative(other: Alternative, one: Conversation) -> None:
    assert 0 <= other.at < len(one.messages)
    assert other.messages
    check_messages(other.messages)
    for rating in other.ratings:
        check_rating(rating, len(other.messages))


def check_rating(rating: Rating, messages: int) -> None:
    check_text(rating.name + rating.label + rating.comment + (rating.correction or ""))
    assert rating.name
    assert rating.score is None or 0.0 <= rating.score <= 1.0
    assert rating.score is not None or rating.label or rating.correction or rating.comment, rating
    assert math.isfinite(rating.time)
    if rating.level is not Level.MESSAGE:
        assert rating.at == -1
    elif messages:
        assert 0 <= rating.at < messages


def check_text(text: object) -> None:
    assert isinstance(text, str), repr(text)
    text.encode()


def ran(one: Conversation) -> list[str]:
    told = one.ran
    return [told.assistant, told.remote_id, told.provider, told.model, told.applied, told.commit, told.target]
