"""Our own files, damaged: what may be lost is made anew, what may not is refused with the way out, nothing hangs."""

import hashlib
import marshal
import os
import sqlite3
import time
import zlib
from contextlib import closing
from pathlib import Path

import pytest

from tests.e2e.conftest import Orderly
from tests.support.spoil import Spoil, file, folder, link, pipe, put, sparse
from tests.support.terminal import Project

RECORD = ".gptctl/dev/record.json"
JOURNAL = ".gptctl/dev/journal.jsonl"
CACHE = ".gptctl/cache"
DATABASE = "../home/local.db"
DEEP = b"[" * 100_000

RECORDS: dict[str, Spoil] = {
    "torn": put(RECORD, '{"format": "gptctl.record/v1", "entr'),
    "no text": put(RECORD, b"\xff\xfe{"),
    "deep": put(RECORD, DEEP),
    "large": sparse(RECORD),
    "other types": put(RECORD, '{"format": "gptctl.record/v1", "entries": [{"target": 1}]}'),
    "pipe": pipe(RECORD),
    "endless": link(RECORD, "/dev/zero"),
    "folder": folder(RECORD),
}


def line(body: bytes) -> bytes:
    return b"%08x %s\n" % (zlib.crc32(body), body)


JOURNALS: dict[str, Spoil] = {
    "damaged": put(JOURNAL, 'deadbeef {"begin": "x"}\n'),
    "empty lines": put(JOURNAL, "\n\n"),
    "deep": put(JOURNAL, line(DEEP)),
    "other types": put(JOURNAL, line(b'{"begin": 1}')),
    "large": sparse(JOURNAL),
    "pipe": pipe(JOURNAL),
    "endless": link(JOURNAL, "/dev/zero"),
    "folder": folder(JOURNAL),
}
CACHES: dict[str, Spoil] = {
    f"{kind} {name}": spoil
    for name in ("outline.json", "documents.json", "hashes.json")
    for kind, spoil in {
        "damaged": put(f"{CACHE}/{name}", "{"),
        "no text": put(f"{CACHE}/{name}", b"\xff\xfe"),
        "deep": put(f"{CACHE}/{name}", DEEP),
        "large": sparse(f"{CACHE}/{name}"),
        "pipe": pipe(f"{CACHE}/{name}"),
        "endless": link(f"{CACHE}/{name}", "/dev/zero"),
        "folder": folder(f"{CACHE}/{name}"),
    }.items()
} | {"a file for the folder of": file(CACHE)}
DATABASES: dict[str, Spoil] = {
    "no database": put(DATABASE, "x" * 9000),
    "torn": lambda project: os.truncate(project.home / "local.db", 8192),
    "folder": folder(DATABASE),
    "pipe": pipe(DATABASE),
    "endless": link(DATABASE, "/dev/zero"),
}
QUICK = ("torn", "deep", "damaged", "deep outline.json", "pipe hashes.json", "no database")


def cases(spoils: dict[str, Spoil]) -> list[object]:
    return [
        pytest.param(spoil, id=name, marks=() if name in QUICK else pytest.mark.slow) for name, spoil in spoils.items()
    ]


@pytest.mark.parametrize("spoil", cases(RECORDS))
def test_a_damaged_record_is_said_and_not_needed(applied: Project, orderly: Orderly, spoil: Spoil) -> None:
    spoil(applied)
    done = orderly(applied, "plan", "--detailed-exitcode")
    assert f"{RECORD} cannot be read" in done.out
    assert orderly(applied, "state", "rebuild").out.endswith("3 objects are recorded.\n")
    assert "cannot be read" not in orderly(applied, "plan", "--detailed-exitcode").out


def test_a_torn_line_of_the_journal_is_no_line(applied: Project, orderly: Orderly) -> None:
    put(JOURNAL, '12345678 {"begin": "abc')(applied)
    orderly(applied, "plan", "--detailed-exitcode")
    orderly(applied, "apply", "--yes")
    assert (applied.root / JOURNAL).read_bytes() == b""


@pytest.mark.parametrize("spoil", cases(JOURNALS))
def test_a_damaged_journal_is_refused_with_the_way_out(
    applied: Project, refused: Orderly, orderly: Orderly, spoil: Spoil
) -> None:
    spoil(applied)
    done = refused(applied, "apply", "--yes", status=12)
    assert JOURNAL in done.err
    assert "Run `gptctl state rebuild`" in done.err
    orderly(applied, "state", "rebuild")
    orderly(applied, "apply", "--yes")
    orderly(applied, "plan", "--detailed-exitcode")


def test_the_doctor_looks_at_the_journal(applied: Project) -> None:
    put(JOURNAL, "\n")(applied)
    assert "--  journal" in applied.run("doctor").out


@pytest.mark.parametrize("spoil", cases(CACHES))
def test_a_damaged_cache_is_ignored(applied: Project, orderly: Orderly, spoil: Spoil) -> None:
    age(applied.root)
    orderly(applied, "plan")
    assert sorted(path.name for path in (applied.root / CACHE).iterdir()) == [
        "documents.json",
        "hashes.json",
        "outline.json",
    ]
    spoil(applied)
    done = orderly(applied, "plan", "--detailed-exitcode")
    assert done.out.endswith("Nothing to do: all 3 objects are as declared.\n")
    assert done.err == ""


def test_a_cache_from_elsewhere_is_not_believed(applied: Project, orderly: Orderly) -> None:
    """One that a repository brought along, and that depends on nothing that could have changed."""
    age(applied.root)
    orderly(applied, "plan")
    cache = applied.root / CACHE / "outline.json"
    text = cache.read_text()
    start, end = text.index('"inputs":'), text.index('"outline":')
    empty = hashlib.sha256(marshal.dumps([], 0)).hexdigest()
    cache.write_text(
        f'{text[:start]}"inputs":{{"files":[],"folders":[],"variables":[]}},"signature":"{empty}",{text[end:]}'
    )
    put("assistants/greeter.yaml", "x: y\n")(applied)
    assert applied.run("plan").status == 10


def test_nothing_is_written_through_a_link(project: Project, refused: Orderly, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    link(".gptctl", str(tmp_path / "elsewhere"))(project)
    done = refused(project, "apply", "--yes", status=12)
    assert ".gptctl is a symbolic link" in done.err
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.parametrize("spoil", cases(DATABASES))
def test_a_damaged_database_is_named_and_left_alone(applied: Project, refused: Orderly, spoil: Spoil) -> None:
    spoil(applied)
    assert "local.db" in refused(applied, "plan", status=1).err
    assert "local.db" in refused(applied, "apply", "--yes", status=1).err


def test_the_way_out_of_a_damaged_database_is_true(applied: Project) -> None:
    put(DATABASE, "x" * 9000)(applied)
    assert "gptctl apply --recreate" in applied.run("plan").err
    (applied.home / "local.db").unlink()
    assert applied.run("apply", "--recreate", "--yes").status == 0
    assert applied.run("plan", "--detailed-exitcode").status == 0


def test_marks_that_somebody_wrote_over_are_not_ours(applied: Project) -> None:
    with closing(sqlite3.connect(applied.home / "local.db")) as database, database:
        database.execute("UPDATE objects SET metadata = '[', marker = 'gptctl' || char(27) WHERE name = 'greeter'")
    assert applied.run("apply", "--yes").status == 0
    assert applied.run("plan", "--detailed-exitcode").status == 0


def age(folder: Path) -> None:
    """Make every file older than the moment in which a cache does not trust it."""
    then = time.time() - 60
    for path in folder.rglob("*"):
        os.utime(path, (then, then))
