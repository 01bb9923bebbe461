"""Entries of the ledger, cut into the metadata of documents and put together again."""

from dataclasses import replace
from typing import Any

import pytest

from gptctl.core.address import RemoteId
from gptctl.core.marker import Marker
from gptctl.providers.google.manifest import VALUE, VALUES, Entry, pack, unpack
from gptctl.providers.google.stores import custom

MARK = Marker(scope="0" * 12, address="1" * 20, nonce="2" * 16, applied="3" * 64, commit="4" * 40)
NOISE = "".join(f"{number * 7919 % 65537:x}" for number in range(9000))
ENTRY = Entry(id=RemoteId("x"), kind="assistant", name="a", marker=MARK, attrs={"text": "ü🚆\ud800", "n": 1.0}, turn=3)


def documents(entry: Entry) -> list[dict[str, Any]]:
    return [{"name": f"d{index}", "customMetadata": custom(part)} for index, part in enumerate(pack(entry))]


@pytest.mark.parametrize("entry", [ENTRY, replace(ENTRY, attrs={"text": NOISE})])
def test_what_was_packed_comes_back_in_any_order(entry: Entry) -> None:
    parts = documents(entry)
    (back,) = unpack(reversed(parts))
    assert back == replace(entry, documents=tuple(sorted(one["name"] for one in parts)))


def test_every_part_is_within_googles_limits() -> None:
    parts = pack(replace(ENTRY, attrs={"text": NOISE}))
    assert len(parts) > 1
    for part in parts:
        assert len(part) <= 20
        assert all(len(value.encode()) <= VALUE for value in part.values())
        assert sum(key[7:].isdecimal() for key in part) <= VALUES


def test_what_is_not_whole_is_no_entry() -> None:
    parts = documents(replace(ENTRY, attrs={"text": NOISE}))
    assert list(unpack(parts[:-1])) == []
    assert list(unpack([])) == []


def test_a_part_that_is_there_twice_counts_once() -> None:
    parts = documents(replace(ENTRY, attrs={"text": NOISE}))
    assert len(list(unpack([*parts, parts[0]]))) == 1


def test_two_writes_are_two_entries() -> None:
    assert [entry.turn for entry in unpack([*documents(ENTRY), *documents(replace(ENTRY, turn=4))])] == [3, 4]


FORGED = {
    "no mark": ("gptctl", "v1;forged"),
    "no number": ("gptctl_part", "one"),
    "no turn": ("gptctl_turn", "x"),
    "no base64": ("gptctl_00", "ü"),
    "no zlib": ("gptctl_00", "AAAA"),
}


@pytest.mark.parametrize("case", FORGED)
def test_what_somebody_else_wrote_is_left_out(case: str) -> None:
    key, value = FORGED[case]
    parts = [{**part, key: value} for part in pack(ENTRY)]
    assert list(unpack([{"name": "d", "customMetadata": custom(part)} for part in parts])) == []


def test_what_would_fill_our_memory_is_left_out() -> None:
    bomb = replace(ENTRY, attrs={"text": "a" * 5_000_000})
    assert list(unpack(documents(bomb))) == []
