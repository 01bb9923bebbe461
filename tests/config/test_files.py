import os
import socket
from pathlib import Path

import pytest

from gptctl.config.files import BadFile, exists, folder, join, open_seen, read, status


@pytest.mark.parametrize(
    ("base", "text", "joined"),
    [
        ("assistants", "support.md", "assistants/support.md"),
        ("assistants", "./a//b.md", "assistants/a/b.md"),
        ("assistants", "../prompts/x.md", "prompts/x.md"),
        ("", "docs", "docs"),
        ("a/b", "../../c", "c"),
        ("a", "..", ""),
        ("a", "-rf ü $(id).md", "a/-rf ü $(id).md"),
    ],
)
def test_a_path_is_relative_to_the_folder_it_is_named_in(base: str, text: str, joined: str) -> None:
    assert join(base, text) == joined


@pytest.mark.parametrize(
    "text", ["../../x", "a/../../../x", "/etc/passwd", "~/x", "~root", "C:\\x", "c:x", "\\\\server\\x", "a\nb", "a\0b"]
)
def test_no_path_leads_out_of_the_project(text: str) -> None:
    with pytest.raises(BadFile, match="A path"):
        join("assistants", text)


def test_a_message_is_short_and_can_be_seen() -> None:
    with pytest.raises(BadFile) as caught:
        join("assistants", "../../\u202e" + "x" * 1_000_000)
    assert caught.value.detail.isprintable()
    assert len(caught.value.detail) < 200


def look_and_read(root: Path, file: str) -> bytes:
    return read(root, file, status(root, file), 100)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Everything that can lie in a folder."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret").write_text("x")
    root = tmp_path / "root"
    (root / "sub").mkdir(parents=True)
    (root / "sub" / "file").write_text("content")
    (root / "large").write_text("x" * 101)
    (root / "link").symlink_to("sub/file")
    (root / "out").symlink_to("../outside")
    (root / "zero").symlink_to("/dev/zero")
    (root / "loop").symlink_to("loop")
    os.mkfifo(root / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        here = Path.cwd()
        os.chdir(root)  # the path of a socket may have 108 characters
        server.bind("socket")
        os.chdir(here)
    return root


def test_a_regular_file_is_read(root: Path) -> None:
    assert look_and_read(root, "sub/file") == b"content"


@pytest.mark.parametrize(
    ("file", "summary"),
    [
        ("nope", "The file does not exist"),
        ("sub/file/x", "The file does not exist"),
        ("sub", "Not a regular file"),
        ("pipe", "Not a regular file"),
        ("socket", "Not a regular file"),
        ("link", "A symbolic link"),
        ("loop", "A symbolic link"),
        ("zero", "A symbolic link"),
        ("out/secret", "A symbolic link"),
        ("large", "The file is too large"),
        ("x" * 300, "The file cannot be read"),
        ("/".join(["y" * 200] * 30), "The file does not exist"),
    ],
)
def test_anything_else_is_refused(root: Path, file: str, summary: str) -> None:
    with pytest.raises(BadFile) as caught:
        look_and_read(root, file)
    assert caught.value.summary == summary


def test_a_file_that_is_replaced_after_the_look_is_refused(root: Path) -> None:
    seen = status(root, "sub/file")
    (root / "other").write_text("content")
    (root / "other").replace(root / "sub" / "file")
    with pytest.raises(BadFile, match="cannot be read"):
        read(root, "sub/file", seen, 100)


def test_a_file_that_goes_after_the_look_is_told(root: Path) -> None:
    seen = status(root, "sub/file")
    (root / "sub" / "file").unlink()
    with pytest.raises(BadFile) as caught:
        read(root, "sub/file", seen, 100)
    assert caught.value.detail == "`sub/file`: No such file or directory."


def test_a_pipe_in_place_of_a_file_does_not_hold_us_up(root: Path) -> None:
    seen = status(root, "sub/file")
    with pytest.raises(BadFile, match="cannot be read"):
        open_seen(root / "pipe", "pipe", seen)


def test_a_folder_is_reached_through_no_link(root: Path) -> None:
    folder(root, "sub")
    for path, summary in (
        ("out", "A symbolic link"),
        ("sub/file", "Not a folder"),
        ("nope", "The file does not exist"),
    ):
        with pytest.raises(BadFile) as caught:
            folder(root, path)
        assert caught.value.summary == summary


def test_a_link_that_leads_nowhere_exists(root: Path) -> None:
    assert exists(root, "loop")
    assert not exists(root, "nope")
