"""What our own runtime said and heard: one SQLite file in the user's own folder, never in a repository."""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from gptctl.errors import GptctlError
from gptctl.logs import exchange_codec as codec
from gptctl.logs import trials
from gptctl.logs.exchange import Exchange, Origin, Summary
from gptctl.logs.trial import Trial
from gptctl.private import make_private

SCHEMA = """
create table if not exists exchanges (
  conversation text not null,
  turn integer not null,
  time real not null,
  project text not null,
  environment text not null,
  target text not null,
  assistant text not null,
  remote_id text not null,
  applied text not null,
  git_commit text not null,
  asked text not null,
  answer text not null,
  primary key (conversation, turn)
) without rowid;
create index if not exists exchanges_by_assistant on exchanges (project, assistant, time);
"""


class Recorder:
    """Appends exchanges and gives them back. Nothing is made on disk before the first exchange."""

    def __init__(self, home: Path) -> None:
        self._path = home / "conversations.db"

    def add(self, exchange: Exchange, trial: Trial | None = None) -> None:
        """Durable when it returns; with the trial that it was, where a rollout decided. Raises GptctlError."""
        origin = exchange.origin
        with self._open() as database, database:
            database.execute(
                "insert into exchanges values (?,?,?,?,?,?,?,?,?,?,?,?)",
                (
                    exchange.conversation,
                    exchange.turn,
                    exchange.time,
                    origin.project,
                    origin.environment,
                    origin.target,
                    origin.assistant,
                    origin.remote_id,
                    origin.applied,
                    origin.commit,
                    codec.dump_asked(exchange.asked, exchange.beside),
                    codec.dump(exchange.answer),
                ),
            )
            if trial is not None:
                trials.insert(database, trial)

    def fail(self, trial: Trial) -> None:
        """A question that stayed without an answer: nothing of what was said is kept. Raises GptctlError."""
        with self._open() as database, database:
            trials.insert(database, trial)

    def trials(self, rollout: str) -> Sequence[Trial]:
        """Every question that this rollout decided, the oldest first."""
        if not self._path.exists():
            return ()
        with self._open() as database:
            return trials.of_rollout(database, rollout)

    def trials_in(self, conversation: str) -> Sequence[Trial]:
        """Those of one conversation, in its order."""
        if not self._path.exists():
            return ()
        with self._open() as database:
            return trials.of_conversation(database, conversation)

    def read(self, conversation: str) -> tuple[Exchange, ...]:
        """The exchanges of one conversation in order; empty when there is none of that id."""
        if not self._path.exists():
            return ()
        with self._open() as database:
            rows = database.execute(
                "select conversation, turn, time, project, environment, target, assistant, remote_id, applied, "
                "git_commit, asked, answer from exchanges where conversation = ? order by turn",
                (conversation,),
            ).fetchall()
        return tuple(_exchange(row) for row in rows)

    def since(self, project: str, time: float) -> Iterator[tuple[Exchange, ...]]:
        """Every conversation of a project in which something was said after `time`, whole, the oldest first."""
        if not self._path.exists():
            return
        with self._open() as database:
            found = database.execute(
                "select conversation from exchanges where project = ? group by conversation having max(time) > ? "
                "order by max(time), conversation",
                (project, time),
            ).fetchall()
        for (conversation,) in found:
            if exchanges := self.read(conversation):
                yield exchanges

    def forget(self, conversations: Sequence[str]) -> None:
        """Delete these conversations so that their bytes are gone from the file too. Raises GptctlError."""
        if not self._path.exists():
            return
        with self._open() as database:
            database.execute("pragma secure_delete = on")
            with database:
                database.executemany(
                    "delete from exchanges where conversation = ?", [(conversation,) for conversation in conversations]
                )
                trials.forget(database, conversations)
            database.execute("pragma wal_checkpoint(truncate)")

    def summaries(self, project: str) -> tuple[Summary, ...]:
        """All conversations of a project, newest first."""
        if not self._path.exists():
            return ()
        with self._open() as database:
            rows = database.execute(
                "select conversation, min(assistant), min(time), count(*), "
                "(select asked from exchanges e where e.conversation = x.conversation and e.turn = 0) "
                "from exchanges x where project = ? group by conversation order by min(time) desc, conversation",
                (project,),
            ).fetchall()
        return tuple(
            Summary(conversation=id_, assistant=name, started=time, turns=turns, first=codec.message(asked).text)
            for id_, name, time, turns, asked in rows
        )

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            make_private(self._path.parent)
            if not self._path.exists():
                os.close(os.open(self._path, os.O_WRONLY | os.O_CREAT, 0o600))
            with closing(sqlite3.connect(self._path, timeout=10)) as database:
                database.execute("pragma journal_mode = wal")
                database.executescript(SCHEMA + trials.SCHEMA)
                yield database
        except (OSError, sqlite3.Error) as error:
            raise GptctlError(f"{self._path} cannot be used: {error}") from error


def _exchange(row: tuple[str, int, float, str, str, str, str, str, str, str, str, str]) -> Exchange:
    conversation, turn, time, project, environment, target, assistant, remote_id, applied, commit, asked, answer = row
    return Exchange(
        conversation=conversation,
        turn=turn,
        time=time,
        origin=Origin(
            project=project,
            environment=environment,
            target=target,
            assistant=assistant,
            remote_id=remote_id,
            applied=applied,
            commit=commit,
        ),
        asked=codec.message(asked),
        answer=codec.answer(answer),
        beside=codec.beside(asked),
    )
