from pathlib import Path

import pytest

from gptctl.config.scaffold import files, ignoring
from gptctl.config.workspace import load
from tests.support.tree import write


def test_a_new_project_loads_without_a_word(tmp_path: Path) -> None:
    found = load(write(tmp_path, files("acme", "0123456789abcdef" * 2)))
    assert (found.project.name, found.project.id) == ("acme", "0123456789abcdef" * 2)
    assert [str(one.address) for one in found.declared] == ["assistant.helper", "knowledge.guide"]
    assert found.warnings == ()
    assert [one.name for one in found.tests[found.declared[0].address]] == ["first steps"]


def test_editors_are_told_where_the_schema_is() -> None:
    written = files("acme", "0" * 32)
    assert written["gptctl.yaml"].startswith("# yaml-language-server: $schema=schemas/project.json\n")
    assert written["assistants/helper.yaml"].startswith("# yaml-language-server: $schema=../schemas/assistant.json\n")
    tests = written["assistants/helper.tests.yaml"]
    assert tests.startswith("# yaml-language-server: $schema=../schemas/tests.json\n")


@pytest.mark.parametrize(
    ("there", "added"),
    [
        (b"", b".gptctl/\n"),
        (b"*.pyc\n", b".gptctl/\n"),
        (b"*.pyc\xff", b"\n.gptctl/\n"),
        (b"x\r\n.gptctl/ \r\n", b""),
        (b"sub/.gptctl/\n", b".gptctl/\n"),
    ],
)
def test_our_own_folder_is_ignored_by_git_and_said_once(there: bytes, added: bytes) -> None:
    assert ignoring(there) == added
