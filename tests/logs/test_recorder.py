from pathlib import Path

import pytest

from gptctl.core.conversation import Answer, Engine, Message, Role, Source, ToolCall
from gptctl.errors import GptctlError
from gptctl.logs.exchange import Exchange, Origin
from gptctl.logs.recorder import Recorder

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
