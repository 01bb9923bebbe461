import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from gptctl.core.conversation import Answer, Engine, Message, Role, Source, ToolCall
from gptctl.core.rollout import Arm, Decision
from gptctl.errors import GptctlError
from gptctl.logs.exchange import Exchange, Origin
from gptctl.logs.recorder import Recorder
from gptctl.logs.trial import Trial

ORIGIN = Origin(
    project="acme",
    environment="dev",
    target="local",
    assistant="handbook",
    remote_id="asst_1",
    applied="f" * 64,
    commit="c" * 40,
)
ANSWER = Answer(
    text="Forty hours.\x1b[2J \ud800",
    engine=Engine.EMBEDDED,
    model="smollm2-135m",
    sources=(Source(file="leave.md", heading="Leave > Sick", text="Forty", score=0.5),),
    tool_calls=(ToolCall(id="1", name="lookup", arguments="{}"),),
    usage={"input": 12},
    notes=("keyword search only",),
)


def exchange(conversation: str = "one", turn: int = 0, time: float = 1.0) -> Exchange:
    asked = Message(role=Role.USER, text=f"question {turn}", tool_call_id="x")
    return Exchange(conversation=conversation, turn=turn, time=time, origin=ORIGIN, asked=asked, answer=ANSWER)


@pytest.fixture
def store(tmp_path: Path) -> Recorder:
    return Recorder(tmp_path / "home")


def test_an_exchange_comes_back_as_it_was(store: Recorder) -> None:
    store.add(exchange(turn=1))
    store.add(exchange(turn=0))
    assert store.read("one") == (exchange(turn=0), exchange(turn=1))


def test_reading_makes_nothing(store: Recorder, tmp_path: Path) -> None:
    assert store.read("one") == ()
    assert store.summaries("acme") == ()
    assert not (tmp_path / "home").exists()


def test_conversations_are_private(store: Recorder, tmp_path: Path) -> None:
    store.add(exchange())
    assert (tmp_path / "home").stat().st_mode & 0o077 == 0
    assert (tmp_path / "home" / "conversations.db").stat().st_mode & 0o077 == 0


def test_summaries_are_newest_first_and_of_one_project(store: Recorder) -> None:
    store.add(exchange("old", time=1.0))
    store.add(exchange("new", time=2.0))
    store.add(exchange("new", turn=1, time=3.0))
    assert [(s.conversation, s.turns, s.first) for s in store.summaries("acme")] == [
        ("new", 2, "question 0"),
        ("old", 1, "question 0"),
    ]
    assert store.summaries("other") == ()


def test_a_turn_is_never_written_over(store: Recorder) -> None:
    store.add(exchange())
    with pytest.raises(GptctlError, match="cannot be used"):
        store.add(exchange())


def test_a_file_that_is_no_database_is_one_clear_message(store: Recorder, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "conversations.db").write_bytes(b"no database at all, but long enough to look at" * 100)
    with pytest.raises(GptctlError, match=r"conversations\.db cannot be used"):
        store.summaries("acme")


def test_conversations_that_went_on_are_given_whole_the_oldest_first(store: Recorder) -> None:
    for conversation, turn, time in (("a", 0, 1.0), ("b", 0, 2.0), ("a", 1, 3.0), ("c", 0, 0.5)):
        store.add(exchange(conversation, turn, time))
    assert [[one.conversation for one in found] for found in store.since("acme", 1.0)] == [["b"], ["a", "a"]]
    assert list(store.since("acme", 3.0)) == []
    assert list(store.since("other", 0.0)) == []


def test_what_is_forgotten_is_gone_from_the_bytes_too(store: Recorder, tmp_path: Path) -> None:
    store.forget(["one"])
    assert not (tmp_path / "home").exists()
    store.add(exchange("one"))
    store.add(exchange("two"))
    store.forget(["one", "never there"])
    assert store.read("one") == ()
    assert len(store.read("two")) == 1
    store.forget(["two"])
    left = b"".join(path.read_bytes() for path in (tmp_path / "home").iterdir())
    assert b"question 0" not in left


def test_trials_are_kept_beside_the_exchanges_and_forgotten_with_them(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path)
    assert (recorder.trials("r1"), recorder.trials_in("c1")) == ((), ())
    failed, answered = trial(0.0, answered=False), trial(1.0, answered=True)
    recorder.fail(failed)
    recorder.add(exchange("c1", 0), answered)
    assert recorder.trials("r1") == recorder.trials_in("c1") == (failed, answered)
    assert recorder.trials("r2") == ()
    recorder.forget(["c1"])
    assert recorder.trials("r1") == ()


def test_what_an_older_version_kept_is_read_as_it_was(tmp_path: Path) -> None:
    Recorder(tmp_path).add(exchange("c1", 0))
    with closing(sqlite3.connect(tmp_path / "conversations.db")) as database, database:
        database.execute("drop table trials")
    assert (len(Recorder(tmp_path).read("c1")), Recorder(tmp_path).trials_in("c1")) == (1, ())


def trial(time: float, *, answered: bool) -> Trial:
    decision = Decision(rollout="r1", arm=Arm.AFTER, share=5, model="tuned")
    return Trial(conversation="c1", turn=0, time=time, decision=decision, answered=answered)
