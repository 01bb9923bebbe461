"""Ratings in a table that anybody can write: one row for each, as JSON lines or CSV."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from gptctl.core.value import JSON
from gptctl.errors import GptctlError
from gptctl.logs.conversation import Feedback, Level, Rater, Rating
from gptctl.logs.sources.base import LogFile, Record, Rejected
from gptctl.logs.sources.shapes import instant, mapping, name, number
from gptctl.logs.sources.spans.scores import corrected
from gptctl.logs.verdict import score

FIELDS = ("conversation", "message", "session", "score", "label", "correction", "comment", "name", "time")
CELL = 10 * 1024 * 1024
"""Characters of a cell of CSV at most."""
DIGITS = 6
"""An index of a message has no more; a longer number is an id."""


def judgements(records: Iterable[Record | Rejected], file: str) -> Iterator[Feedback | Rejected]:
    """A rating for each record. A record has the columns FIELDS; one id and a score, label or correction must be there.

    `message` is the source's id of a message, or, beside `conversation`, its index there.
    """
    for record in records:
        yield record if isinstance(record, Rejected) else _feedback(record.row, mapping(record.value), file)


def csv_records(path: Path) -> Iterator[Record | Rejected]:
    """The rows of a CSV file with a heading, counted as lines of a table. Raises GptctlError."""
    csv.field_size_limit(CELL)
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            rows = csv.DictReader(file, strict=True)
            try:
                for row in rows:
                    yield Record(row=rows.line_num, value={str(key): value for key, value in row.items() if value})
            except csv.Error as error:
                yield Rejected(file=path.as_posix(), row=rows.line_num, reason=f"this is no CSV: {error}")
    except OSError as error:
        raise GptctlError(f"{path} cannot be read: {error.strerror or error}") from error


def table(log: LogFile) -> Iterator[Feedback | Rejected]:
    return judgements(log, log.name)


def _feedback(row: int, value: Mapping[str, JSON], file: str) -> Feedback | Rejected:
    conversation, message, session = (name(value.get(field)) for field in ("conversation", "message", "session"))
    if not (conversation or message or session):
        return Rejected(file=file, row=row, reason="it names no conversation, message or session")
    judged, label = _score(value.get("score")), name(value.get("label"))
    if judged is None:
        judged = score(label)
    correction = corrected(value.get("correction"))
    if judged is None and not label and correction is None:
        return Rejected(file=file, row=row, reason="it has no score from 0 to 1, label or correction")
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
    if isinstance(value, bool):
        return float(value)
    if isinstance(value, str):
        return score(value)
    found = number(value)
    return found if found is not None and 0 <= found <= 1 else None
