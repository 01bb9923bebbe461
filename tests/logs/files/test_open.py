"""What a user may name as logs, and what is wrong with it."""

import gzip
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from gptctl.core.value import JSON
from gptctl.errors import GptctlError
from gptctl.logs.files.door import open_logs
from gptctl.logs.files.limits import Limits
from gptctl.logs.sources.base import Record, Rejected

ROWS = [{"id": f"{n}", "text": "ärger 🚆 \x1b[2J", "more": [1, 2.5, None, True, {"a": "}]"}]} for n in range(3)]
TEXTS = [json.dumps(row).encode() for row in ROWS]
SMALL = Limits(row=1000, depth=10, ratio=20, unfolded=2000)


def read(path: Path, limits: Limits = SMALL) -> list[Record | Rejected]:
    return [item for file in open_logs(path, limits) for item in file]


def values(path: Path, limits: Limits = SMALL) -> list[JSON]:
    """The values of a file in which nothing is wrong."""
    found = read(path, limits)
    assert [item for item in found if isinstance(item, Rejected)] == []
    return [item.value for item in found if isinstance(item, Record)]


def reasons(path: Path, limits: Limits = SMALL) -> dict[int, str]:
    return {item.row: item.reason for item in read(path, limits) if isinstance(item, Rejected)}


def table(path: Path, rows: list[dict[str, object]]) -> Path:
    pq.write_table(pa.Table.from_pylist(rows), path)
    return path


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


LAYOUTS = {
    "lines": b"\n".join(TEXTS),
    "lines with a mark, blank lines and returns": b"\xef\xbb\xbf" + b"\r\n \r\n".join(TEXTS) + b"\r\n",
    "an array": b"[" + b",".join(TEXTS) + b"]",
    "a written-out array": json.dumps(ROWS, indent=2).encode(),
    "an array, one item to a line": b"[\n" + b",\n".join(TEXTS) + b"\n]\n",
    "an array with a mark": b"\xef\xbb\xbf [" + b" , ".join(TEXTS) + b"] ",
    "conversations": json.dumps({"version": 1, "conversations": ROWS}).encode(),
    "data": json.dumps({"object": "list", "data": ROWS, "has_more": False}, indent=1).encode(),
}


@pytest.mark.parametrize("size", [1_000, 300], ids=["read whole", "cut out of a stream"])
@pytest.mark.parametrize("kind", LAYOUTS)
def test_records_are_found_in_every_layout(tmp_path: Path, kind: str, size: int) -> None:
    path = tmp_path / "logs.json"
    path.write_bytes(LAYOUTS[kind])
    assert values(path, Limits(row=size)) == ROWS


def test_an_array_on_one_line_is_an_array_whatever_the_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "logs.jsonl"
    path.write_bytes(b"[" + b",".join(TEXTS) + b"]\n")
    assert values(path) == ROWS


def zstandard(raw: bytes) -> bytes:
    return bytes(pa.Codec("zstd").compress(raw, asbytes=True))


PACKINGS: dict[str, Callable[[bytes], bytes]] = {
    "logs.jsonl.gz": gzip.compress,
    "two members.gz": lambda raw: gzip.compress(raw[:70]) + gzip.compress(raw[70:]),
    "logs.jsonl.zst": zstandard,
    "two frames.zst": lambda raw: zstandard(raw[:9]) + zstandard(raw[9:]),
    "named as if it were not packed.jsonl": gzip.compress,
}


