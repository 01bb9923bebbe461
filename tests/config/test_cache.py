"""An unchanged file is not opened again, and a changed one is."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from gptctl.config.workspace import Workspace, load
from gptctl.errors import InvalidConfig
from tests.support.tree import HEAD, SUPPORT, age, assistant, project

FILES = {
    "assistants/support.yaml": f"{HEAD}name: support\nextends: _base.yaml\nknowledge: [handbook]\n",
    "assistants/_base.yaml": f"{HEAD}model: smart\ninstructions: ../prompts/base.md\n",
    "assistants/guide.md": f"---\n{HEAD}name: guide\nmodel: smart\n---\nHi\n",
    "prompts/base.md": "Hello\n",
    "knowledge/handbook/knowledge.yaml": "apiVersion: gptctl/v1\nkind: Knowledge\ninclude: ['*.md']\n",
    "knowledge/handbook/a.md": "A",
    "knowledge/handbook/b.md": "B",
}
OPENED: list[str] = []
WATCHED: list[Path] = []


def watch(event: str, arguments: tuple[object, ...]) -> None:
    """Keep every file that is opened; a folder is opened to be listed."""
    if event != "open" or not WATCHED or int(str(arguments[2])) & os.O_DIRECTORY:
        return
    if str(arguments[0]).startswith(str(WATCHED[0])):
        OPENED.append(str(Path(str(arguments[0])).relative_to(WATCHED[0])))


sys.addaudithook(watch)  # for good: an audit hook cannot be taken off


@contextmanager
def opened(root: Path) -> Iterator[list[str]]:
    """The files below a folder that are opened meanwhile."""
    OPENED.clear()
    WATCHED.append(root.resolve())
    try:
        yield OPENED
    finally:
        WATCHED.clear()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project that is old enough, loaded once."""
    root = project(tmp_path / "root", FILES)
    age(root)
    again(root)
    return root


def again(root: Path) -> Workspace:
    return load(root, cache=root.parent / "cache")


def test_an_unchanged_project_is_not_opened_at_all(root: Path) -> None:
    with opened(root) as files:
        again(root)
    assert files == []


def test_nothing_but_the_cache_says_what_it_said_before(root: Path) -> None:
    fresh, warm = load(root), again(root)
    assert (fresh.declared, fresh.files, fresh.sources, fresh.inputs) == (
        warm.declared,
        warm.files,
        warm.sources,
        warm.inputs,
    )


def test_only_what_changed_is_opened(root: Path) -> None:
    (root / "knowledge" / "handbook" / "a.md").write_text("Z")
    (root / "prompts" / "base.md").write_text("Howdy\n")
    with opened(root) as files:
        found = again(root)
    assert sorted(files) == ["knowledge/handbook/a.md", "prompts/base.md"]
    assert assistant(found)["instructions"] == "Howdy\n"


def test_another_content_of_the_same_size_and_time_is_seen(root: Path) -> None:
    path = root / "knowledge" / "handbook" / "a.md"
    before, then = again(root).files, path.stat().st_mtime_ns
    path.write_text("Z")
    os.utime(path, ns=(then, then))
    assert again(root).files != before


def test_a_young_file_is_read_again(tmp_path: Path) -> None:
    root = project(tmp_path / "root", FILES)
    again(root)
    with opened(root) as files:
        again(root)
    assert "knowledge/handbook/a.md" in files
    assert "gptctl.yaml" in files


def test_a_file_that_is_wrong_is_told_every_time(root: Path) -> None:
    (root / "assistants" / "support.yaml").write_text(SUPPORT + "modle: x\n")
    age(root)
    for _ in range(2):
        with pytest.raises(InvalidConfig):
            again(root)


def test_places_are_known_although_nothing_was_read(root: Path) -> None:
    found = again(root)
    (declared,) = (one for one in found.declared if one.address.name == "support")
    assert str(found.locate(declared.address, "instructions")) == "assistants/_base.yaml:4:1"


def test_the_place_in_a_file_that_is_gone_since_is_not_known(root: Path) -> None:
    found = again(root)
    (declared,) = (one for one in found.declared if one.address.name == "guide")
    (root / "assistants" / "guide.md").unlink()
    assert str(found.locate(declared.address, "model")) == "assistants/guide.md"


@pytest.mark.parametrize("name", ["documents.json", "hashes.json"])
def test_a_damaged_cache_is_as_good_as_none(root: Path, name: str) -> None:
    path = root.parent / "cache" / name
    path.write_bytes(path.read_bytes()[:-3])
    assert again(root).declared == load(root).declared
    with opened(root) as files:
        again(root)
    assert files == []


def test_a_cache_that_cannot_be_written_is_done_without(root: Path) -> None:
    (root.parent / "file").write_text("")
    assert load(root, cache=root.parent / "file" / "cache").declared == load(root).declared


def test_without_a_cache_nothing_is_written(root: Path) -> None:
    before = sorted(root.parent.rglob("*"))
    load(root)
    assert sorted(root.parent.rglob("*")) == before


def test_an_unchanged_project_is_loaded_without_yaml_and_jsonschema(root: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from gptctl.config.workspace import load; "
        "load(Path(sys.argv[1]), cache=Path(sys.argv[2])); "
        "print(sorted({'yaml', 'jsonschema', 'git', 'ruamel'} & {name.split('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(root), str(root.parent / "cache")], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
