import os
import time
from pathlib import Path

import pytest

from gptctl.config.inputs import Inputs, signature
from gptctl.config.workspace import load
from tests.support.tree import PROJECT, SUPPORT, age, project, write

FILES = {
    "assistants/support.yaml": SUPPORT.replace("Help people.", "../prompts/x.md")
    + "knowledge: [handbook]\ndescription: '${WHO:-nobody}'\n",
    "assistants/.hidden.md": "x",
    "prompts/x.md": "Hello\n",
    "knowledge/handbook/knowledge.yaml": "apiVersion: gptctl/v1\nkind: Knowledge\nfrom: docs\n",
    "docs/deep/a.md": "A",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = project(tmp_path, FILES)
    age(root)
    return root


def test_the_inputs_are_everything_that_was_looked_at(root: Path) -> None:
    assert load(root).inputs == Inputs(
        files=("gptctl.yaml", "prompts/x.md"),
        folders=("assistants", "docs", "knowledge/handbook"),
        variables=("WHO",),
    )


def test_the_folder_of_assistants_is_an_input_before_it_is_there(tmp_path: Path) -> None:
    (tmp_path / "gptctl.yaml").write_text(PROJECT)
    age(tmp_path)
    inputs = load(tmp_path).inputs
    assert inputs.folders == ("assistants",)
    assert signature(tmp_path, inputs) is None


def test_a_hidden_file_is_an_input_of_its_own(root: Path) -> None:
    text = (root / "assistants" / "support.yaml").read_text().replace("../prompts/x.md", ".hidden.md")
    (root / "assistants" / "support.yaml").write_text(text)
    assert "assistants/.hidden.md" in load(root).inputs.files


def test_the_signature_stays_while_nothing_changes(root: Path) -> None:
    inputs = load(root).inputs
    assert signature(root, inputs) == signature(root, inputs) is not None


@pytest.mark.parametrize("file", ["gptctl.yaml", "prompts/x.md", "assistants/support.yaml", "docs/deep/a.md"])
def test_a_change_of_any_input_changes_it(root: Path, file: str) -> None:
    inputs = load(root).inputs
    before, then = signature(root, inputs), (root / file).stat().st_mtime_ns
    (root / file).write_text((root / file).read_text()[::-1])
    os.utime(root / file, ns=(then, then))
    assert signature(root, inputs) not in (before, None)


@pytest.mark.parametrize("file", ["assistants/new.yaml", "docs/deep/new.md", "knowledge/handbook/new.md"])
def test_a_new_file_changes_it(root: Path, file: str) -> None:
    inputs = load(root).inputs
    before = signature(root, inputs)
    write(root, {file: "new"})
    age(root / Path(file).parent)
    assert signature(root, inputs) not in (before, None)


def test_a_renamed_file_changes_it(root: Path) -> None:
    inputs = load(root).inputs
    before = signature(root, inputs)
    (root / "docs" / "deep" / "a.md").rename(root / "docs" / "deep" / "b.md")
    assert signature(root, inputs) not in (before, None)


def test_a_variable_changes_it(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inputs = load(root).inputs
    monkeypatch.delenv("WHO", raising=False)
    unset = signature(root, inputs)
    monkeypatch.setenv("WHO", "")
    empty = signature(root, inputs)
    monkeypatch.setenv("WHO", "Anna")
    assert len({unset, empty, signature(root, inputs), None}) == 4


def test_a_variable_is_not_in_it(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHO", "Anna")
    assert "Anna" not in str(signature(root, load(root).inputs))


def test_a_young_file_gives_none(root: Path) -> None:
    inputs = load(root).inputs
    (root / "docs" / "deep" / "a.md").touch()
    assert signature(root, inputs) is None


def test_a_missing_file_or_folder_gives_none(root: Path) -> None:
    inputs = load(root).inputs
    (root / "prompts" / "x.md").unlink()
    assert signature(root, inputs) is None
    assert signature(root, Inputs(files=(), folders=("nope",), variables=())) is None


def test_a_file_that_changed_while_it_was_read_vouches_for_nothing(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("a: 1\n")
    inputs = Inputs(files=("a.yaml",), folders=(), variables=())
    changed = time.time_ns() - 60 * 1_000_000_000
    os.utime(file, ns=(changed, changed))
    assert signature(tmp_path, inputs, began=changed + 1) is not None
    assert signature(tmp_path, inputs, began=changed - 1) is None