@pytest.mark.parametrize("name", PACKINGS)
def test_what_is_packed_is_unpacked(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(PACKINGS[name](b"\n".join(TEXTS)))
    assert values(path) == ROWS


def test_the_files_of_an_archive_are_read_in_place(tmp_path: Path) -> None:
    files = {"b.json": TEXTS[1], "../a.jsonl": TEXTS[0], "c/d.jsonl.gz": gzip.compress(TEXTS[2]), "picture.png": b"x"}
    path = zipped(tmp_path / "export.zip", files)
    assert [file.name for file in open_logs(path)] == [f"{path}/../a.jsonl", f"{path}/b.json", f"{path}/c/d.jsonl.gz"]
    assert values(path) == ROWS
    assert list(tmp_path.iterdir()) == [path]


def test_a_table_gives_its_rows_as_json(tmp_path: Path) -> None:
    when = pa.scalar(1_700_000_000, pa.timestamp("s", tz="UTC")).as_py()
    kinds = pa.map_(pa.string(), pa.int64())
    rows = {"messages": [[{"role": "user"}]], "at": [when], "raw": [b"\xff"], "usage": pa.array([[("in", 3)]], kinds)}
    path = tmp_path / "logs.parquet"
    pq.write_table(pa.table(rows), path)
    assert values(path) == [
        {"messages": [{"role": "user"}], "at": "2023-11-14T22:13:20+00:00", "raw": "\ufffd", "usage": {"in": 3}}
    ]


def test_a_file_can_be_read_twice(tmp_path: Path) -> None:
    (tmp_path / "logs.jsonl").write_bytes(b"\n".join(TEXTS))
    (file,) = open_logs(tmp_path / "logs.jsonl")
    assert list(file) == list(file) != []


@pytest.mark.parametrize(
    "value",
    [
        {"id": "1", "conversations": [{"from": "human", "value": "Hi"}]},
        {"object": "list", "data": [{"role": "user", "content": "Hi"}]},
        {"data": [{"type": "reasoning"}, {"type": "message"}]},
        {"data": []},
        {"conversations": "none"},
        {"messages": [{"role": "user"}]},
    ],
)
def test_the_parts_of_one_conversation_are_not_taken_apart(tmp_path: Path, value: JSON) -> None:
    path = tmp_path / "one.json"
    path.write_text(json.dumps(value))
    assert values(path) == [value]


# Folders


def test_a_folder_is_read_to_its_depths_in_order(tmp_path: Path) -> None:
    for name in ("b.jsonl", "a/deep/er.json", "c.ndjson", ".hidden.json", "a/.git/x.json", "notes.md", "page.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("{}")
    assert [Path(file.name).relative_to(tmp_path).as_posix() for file in open_logs(tmp_path)] == [
        "a/deep/er.json", "b.jsonl", "c.ndjson",
    ]  # fmt: skip


def test_no_link_leads_out_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.json").write_text("{}")
    folder = tmp_path / "logs"
    folder.mkdir()
    (folder / "file.json").symlink_to(tmp_path / "secret.json")
    (folder / "dangling.json").symlink_to(tmp_path / "nothing.json")
    (folder / "round").symlink_to(folder)
    (folder / "above").symlink_to(tmp_path)
    os.mkfifo(folder / "pipe.json")
    (folder / "real.json").write_text("{}")
    assert [Path(file.name).name for file in open_logs(folder)] == ["real.json"]


@pytest.mark.parametrize("name", ["missing.json", "missing/below.json"])
def test_what_is_not_there_is_one_clear_message(tmp_path: Path, name: str) -> None:
    with pytest.raises(GptctlError, match=r"missing.* cannot be read: No such file"):
        list(open_logs(tmp_path / name))


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(GptctlError, match="neither a file nor a folder"):
        list(open_logs(tmp_path / "pipe"))


# What is wrong with a row costs that row

ROTTEN = {
    "invalid UTF-8": (b'{"id": "\xff"}', "not valid JSON"),
    "a lone surrogate": (b'{"id": "\\ud800"}', "surrogate"),
    "cut off": (b'{"id": "1", "te', "not valid JSON"),
    "not a number": (b'{"n": NaN}', "not valid JSON"),
    "without end": (b'{"n": 1e999}', "infinity"),
    "many digits": (b'{"n": ' + b"9" * 400 + b"}", "infinity"),
    "deep": (b"[" * 11 + b"]" * 11, "deeper than 10 levels"),
    "very deep": (b"[" * 400 + b"]" * 400, "deeper than 10 levels"),
    "deep at the side": (b"[" + b"[],[" * 11 + b"]" * 12, "deeper than 10 levels"),
    "large": (b'{"text": "' + b"x" * 2000 + b'"}', "larger than 0.001 MB"),
    "large and broken": (b"x" * 3_000, "larger than 0.001 MB"),
    "a bare control character": (b'{"id": "\x1b[2J"}', "control character"),
}


@pytest.mark.parametrize("kind", ROTTEN)
def test_a_rotten_line_costs_itself_alone(tmp_path: Path, kind: str) -> None:
    raw, reason = ROTTEN[kind]
    for at in range(3):
        path = tmp_path / "logs.jsonl"
        path.write_bytes(b"\n".join([*TEXTS[:at], raw, *TEXTS[at:]]))
        found = read(path)
        assert [item.value for item in found if isinstance(item, Record)] == ROWS
        assert [item.row for item in found] == [1, 2, 3, 4]
        assert reason in reasons(path)[at + 1]


@pytest.mark.parametrize("kind", [kind for kind in ROTTEN if kind not in {"cut off", "large and broken"}])
def test_a_rotten_item_costs_itself_alone(tmp_path: Path, kind: str) -> None:
    raw, reason = ROTTEN[kind]
    path = tmp_path / "logs.json"
    path.write_bytes(b"[" + b",".join([TEXTS[0], raw, *TEXTS[1:]]) + b"]")
    found = read(path)
    assert [item.value for item in found if isinstance(item, Record)] == ROWS
    assert reason in reasons(path)[2]


def test_brackets_in_texts_are_not_depth(tmp_path: Path) -> None:
    path = tmp_path / "logs.jsonl"
    path.write_text(json.dumps({"text": "[{" * 50}) + "\n" + json.dumps({"text": "[" * 40 + "]" * 40}))
    assert len(values(path)) == 2


@pytest.mark.parametrize("cut", range(0, 290, 7))
def test_an_array_that_breaks_off_keeps_what_came_before(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "logs.json"
    path.write_bytes((b"[" + b",".join(TEXTS) + b"]")[: cut + 1])
    *found, last = read(path)
    assert [item.value for item in found if isinstance(item, Record)] == ROWS[: len(found)]
    assert isinstance(last, Rejected)
    assert "ends in the middle" in last.reason or "breaks off" in last.reason


@pytest.mark.parametrize("chunk", [b"", b"x", b"]", b"}", b"[1]"])
def test_what_follows_an_array_is_told(tmp_path: Path, chunk: bytes) -> None:
    path = tmp_path / "logs.json"
    path.write_bytes(b"[" + b",".join(TEXTS) + b"] " + chunk)
    assert [item.row for item in read(path) if isinstance(item, Record)] == [1, 2, 3]
    assert bool(reasons(path)) == bool(chunk)


# What is wrong with a file is told once


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"some notes\nof mine\n", "this is no JSON"),
        (bytes(range(256)) * 30, "this is no JSON"),
        ('{"id": 1}'.encode("utf-16"), "this is UTF-16"),
        (gzip.compress(b"\n".join(TEXTS))[:-9], "cannot be read any further"),
        (gzip.compress(b"\n".join(TEXTS))[:-9] + b"\0" * 9, "cannot be read any further"),
        (b"\x1f\x8b" + b"x" * 50, "cannot be read any further"),
        (b"\x28\xb5\x2f\xfd" + b"x" * 50, "cannot be read any further"),
        (b"PK\x03\x04" + b"x" * 50, "the zip archive cannot be read"),
        (b"PAR1" + b"x" * 50 + b"PAR1", "the Parquet file cannot be read"),
        (b"{" + b'"a":{' * 900, "larger than"),
        (b'{"a": 1, "b": [}', "not valid JSON"),
        (gzip.compress(b"x" * 100_000), "unfolds to far more"),
        (zstandard(b'{"a":1}\n' * 100_000), "unfolds to far more"),
    ],
)
def test_a_rotten_file_is_told_once(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "logs"
    path.write_bytes(content)
    (told,) = reasons(path).values()
    assert reason in told


def test_an_empty_file_has_nothing(tmp_path: Path) -> None:
    for content in (b"", b"\n\n \n", b"\xef\xbb\xbf", b"[]", b" [ ] "):
        (tmp_path / "logs.json").write_bytes(content)
        assert read(tmp_path / "logs.json") == []


def test_an_archive_that_unfolds_to_too_much_is_not_read(tmp_path: Path) -> None:
    path = zipped(tmp_path / "bomb.zip", {f"{n}.json": b" " * 50_000 for n in range(9)})
    assert "unfolds to far more" in reasons(path)[0]


def test_what_is_packed_twice_in_an_archive_is_told(tmp_path: Path) -> None:
    inner = gzip.compress(b" " * 5_000_000)
    path = zipped(tmp_path / "export.zip", {"a.zip": b"PK", "b.parquet": b"PAR1", "c.json.gz": inner})
    told = [item.reason for item in read(path, Limits(ratio=20, unfolded=200_000)) if isinstance(item, Rejected)]
    assert [reason.split(":")[0] for reason in told[:2]] == ["it is packed twice"] * 2
    assert "unfolds to far more" in told[2]


def test_an_encrypted_member_is_told(tmp_path: Path) -> None:
    path = zipped(tmp_path / "export.zip", {"a.json": TEXTS[0]})
    raw = bytearray(path.read_bytes())
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(raw)
    assert "encrypted" in reasons(path)[0]


def test_a_table_that_unfolds_to_too_much_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = table(tmp_path / "bomb.parquet", [{"text": "x" * 900}] * 5_000)
    assert path.stat().st_size < 20_000
    found = read(path, Limits(row=1000, ratio=20, unfolded=2000))
    assert isinstance(found[-1], Rejected)
    assert "unfolds to far more" in found[-1].reason


def test_a_large_row_of_a_table_costs_itself_alone(tmp_path: Path) -> None:
    path = table(tmp_path / "logs.parquet", [{"text": "x"}, {"text": "y" * 2000}, {"text": "z"}])
    assert [type(item).__name__ for item in read(path)] == ["Record", "Rejected", "Record"]


def test_a_file_that_went_away_costs_itself_alone(tmp_path: Path) -> None:
    gone = tmp_path / "a.json"
    (tmp_path / "b.jsonl").write_bytes(b"\n".join(TEXTS))
    gone.write_text("{}")
    files = open_logs(tmp_path)
    first = next(files)
    gone.unlink()
    (told,) = first
    assert isinstance(told, Rejected)
    assert "No such file" in told.reason
    assert [item.row for file in files for item in file] == [1, 2, 3]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_in_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{}")
    (tmp_path / "a.json").chmod(0)
    assert "Permission denied" in reasons(tmp_path)[0]


def test_an_item_far_larger_than_a_portion_is_read_past_and_not_held(tmp_path: Path) -> None:
    path = tmp_path / "logs.json"
    large = b'{"text": "' + b'x\\"' * 1_000_000 + b'", "more": [' + b"[1]," * 400_000 + b"1]}"
    path.write_bytes(b"[" + TEXTS[0] + b"," + large + b"," + TEXTS[1] + b"]")
    found = read(path)
    assert [item.row for item in found] == [1, 2, 3]
    assert "larger than" in reasons(path)[2]


def test_one_conversation_that_is_too_large_is_not_taken_apart(tmp_path: Path) -> None:
    turns = [{"from": "human", "value": "x" * 50}] * 40
    (tmp_path / "one.json").write_text(json.dumps({"id": 1, "conversations": turns}))
    assert list(reasons(tmp_path / "one.json")) == [1]
    (tmp_path / "one.json").write_text(json.dumps({"id": 1, "data": ["{"] * 400})[:-3])
    assert len(read(tmp_path / "one.json")) == 400


def test_a_member_packed_in_another_way_is_told(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.json", TEXTS[0])
    assert "deflate" in reasons(tmp_path / "a.zip")[0]


def test_a_damaged_member_costs_itself_alone(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"a.json": TEXTS[0], "b.json": TEXTS[1]})
    raw = path.read_bytes()
    path.write_bytes(raw[:40] + b"\xff" * 20 + raw[60:])
    found = read(path)
    assert [item.value for item in found if isinstance(item, Record)] == [ROWS[1]]
    assert "cannot be read any further" in reasons(path)[0]
