"""Ratings in a table that anybody can write: one row for each, as JSON lines or CSV."""

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from gptctl.core.value import JSON
from gptctl.errors import GptctlError
from gptctl.logs import verdict
from gptctl.logs.conversation import Feedback, Level, Rater, Rating
from gptctl.logs.sources.base import LogFile, Record, Rejected
from gptctl.logs.sources.rows import Unfit
from gptctl.logs.sources.shapes import compact, instant, mapping, name, number
from gptctl.logs.sources.spans.scores import corrected

FIELDS = ("conversation", "message", "session", "score", "label", "correction", "comment", "name", "time")
_NAMES = {"conversation", "message", "session"}
HEADLESS = f"its first line is no heading with a column conversation, message or session; all are {', '.join(FIELDS)}"
CELL = 10 * 1024 * 1024
"""Characters of a cell of CSV at most."""
NOTHING = "it has no score from 0 to 1, label or correction"
UNSCALED = "scores of its file go beyond 1: write them from 0 to 1, or as good and bad"
DIGITS = 6
"""An index of a message has no more; a longer number is an id."""


def judgements(log: LogFile) -> Iterator[Feedback | Rejected]:
    """A rating for each record. A record has the columns FIELDS; one id and a score, label or correction must be there.

    `message` is the source's id of a message, or, beside `conversation`, its index there. Where a number of the file
    goes beyond 1, none of its numbers is a score: of five stars the worst is a 1.
    """
    numbers = (_number(mapping(one.value).get("score")) for one in log if isinstance(one, Record))
    judge = _word if any(abs(one) > 1 for one in numbers if one is not None) else _score
    for record in log:
        if isinstance(record, Rejected):
            yield record
            continue
        try:
            yield _feedback(mapping(record.value), judge)
        except Unfit as unfit:
            yield Rejected(file=log.name, row=record.row, reason=str(unfit))


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvFile:
    """The rows of a CSV file with a heading, counted as lines of a table. Reading it raises GptctlError.

    Spreadsheets of many countries write semicolons, or tabs, for commas.
    """

    path: Path

    @property
    def name(self) -> str:
        return self.path.as_posix()

    def __iter__(self) -> Iterator[Record | Rejected]:
        csv.field_size_limit(CELL)
        try:
            with self.path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
                rows = csv.DictReader(file, strict=True, delimiter=_delimiter(file))
                try:
                    rows.fieldnames = [name.strip().casefold() for name in rows.fieldnames or ()]
                    if rows.fieldnames and not _NAMES & {*rows.fieldnames}:
                        yield Rejected(file=self.name, row=1, reason=HEADLESS)
                        return
                    for row in rows:
                        yield Record(row=rows.line_num, value={str(key): value for key, value in row.items() if value})
                except csv.Error as error:
                    yield Rejected(file=self.name, row=rows.line_num, reason=f"this is no CSV: {error}")
        except OSError as error:
            raise GptctlError(f"{self.path} cannot be read: {error.strerror or error}") from error


def _delimiter(file: TextIO) -> str:
    """The one that the heading has. The file is at its beginning afterwards, as it was before."""
    heading = file.readline(CELL)
    file.seek(0)
    return next((one for one in ",;\t" if one in heading), ",")


def _feedback(value: Mapping[str, JSON], judge: Callable[[JSON], float | None]) -> Feedback:
    """Raises Unfit."""
    conversation, message, session = (name(value.get(field)) for field in ("conversation", "message", "session"))
    if not (conversation or message or session):
        raise Unfit("it names no conversation, message or session")
    label = name(value.get("label"))
    judged = judge(value.get("score"))
    if judged is None:
        judged = verdict.score(label)
    correction = corrected(value.get("correction"))
    if judged is None and not label and correction is None:
        raise Unfit(NOTHING if _number(value.get("score")) is None else UNSCALED)
    index = int(message) if conversation and message.isdecimal() and len(message) <= DIGITS else -1
    rating = Rating(
        name=name(value.get("name")) or "feedback",
        score=judged,
        level=_level(message, conversation),
        by=Rater.PERSON,
        at=index,
        label=label,
        comment=name(value.get("comment")),
        correction=correction,
        time=instant(value.get("time")),
    )
    return Feedback(rating=rating, conversation=conversation, message="" if index >= 0 else message, session=session)


def _level(message: str, conversation: str) -> Level:
    if message:
        return Level.MESSAGE
    return Level.CONVERSATION if conversation else Level.EPISODE


def _score(value: JSON) -> float | None:
    """A number from 0 to 1, a truth value, or a word for one."""
    return float(value) if isinstance(value, bool) else verdict.score(compact(value))


def _word(value: JSON) -> float | None:
    """The same without the numbers."""
    return _score(value) if _number(value) is None else None


def _number(value: JSON) -> float | None:
    """A number, or one as text: a cell of CSV."""
    return verdict.number(value) if isinstance(value, str) else number(value)
