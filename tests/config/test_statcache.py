import hashlib
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from gptctl.config.stamp import RACY_NS, Stamp, racy
from gptctl.config.statcache import StatCache

OLD: Stamp = (1, 1_000, 1_000, 7)


def kept(path: Path, *, salt: str = "s") -> StatCache:
    cache = StatCache(path, salt=salt)
    cache.put("a", OLD, {"v": [1, None, "ü"]})
    cache.save()
    return StatCache(path, salt=salt)


def test_what_was_saved_is_found_at_the_same_stamp_only(tmp_path: Path) -> None:
    cache = kept(tmp_path / "deep" / "c.json")
    assert cache.get("a", OLD) == {"v": [1, None, "ü"]}
    assert cache.get("b", OLD) is None
    for changed in ((2, 1_000, 1_000, 7), (1, 2_000, 1_000, 7), (1, 1_000, 2_000, 7), (1, 1_000, 1_000, 8)):
        assert cache.get("a", changed) is None


def test_another_salt_finds_nothing(tmp_path: Path) -> None:
    kept(tmp_path / "c.json")
    assert StatCache(tmp_path / "c.json", salt="t").get("a", OLD) is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda content: content[:-5],
        lambda content: content.replace(b'"v"', b'"w"'),
        lambda _: b"[" * 100_000,
        lambda _: b"\xff\n{}",
    ],
)
def test_a_damaged_cache_is_ignored_and_written_anew(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "c.json"
    kept(path)
    path.write_bytes(damage(path.read_bytes()))
    assert StatCache(path, salt="s").get("a", OLD) is None
    assert kept(path).get("a", OLD) is not None


@pytest.mark.parametrize("body", [b"not json", b"[" * 100_000, b"{}", b'["s", []]', b'["s", {"a": 1, "b": [1]}]'])
def test_a_cache_that_somebody_else_sealed_may_have_any_form(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "c.json"
    path.write_bytes(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
    cache = StatCache(path, salt="s")
    assert cache.get("a", OLD) is None
    assert cache.get("b", OLD) is None


def test_a_huge_cache_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "c.json"
    kept(path)
    with path.open("r+b") as file:
        file.truncate(257 << 20)
    assert StatCache(path, salt="s").get("a", OLD) is None


def test_a_young_file_is_not_trusted(tmp_path: Path) -> None:
    cache = StatCache(tmp_path / "c.json", salt="s")
    cache.put("a", (1, time.time_ns(), 0, 7), "v")
    cache.save()
    assert not (tmp_path / "c.json").exists()


def test_young_means_within_two_seconds_of_now() -> None:
    assert racy(RACY_NS, RACY_NS)
    assert racy(RACY_NS, 2 * RACY_NS - 1)
    assert not racy(RACY_NS, 2 * RACY_NS)
    assert not racy(5 * RACY_NS, RACY_NS)


def test_a_cache_that_cannot_be_written_is_not(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = StatCache(tmp_path / "file" / "c.json", salt="s")
    cache.put("a", OLD, "v")
    cache.save()
    assert (tmp_path / "file").read_text() == ""


def test_a_write_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "c.json").mkdir()  # what cannot be replaced
    cache = StatCache(tmp_path / "c.json", salt="s")
    cache.put("a", OLD, "v")
    cache.save()
    assert [path.name for path in tmp_path.iterdir()] == ["c.json"]


def test_without_a_path_nothing_is_written(tmp_path: Path) -> None:
    cache = StatCache(None, salt="s")
    cache.put("a", OLD, "v")
    cache.save()
    assert list(tmp_path.iterdir()) == []


def test_what_nobody_asks_for_goes_when_it_is_the_most(tmp_path: Path) -> None:
    path = tmp_path / "c.json"
    first = StatCache(path, salt="s")
    for n in range(5):
        first.put(f"old{n}", OLD, n)
    first.save()
    second = StatCache(path, salt="s")
    second.put("new", OLD, "v")
    second.save()
    third = StatCache(path, salt="s")
    assert third.get("new", OLD) == "v"
    assert third.get("old0", OLD) is None


def test_what_another_environment_uses_stays(tmp_path: Path) -> None:
    path = kept(tmp_path / "c.json") and tmp_path / "c.json"
    cache = StatCache(path, salt="s")
    cache.put("b", OLD, "v")
    cache.save()
    assert StatCache(path, salt="s").get("a", OLD) is not None
