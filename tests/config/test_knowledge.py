import hashlib
import os
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from gptctl.config.hashing import LARGEST
from gptctl.config.selection import MOST
from gptctl.config.workspace import Workspace, load
from gptctl.core.address import Address
from gptctl.diagnostics import Severity
from tests.support.tree import SUPPORT, attrs, findings, project, told

HANDBOOK = Address(kind="knowledge", name="handbook")
USES = SUPPORT + "knowledge: [handbook]\n"
HEAD = "apiVersion: gptctl/v1\nkind: Knowledge\n"
NOBODY = 65534
YAML = "knowledge/handbook/knowledge.yaml"


def handbook(root: Path, files: dict[str, str | bytes]) -> Path:
    inside = {f"knowledge/handbook/{name}": content for name, content in files.items()}
    return project(root, {"assistants/support.yaml": USES, **inside})


def names(workspace: Workspace) -> list[str]:
    found = attrs(workspace, HANDBOOK)["files"]
    assert isinstance(found, dict)
    return list(found)


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_a_folder_becomes_its_files_and_their_hashes(tmp_path: Path) -> None:
    root = handbook(tmp_path, {"b.md": "B", "sub/a.md": "A", "empty": "", ".hidden": "x", ".git/config": "x"})
    workspace = load(root)
    assert attrs(workspace, HANDBOOK) == {
        "name": "handbook",
        "files": {"b.md": digest(b"B"), "empty": digest(b""), "sub/a.md": digest(b"A")},
    }
    assert workspace.files[digest(b"A")] == root.resolve() / "knowledge/handbook/sub/a.md"
    assert workspace.sources[HANDBOOK] == ("knowledge/handbook",)


def test_two_assistants_share_a_folder(tmp_path: Path) -> None:
    root = handbook(tmp_path, {"a.md": "A"})
    (root / "assistants" / "b.yaml").write_text(USES.replace("name: support", "name: b"))
    assert [str(one.address) for one in load(root).declared] == [
        "assistant.b",
        "assistant.support",
        "knowledge.handbook",
    ]


def test_files_are_included_and_excluded(tmp_path: Path) -> None:
    said = (
        f"{HEAD}include: ['**/*.md', 'data/**']\nexclude: ['**/draft*', 'data/old/**']\nchunking: {{max_tokens: 300}}\n"
    )
    files = {"a.md": "", "s/b.md": "", "s/draft1.md": "", "c.txt": "", "data/x.csv": "", "data/old/y.csv": ""}
    workspace = load(handbook(tmp_path, {"knowledge.yaml": said, **files}))
    assert names(workspace) == ["a.md", "data/x.csv", "s/b.md"]
    assert attrs(workspace, HANDBOOK)["chunking"] == {"max_tokens": 300}


def test_the_declaration_among_the_files_is_none_of_them(tmp_path: Path) -> None:
    assert names(load(handbook(tmp_path, {"knowledge.yaml": HEAD, "a.md": ""}))) == ["a.md"]


def test_files_may_come_from_another_folder_of_the_project(tmp_path: Path) -> None:
    root = handbook(tmp_path, {"knowledge.yaml": f"{HEAD}from: docs\n", "unused.md": ""})
    (root / "docs").mkdir()
    (root / "docs" / "a.md").write_text("A")
    workspace = load(root)
    assert names(workspace) == ["a.md"]
    assert workspace.files[digest(b"A")] == root.resolve() / "docs" / "a.md"
    assert workspace.sources[HANDBOOK] == ("knowledge/handbook", "docs")
    assert workspace.locate(HANDBOOK, 'files["a.md"]').file == "docs/a.md"


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ('files["s/a b.md"]', "knowledge/handbook/s/a b.md"),
        ("chunking.max_tokens", f"{YAML}:4:3"),
        ("include[1]", f"{YAML}:5:17"),
        ("name", f"{YAML}:1:1"),
    ],
)
def test_a_field_is_located(tmp_path: Path, path: str, place: str) -> None:
    said = f"{HEAD}chunking:\n  max_tokens: 300\ninclude: ['**', '*.md']\n"
    assert str(load(handbook(tmp_path, {"knowledge.yaml": said, "a.md": ""})).locate(HANDBOOK, path)) == place


def test_without_a_declaration_a_field_stands_at_the_folder(tmp_path: Path) -> None:
    assert str(load(handbook(tmp_path, {"a.md": ""})).locate(HANDBOOK, "chunking")) == "knowledge/handbook"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("include: ['*.pdf']\n", [f"{YAML}:3:11 A pattern matches nothing"]),
        ("include: ['*.md', '*.pdf']\n", [f"{YAML}:3:19 A pattern matches nothing"]),
        ("inclde: ['*.md']\n", [f"{YAML}:3:1 Unknown key"]),
        ("include: '*.md'\n", [f"{YAML}:3:1 Wrong type"]),
        ("chunking: {max_tokens: 5}\n", [f"{YAML}:3:12 Out of bounds"]),
        ("chunking: {max_tokens: 100, overlap_tokens: 60}\n", [f"{YAML}:3:29 Out of bounds"]),
        ("from: nope\n", [f"{YAML}:3:1 The file does not exist"]),
        ("from: ../out\n", [f"{YAML}:3:1 A path leads out of the project"]),
        ("from: /etc\n", [f"{YAML}:3:1 A path that cannot be used"]),
        ("from: .\n", [f"{YAML}:3:1 A folder that cannot be used"]),
        ("from: .git\n", [f"{YAML}:3:1 A folder that cannot be used"]),
        ("from: gptctl.yaml\n", [f"{YAML}:3:1 Not a folder"]),
    ],
)
def test_each_mistake_in_its_declaration_is_told(tmp_path: Path, said: str, expected: list[str]) -> None:
    root = handbook(tmp_path, {"knowledge.yaml": HEAD + said, "a.md": ""})
    assert sorted(told(root)) == sorted(expected)


