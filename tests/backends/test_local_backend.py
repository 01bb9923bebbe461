"""The files of the local backend against everything a disk can do to them, also where all clones share the lock."""

import contextlib
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gptctl.backends.base import Backend
from gptctl.backends.git import GitLock, SharedBackend
from gptctl.backends.local import LocalBackend
from gptctl.core.address import Address, Key, RemoteId
from gptctl.core.journal import Begin, Done, Failed
from gptctl.core.plan import Action
from gptctl.core.record import Record
from gptctl.core.resource import Recorded
from gptctl.core.value import fingerprint
from gptctl.errors import GptctlError, Locked, Refused
from tests.support.team import REF, bare, clone, locks

KEY = Key(target="local", address=Address(kind="assistant", name="a"))
ENTRY = Recorded(key=KEY, id=RemoteId("asst_1"), nonce="n", applied="f", version="1")
BEGIN = Begin(operation="1", time=1.0, key=KEY, action=Action.CREATE, nonce="n", applied="f")


@pytest.fixture(params=["local", "shared"])
def backend(request: pytest.FixtureRequest, tmp_path: Path) -> Backend:
    local = LocalBackend(tmp_path / "dev")
    if request.param == "local":
        return local
    root = clone(tmp_path / "clone", bare(tmp_path / "remote.git"))
    return SharedBackend(backend=local, shared=GitLock(root=root, ref=REF, environ={}), warn=pytest.fail)


def journal(tmp_path: Path) -> Path:
    return tmp_path / "dev" / "journal.jsonl"


def test_nothing_is_made_by_reading(backend: Backend, tmp_path: Path) -> None:
    assert backend.read().record == Record()
    assert backend.journal.entries() == ()
    assert backend.baselines.get("0" * 64) is None
    assert not (tmp_path / "dev").exists()


def test_a_record_comes_back_and_is_private(backend: Backend, tmp_path: Path) -> None:
    backend.write(Record(entries={KEY: ENTRY}))
    assert backend.read().record.entries == {KEY: ENTRY}
    assert (tmp_path / "dev" / "record.json").stat().st_mode & 0o077 == 0
    assert (tmp_path / "dev").stat().st_mode & 0o077 == 0
    assert [path.name for path in (tmp_path / "dev").iterdir()] == ["record.json"]


def test_a_record_cut_anywhere_reads_as_empty_with_a_note(backend: Backend, tmp_path: Path) -> None:
    backend.write(Record(entries={KEY: ENTRY}))
    path = tmp_path / "dev" / "record.json"
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        reading = backend.read()
        assert reading.record == Record()
        assert "by its marker" in reading.note


@pytest.mark.parametrize("damage", [b"\xff\xfe", b"[" * 100_000, b"<<<<<<< HEAD\n", b'{"format": "gptctl.record/v9"}'])
def test_a_damaged_record_reads_as_empty_with_a_note(backend: Backend, tmp_path: Path, damage: bytes) -> None:
    backend.write(Record())
    (tmp_path / "dev" / "record.json").write_bytes(damage)
    assert backend.read().note


def test_a_record_that_is_a_link_is_not_followed(backend: Backend, tmp_path: Path) -> None:
    backend.write(Record(entries={KEY: ENTRY}))
    path = tmp_path / "dev" / "record.json"
    path.rename(tmp_path / "elsewhere.json")
    path.symlink_to(tmp_path / "elsewhere.json")
    assert backend.read().note


@pytest.mark.parametrize("name", ["lock", "holder.json", "journal.jsonl", "record.json", "applied", "applied/ab"])
def test_nothing_is_written_through_a_link_that_a_repository_brings(
    backend: Backend, tmp_path: Path, name: str
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "file").write_text("precious")
    path = tmp_path / "dev" / name
    path.parent.mkdir(parents=True)
    path.symlink_to(elsewhere if name.startswith("applied") else elsewhere / "file")
    with contextlib.suppress(GptctlError), backend.lock(wait=0):
        backend.write(Record())
    with contextlib.suppress(GptctlError):
        backend.journal.append(BEGIN)
    backend.baselines.put(f"ab{'0' * 62}", {"name": "support"})
    assert [(found.name, found.read_text()) for found in elsewhere.rglob("*")] == [("file", "precious")]


def test_a_journal_comes_back_in_order(backend: Backend) -> None:
    lines = (BEGIN, Done(operation="1", entry=ENTRY), Failed(operation="2", message="no\nway \ud800"))
    for line in lines:
        backend.journal.append(line)
    assert backend.journal.entries()[:2] == lines[:2]
    assert len(backend.journal.entries()) == 3


