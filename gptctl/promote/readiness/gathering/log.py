"""One reading of the whole log, in little memory."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from heapq import heappush, heappushpop
from typing import Any

import orjson

from gptctl.logs.store.query import Query
from gptctl.logs.store.store import Store
from gptctl.promote.chat import Chat
from gptctl.promote.duplicates.normal import draw
from gptctl.promote.opinion import opinion
from gptctl.promote.readiness.gathering.subject import Subject
from gptctl.promote.readiness.gathering.talk import Talk, talk
from gptctl.promote.readiness.gathering.versions import Ran
from gptctl.promote.recipe import Select

MOST = 5_000
"""Conversations that are compared with each other, drawn from all."""

_COLUMNS = ("id", "native", "ended", "messages", "ratings", "instructions", "commit", "provider", "model")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What conversations have in common that are counted together."""

    ran: Ran
    provider: str
    model: str


@dataclass(slots=True, kw_only=True)
class Tally:
    conversations: int = 0
    rated: int = 0
    good: int = 0


@dataclass(slots=True, kw_only=True)
class Log:
    """`months` counts those that say when they ended, `2026-11`; `last` is the latest of these.

    `drawn` holds the conversations that are compared, each with the number it drew.
    """

    kinds: dict[Kind, Tally] = field(default_factory=dict[Kind, Tally])
    months: Counter[str] = field(default_factory=Counter[str])
    last: float = 0.0
    drawn: list[tuple[int, str, Talk]] = field(default_factory=list[tuple[int, str, Talk]])

    @property
    def talks(self) -> Sequence[Talk]:
        """In the order of time, then id."""
        return sorted((one for _, _, one in self.drawn), key=lambda one: (one.time, one.id))


def read(subject: Subject) -> Log:
    """All that the recipe selects by day, environment and source, rated or not. Raises GptctlError."""
    log = Log()
    for row in _rows(subject):
        _take(row, subject.recipe.select, log)
    return log


def _rows(subject: Subject) -> Iterator[Mapping[str, Any]]:
    for batch in Store(folder=subject.store).batches(_COLUMNS, _query(subject)):
        yield from batch.to_pylist()


def _query(subject: Subject) -> Query:
    select = subject.recipe.select
    return Query(
        assistant=subject.assistant,
        environments=select.environments,
        shapes=select.sources,
        since=_start(select.since) if select.since else None,
        until=_start(select.until + timedelta(days=1)) if select.until else None,
    )


def _start(day: date) -> float:
    return datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()


def _take(row: Mapping[str, Any], select: Select, log: Log) -> None:
    messages: Sequence[Chat] = orjson.loads(row["messages"])
    good = _good(orjson.loads(row["ratings"]), select.score)
    ran = Ran(instructions=row["instructions"], commit=row["commit"])
    tally = log.kinds.setdefault(Kind(ran=ran, provider=row["provider"], model=row["model"]), Tally())
    tally.conversations += 1
    tally.rated += good is not None
    tally.good += good is True
    ended: float = row["ended"]
    if ended > 0:
        log.months[datetime.fromtimestamp(ended, UTC).strftime("%Y-%m")] += 1
        log.last = max(log.last, ended)
    one = talk(row["id"], row["native"], messages, time=ended, good=good)
    _draw((~draw("readiness", one.id), one.id, one), log)


def _good(ratings: Sequence[Any], least: float) -> bool | None:
    heard = opinion(ratings)
    scores = [*heard.scores.values(), *(() if heard.score is None else (heard.score,))]
    if heard.corrections:
        return False
    return None if not scores else min(scores) >= least


def _draw(drawn: tuple[int, str, Talk], log: Log) -> None:
    """Keep those with the least numbers: which ones they are depends on their ids alone."""
    if len(log.drawn) < MOST:
        heappush(log.drawn, drawn)
    else:
        heappushpop(log.drawn, drawn)
