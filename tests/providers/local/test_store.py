"""The file itself: when it is made, who may read it, and what is said when it cannot be used."""

import sqlite3
import stat
from contextlib import closing
from pathlib import Path
from threading import Thread

import pytest

from gptctl.errors import NotDone, Rejected, StalePlan
from gptctl.providers.local.knowledge import KnowledgeBases
from gptctl.providers.local.provider import LocalProvider
from gptctl.providers.local.store import Store
from tests.conformance.subject import SAMPLES, SCOPE, draft


def create(home: Path) -> LocalProvider:
    provider = LocalProvider(name="local", home=home, settings={}, environ={})
    provider.handlers["assistant"].create(draft("assistant", SAMPLES["assistant"]))
    return provider


def test_reading_makes_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    provider = LocalProvider(name="local", home=home, settings={}, environ={})
    assert not list(provider.handlers["assistant"].list(SCOPE.mark))
    assert not home.exists()


def test_what_is_written_is_the_users_alone(tmp_path: Path) -> None:
    home = tmp_path / "home"
    create(home).close()
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert stat.S_IMODE((home / "local.db").stat().st_mode) == 0o600


def test_another_process_sees_what_was_written(tmp_path: Path) -> None:
    provider = create(tmp_path)
    other = LocalProvider(name="local", home=tmp_path, settings={}, environ={})
    assert [one.name for one in other.handlers["assistant"].list(SCOPE.mark)] == ["sample"]
    provider.close()
    other.close()


def test_one_address_has_one_object(tmp_path: Path) -> None:
    provider = create(tmp_path)
    with pytest.raises(Rejected, match="already carries the mark"):
        provider.handlers["assistant"].create(draft("assistant", SAMPLES["assistant"], nonce=2))
    assert len(list(provider.handlers["assistant"].list(SCOPE.mark))) == 1
    provider.close()


def test_a_create_that_fails_leaves_nothing(tmp_path: Path) -> None:
    handler = KnowledgeBases(Store(tmp_path))
    with pytest.raises(StalePlan):
        handler.create(draft("knowledge", {"name": "x", "files": {"a.md": "0" * 64}}))
    assert not list(handler.list(SCOPE.mark))


def test_threads_take_turns(tmp_path: Path) -> None:
    provider = create(tmp_path)
    handler = provider.handlers["assistant"]
    threads = [
        Thread(target=lambda n=n: handler.create(draft("assistant", {"name": f"a{n}"}, name=f"a{n}"))) for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(list(handler.list(SCOPE.mark))) == 9
    provider.close()


def test_a_writer_that_waits_in_vain_says_so(tmp_path: Path) -> None:
    create(tmp_path).close()
    store = Store(tmp_path, patience=0.05)
    with closing(sqlite3.connect(tmp_path / "local.db", isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(NotDone, match="in use by another program"), store.write():
            pass
        with store.read() as db:
            assert db.execute("SELECT count(*) FROM objects").fetchone() == (1,)
    store.close()


def test_a_damaged_file_is_named_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "local.db").write_bytes(b"this is no database, but it is long enough to be taken for one" * 100)
    with pytest.raises(NotDone, match="damaged") as raised, Store(tmp_path).read():
        pass
    assert "move it away" in raised.value.advice
    damaged = LocalProvider(name="local", home=tmp_path, settings={}, environ={})
    check = next(check for check in damaged.checks() if check.name == "database")
    assert not check.ok
    assert "damaged" in check.detail


def test_a_newer_file_is_left_alone(tmp_path: Path) -> None:
    create(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / "local.db")) as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(NotDone, match="schema 99"), Store(tmp_path).read():
        pass


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(NotDone, match="cannot be made"), Store(tmp_path / "file" / "home").write():
        pass


def test_an_edit_that_is_no_json_map_is_refused_by_the_file(tmp_path: Path) -> None:
    create(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / "local.db")) as db, pytest.raises(sqlite3.Error):
        db.execute("UPDATE objects SET attrs = '[]'")