def test_a_torn_last_line_is_no_line(backend: Backend, tmp_path: Path) -> None:
    backend.journal.append(BEGIN)
    whole = journal(tmp_path).read_bytes()
    backend.journal.append(Done(operation="1", entry=ENTRY))
    longer = journal(tmp_path).read_bytes()
    for length in range(len(whole), len(longer)):
        journal(tmp_path).write_bytes(longer[:length])
        assert backend.journal.entries() == (BEGIN,)


def test_a_line_after_a_torn_one_is_not_lost(backend: Backend, tmp_path: Path) -> None:
    backend.journal.append(BEGIN)
    with journal(tmp_path).open("ab") as file:
        file.write(b"0123abcd {torn")
    backend.journal.append(Done(operation="1", entry=ENTRY))
    assert backend.journal.entries() == (BEGIN, Done(operation="1", entry=ENTRY))


def test_one_flipped_bit_before_the_end_stops_everything(backend: Backend, tmp_path: Path) -> None:
    backend.journal.append(BEGIN)
    backend.journal.append(Done(operation="1", entry=ENTRY))
    whole = journal(tmp_path).read_bytes()
    for place in range(whole.index(b"\n")):
        flipped = bytearray(whole)
        flipped[place] ^= 1
        journal(tmp_path).write_bytes(flipped)
        with pytest.raises(Refused, match="damaged in line 1"):
            backend.journal.entries()


def test_restarting_keeps_what_is_pending(backend: Backend) -> None:
    backend.journal.append(Failed(operation="0", message=""))
    backend.journal.restart([BEGIN])
    assert backend.journal.entries() == (BEGIN,)


def test_setting_aside_keeps_the_bytes(backend: Backend, tmp_path: Path) -> None:
    backend.write(Record(entries={KEY: ENTRY}))
    journal(tmp_path).write_bytes(b"rubbish\n")
    backend.set_aside()
    assert backend.read().record == Record()
    assert backend.journal.entries() == ()
    assert (tmp_path / "dev" / "journal.jsonl.aside").read_bytes() == b"rubbish\n"


def test_a_baseline_comes_back_only_whole(backend: Backend, tmp_path: Path) -> None:
    attrs = {"name": "a", "text": "ü\ud800"}
    mark = fingerprint(attrs)
    backend.baselines.put(mark, attrs)
    assert backend.baselines.get(mark) == attrs
    (path,) = (p for p in (tmp_path / "dev" / "applied").rglob("*") if p.is_file())
    path.write_text('{"name": "b"}')
    assert backend.baselines.get(mark) is None


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_that_cannot_be_written_is_one_clear_message(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(GptctlError, match="cannot be used"):
        LocalBackend(tmp_path / "dev").journal.append(BEGIN)


def test_a_file_where_a_folder_should_be_is_one_clear_message(tmp_path: Path) -> None:
    (tmp_path / "dev").write_text("")
    with pytest.raises(GptctlError, match="cannot be used"):
        LocalBackend(tmp_path / "dev").journal.append(BEGIN)


HOLDER = """
import sys, time
from pathlib import Path
from gptctl.backends.local import LocalBackend
with LocalBackend(Path(sys.argv[1])).lock(wait=0):
    print("held", flush=True)
    time.sleep(60)
"""


def test_the_lock_names_its_holder_and_goes_with_it(backend: Backend, tmp_path: Path) -> None:
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, str(tmp_path / "dev")], stdout=subprocess.PIPE)
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(Locked, match=f"process {holder.pid}"), backend.lock(wait=0):
            pass
        holder.kill()
        holder.wait(timeout=10)
        started = time.monotonic()
        with backend.lock(wait=5):
            waited = time.monotonic() - started
        assert waited < 5
    finally:
        holder.kill()
        holder.wait(timeout=10)
        holder.stdout.close()


def test_the_lock_is_taken_again_and_again(backend: Backend) -> None:
    for _ in range(3):
        with backend.lock(wait=0), pytest.raises(Locked), backend.lock(wait=0):
            pytest.fail("two hold it")


def test_two_that_want_both_locks_get_them_one_after_the_other(tmp_path: Path) -> None:
    """The clone's own lock comes first: a run that waits for it asks the remote nothing."""
    remote = bare(tmp_path / "remote.git")
    first, second = (
        SharedBackend(
            backend=LocalBackend(tmp_path / name / "dev"),
            shared=GitLock(root=clone(tmp_path / name / "clone", remote), ref=REF, environ={}),
            warn=pytest.fail,
        )
        for name in ("one", "two")
    )
    with first.lock(wait=0), pytest.raises(Locked, match="another clone"), second.lock(wait=0):
        pytest.fail("two hold it")
    with second.lock(wait=0):
        assert locks(remote) == REF
