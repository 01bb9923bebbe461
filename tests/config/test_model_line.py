from pathlib import Path

import pytest

from gptctl.config.model_line import with_model
from gptctl.config.workspace import load
from gptctl.core.address import Address
from gptctl.errors import InvalidConfig, Usage
from tests.support.tree import HEAD, SUPPORT, assistant, project

SUPPORT_AT = Address(kind="assistant", name="support")
BASE = f"{HEAD}model: smart\ninstructions: Help people.\n"
CHILD = f"{HEAD}name: support # ours\nextends: _base.yaml\n"


def rewritten(root: Path, environment: str = "dev") -> str:
    """The assistant's file afterwards; the project is then loaded with it, and only the model may differ."""
    before = load(root, environment)
    found = with_model(before, SUPPORT_AT, "tuned-1")
    (root / found.file).write_bytes(found.content)
    after = load(root, environment)
    assert assistant(after) == {**assistant(before), "model": "tuned-1"}
    return found.content.decode()


def test_the_line_is_changed_where_it_stands(tmp_path: Path) -> None:
    root = project(tmp_path)
    assert rewritten(root) == SUPPORT.replace("model: smart", "model: tuned-1")


def test_a_patch_for_the_environment_is_what_counts_there(tmp_path: Path) -> None:
    text = f"{SUPPORT}environments:\n  prod: {{model: big-model}} # the large one\n"
    root = project(tmp_path, {"assistants/support.yaml": text})
    assert rewritten(root, "prod") == text.replace("big-model", "tuned-1")
    (root / "assistants/support.yaml").write_text(text)
    assert rewritten(root, "dev") == text.replace("model: smart", "model: tuned-1")


def test_an_inherited_model_is_written_into_the_assistants_own_file(tmp_path: Path) -> None:
    root = project(tmp_path, {"assistants/_base.yaml": BASE, "assistants/support.yaml": CHILD})
    assert rewritten(root) == CHILD.replace("# ours\n", "# ours\nmodel: tuned-1\n")
    assert (root / "assistants/_base.yaml").read_text() == BASE


def test_a_patch_in_a_base_would_overrule_it(tmp_path: Path) -> None:
    base = f"{BASE}environments:\n  prod:\n    model: big-model\n"
    root = project(tmp_path, {"assistants/_base.yaml": base, "assistants/support.yaml": CHILD})
    with pytest.raises(InvalidConfig) as refused:
        with_model(load(root, "prod"), SUPPORT_AT, "tuned-1")
    (finding,) = refused.value.findings
    assert str(finding.where) == "assistants/_base.yaml:7:5"
    assert "tuned-1" in rewritten(root, "dev")


def test_an_unknown_assistant_is_told(tmp_path: Path) -> None:
    with pytest.raises(Usage):
        with_model(load(project(tmp_path)), Address(kind="assistant", name="nobody"), "tuned-1")
