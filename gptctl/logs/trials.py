"""Trials in the file of our own runtime: a table beside the exchanges, so that every version can read the file."""

import sqlite3
from collections.abc import Sequence

from gptctl.core.rollout import Arm, Decision
from gptctl.logs.trial import Trial

SCHEMA = """
create table if not exists trials (
  conversation text not null,
  turn integer not null,
  time real not null,
  rollout text not null,
  arm text not null,
  share integer not null,
  model text not null,
  answered integer not null,
  primary key (conversation, turn, time)
) without rowid;
create index if not exists trials_by_rollout on trials (rollout);
"""
_COLUMNS = "select conversation, turn, time, rollout, arm, share, model, answered from trials"


def insert(database: sqlite3.Connection, trial: Trial) -> None:
    one = trial.decision
    row = (trial.conversation, trial.turn, trial.time, one.rollout, one.arm.value, one.share, one.model, trial.answered)
    database.execute("insert or replace into trials values (?,?,?,?,?,?,?,?)", row)


def of_rollout(database: sqlite3.Connection, rollout: str) -> Sequence[Trial]:
    rows = database.execute(f"{_COLUMNS} where rollout = ? order by time, conversation, turn", (rollout,))
    return tuple(map(_trial, rows))


def of_conversation(database: sqlite3.Connection, conversation: str) -> Sequence[Trial]:
    rows = database.execute(f"{_COLUMNS} where conversation = ? order by turn, time", (conversation,))
    return tuple(map(_trial, rows))


def forget(database: sqlite3.Connection, conversations: Sequence[str]) -> None:
    database.executemany("delete from trials where conversation = ?", [(one,) for one in conversations])


def _trial(row: tuple[str, int, float, str, str, int, str, int]) -> Trial:
    conversation, turn, time, rollout, arm, share, model, answered = row
    return Trial(
        conversation=conversation,
        turn=turn,
        time=time,
        decision=Decision(rollout=rollout, arm=Arm(arm), share=share, model=model),
        answered=bool(answered),
    )
