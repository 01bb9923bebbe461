from pathlib import Path

import pytest

from gptctl.cli.files import save
from gptctl.cli.schemas import write_schemas
from gptctl.errors import GptctlError


def test_a_file_is_written_with_the_folders_above_it(tmp_path: Path) -> None:
    for text in ("one, and longer", "two"):
        save(tmp_path / "a" / "b.txt", text)
    assert (tmp_path / "a" / "b.txt").read_text("utf-8") == "two"


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("Keep me.")
    (tmp_path / "report.html").symlink_to("mine")
    with pytest.raises(GptctlError, match="nothing is written through it"):
        save(tmp_path / "report.html", "Not here.")
    assert (tmp_path / "mine").read_text() == "Keep me."


def test_schemas_are_not_written_into_a_folder_that_is_a_link(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "schemas").symlink_to("mine")
    with pytest.raises(GptctlError, match="nothing is written through it"):
        write_schemas(tmp_path)
    assert list((tmp_path / "mine").iterdir()) == []


def test_what_the_system_refuses_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(GptctlError, match="cannot be written: "):
        save(tmp_path / "file" / "b.txt", "x")
