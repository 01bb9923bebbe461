from pathlib import Path

import pytest

from gptctl.config.model_scope import speaks_for
from gptctl.config.workspace import load
from gptctl.core.address import Address
from tests.support.tree import HEAD, SUPPORT, project

ADDRESS = Address(kind="assistant", name="support")


@pytest.mark.parametrize(
    ("more", "environment", "expected"),
    [
        ("", "dev", ("dev", "prod")),
        ("environments: {prod: {model: large}}\n", "dev", ("dev",)),
        ("environments: {prod: {model: large}}\n", "prod", ("prod",)),
        ("environments: {prod: {description: For all}}\n", "prod", ("dev", "prod")),
        ("extends: _base.yaml\n", "dev", ("dev",)),
    ],
)
def test_a_line_speaks_for_who_has_none_of_its_own(
    tmp_path: Path, more: str, environment: str, expected: tuple[str, ...]
) -> None:
    base = f"{HEAD}environments: {{prod: {{model: large}}}}\n"
    root = project(tmp_path, {"assistants/support.yaml": SUPPORT + more, "assistants/_base.yaml": base})
    assert speaks_for(load(root, environment), ADDRESS) == expected
