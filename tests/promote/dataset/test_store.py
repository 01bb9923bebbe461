import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gptctl.errors import GptctlError, Refused
from gptctl.promote.dataset import layout
from gptctl.promote.dataset.store import content_digest, store
from gptctl.promote.dataset.stored import StoredDataset
from gptctl.promote.example import Part
from tests.support.examples import GivenCuration, airline


def test_what_is_stored_is_read_again(tmp_path: Path) -> None:
    stored = store(airline(), tmp_path)
    for part in Part:
        assert list(stored.examples(part)) == list(airline().examples(part))
        assert list(stored.pairs(part)) == list(airline().pairs(part))


def test_a_dataset_is_named_by_what_is_in_it(tmp_path: Path) -> None:
    first, second = store(airline(), tmp_path / "one"), store(airline(), tmp_path / "two")
    assert first.digest == second.digest == content_digest(first.folder)
    fewer = GivenCuration(all_examples=airline().all_examples[1:], all_pairs=airline().all_pairs)
    assert store(fewer, tmp_path / "one").digest != first.digest


def test_storing_it_twice_changes_nothing(tmp_path: Path) -> None:
    first = store(airline(), tmp_path)
    before = {path: path.stat().st_mtime_ns for path in first.folder.iterdir()}
    assert store(airline(), tmp_path).folder == first.folder
    assert {path: path.stat().st_mtime_ns for path in first.folder.iterdir()} == before
    assert [path.name for path in (tmp_path / layout.FOLDER).iterdir()] == [first.digest]


def test_storing_it_again_mends_one_whose_files_were_changed(tmp_path: Path) -> None:
    first = store(airline(), tmp_path)
    train = first.folder / "train.jsonl"
    written = train.read_bytes()
    train.write_bytes(written.replace(b"the", b"teh", 1))
    (first.folder / layout.PROMPTS).unlink()
    assert store(airline(), tmp_path).folder == first.folder
    assert (train.read_bytes(), content_digest(first.folder)) == (written, first.digest)
    assert [path.name for path in first.folder.parent.iterdir()] == [first.digest]


def test_instructions_and_tools_are_stored_once(tmp_path: Path) -> None:
    stored = store(airline(), tmp_path)
    line = (stored.folder / "train.jsonl").read_text(encoding="utf-8").splitlines()[0]
    assert "Airline Agent Policy" not in line
    assert len(json.loads((stored.folder / layout.PROMPTS).read_text(encoding="utf-8"))) == 2  # with tools and without


def test_a_secret_in_the_finished_files_leaves_nothing_behind(tmp_path: Path) -> None:
    key = "ghp_" + "aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3fG5"
    example = airline().all_examples[0]
    messages: list[Any] = [*example.messages[:-1], {"role": "assistant", "content": f"Use {key}."}]
    with pytest.raises(Refused) as refused:
        store(GivenCuration(all_examples=[replace(example, messages=messages)]), tmp_path)
    assert "train.jsonl:1" in refused.value.reasons[0]
    assert key not in str(refused.value.reasons)
    assert list((tmp_path / layout.FOLDER).iterdir()) == []


def test_a_crash_leaves_no_half_a_dataset(tmp_path: Path) -> None:
    class Crash(Exception):
        pass

    class Dying(GivenCuration):
        def pairs(self, part: Part) -> Any:
            raise Crash

    with pytest.raises(Crash):
        store(Dying(all_examples=airline().all_examples), tmp_path)
    assert list((tmp_path / layout.FOLDER).iterdir()) == []


@pytest.mark.parametrize("line", ["{", "[]", "{}", '{"prompt": "none"}'])
def test_a_line_that_was_changed_is_told_with_its_place(line: str, tmp_path: Path) -> None:
    stored = store(airline(), tmp_path)
    path = stored.folder / "train.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([lines[0], line, *lines[2:]]), encoding="utf-8")
    with pytest.raises(GptctlError, match=r"train\.jsonl:2"):
        list(StoredDataset(stored.folder).examples(Part.TRAIN))