def test_an_exclusion_that_excludes_nothing_is_only_a_warning(tmp_path: Path) -> None:
    root = handbook(tmp_path, {"knowledge.yaml": f"{HEAD}exclude: ['*.txt']\n", "a.md": ""})
    (warning,) = load(root).warnings
    assert (str(warning.where), warning.summary) == (f"{YAML}:3:11", "A pattern matches nothing")


def test_a_folder_that_nobody_names_is_a_warning(tmp_path: Path) -> None:
    root = handbook(tmp_path, {"a.md": ""})
    (root / "knowledge" / "spare").mkdir()
    (warning,) = load(root).warnings
    assert (str(warning.where), warning.summary) == ("knowledge/spare", "Knowledge that nobody uses")
    assert warning.severity is Severity.WARNING


def test_an_empty_folder_has_no_files(tmp_path: Path) -> None:
    assert told(handbook(tmp_path, {".keep": ""})) == ["knowledge/handbook No files"]


def put_pipe(path: Path) -> None:
    os.mkfifo(path)


def put_socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path.name)
    os.chdir(here)


def put_zero(path: Path) -> None:
    path.symlink_to("/dev/zero")


def put_link(path: Path) -> None:
    path.symlink_to("a.md")


def put_link_out(path: Path) -> None:
    path.symlink_to("../../..")


def put_giant(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)


@pytest.mark.parametrize(
    ("put", "summary"),
    [
        (put_pipe, "Not a regular file"),
        (put_socket, "Not a regular file"),
        (put_zero, "Not a regular file"),
        (put_link, "Not a regular file"),
        (put_link_out, "Not a regular file"),
        (put_giant, "The file is too large"),
    ],
)
def test_a_file_that_cannot_be_knowledge_is_told(tmp_path: Path, put: Callable[[Path], None], summary: str) -> None:
    root = handbook(tmp_path, {"a.md": ""})
    put(root / "knowledge" / "handbook" / "odd")
    assert told(root) == [f"knowledge/handbook/odd {summary}"]


def test_what_is_excluded_may_be_anything(tmp_path: Path) -> None:
    root = handbook(tmp_path, {"a.md": "", "knowledge.yaml": f"{HEAD}exclude: [odd]\n"})
    put_zero(root / "knowledge" / "handbook" / "odd")
    assert names(load(root)) == ["a.md"]


def test_a_pipe_as_its_declaration_is_told(tmp_path: Path) -> None:
    root = handbook(tmp_path, {"a.md": ""})
    put_pipe(root / YAML)
    assert told(root) == [f"{YAML} Not a regular file"]


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that a user without any rights can look into."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@contextmanager
def without_rights() -> Iterator[None]:
    """As a user who owns nothing, where we are allowed to become one; else as whom we are."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("knowledge/handbook/b.md", "knowledge/handbook/b.md The file cannot be read"),
        ("knowledge/handbook/sub", "knowledge/handbook The folder cannot be read"),
    ],
)
def test_what_may_not_be_read_is_told(open_folder: Path, path: str, expected: str) -> None:
    root = handbook(open_folder, {"a.md": "", "b.md": "", "sub/c.md": ""})
    assert told(root) == []  # also loads what the user without rights may not
    (root / path).chmod(0)
    with without_rights():
        assert told(root) == [expected]
    (root / path).chmod(0o700)


def test_a_link_as_the_folder_is_refused(tmp_path: Path) -> None:
    root = project(tmp_path / "root", {"assistants/support.yaml": USES, "knowledge/other/a.md": ""})
    (root / "knowledge" / "handbook").symlink_to(tmp_path)
    assert "knowledge/handbook A symbolic link" in told(root)


@pytest.mark.parametrize("folder", ["knowledge", "assistants"])
def test_a_link_as_a_folder_of_ours_is_refused(tmp_path: Path, folder: str) -> None:
    root = project(tmp_path / "root")
    (root / folder).rename(tmp_path / folder) if (root / folder).exists() else (tmp_path / folder).mkdir()
    (root / folder).symlink_to(tmp_path / folder)
    assert told(root) == [f"{folder} A symbolic link"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("README.md", "readme.md"), ("caf\u00e9", "cafe\u0301"), ("\ufb01le", "file"), ("\u2126", "\u03a9")],
)
def test_names_that_some_systems_take_for_the_same_are_told(tmp_path: Path, one: str, other: str) -> None:
    (found,) = findings(handbook(tmp_path, {one: "", other: ""}))
    assert found.summary == "Names that collide"


@pytest.mark.parametrize("name", ["a\nb", "a\x1b[31m", "a\u202eb", "a\u200bb", b"a\xff"])
def test_a_name_that_cannot_be_seen_is_told_in_a_form_that_can(tmp_path: Path, name: str | bytes) -> None:
    root = handbook(tmp_path, {"a.md": ""})
    (root / "knowledge" / "handbook" / os.fsdecode(name)).write_text("")
    (found,) = findings(root)
    assert found.summary == "A file name that cannot be used"
    assert str(found.where).isprintable()


@pytest.mark.slow
def test_too_many_files_are_told(tmp_path: Path) -> None:
    root = handbook(tmp_path, {"a.md": ""})
    for n in range(MOST):
        (root / "knowledge" / "handbook" / f"{n}.md").touch()
    assert told(root) == ["knowledge/handbook Too many files"]
