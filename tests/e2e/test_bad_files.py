"""Knowledge, and other files of a project, that are not what they seem, or cannot be read."""

import os
import shutil
import stat
from collections.abc import Iterator

import pytest

from tests.e2e.conftest import Orderly
from tests.support.measured import Command, Measured
from tests.support.spoil import Spoil, both, file, folder, link, locked, pipe, put, sparse
from tests.support.terminal import Project

HANDBOOK = "knowledge/handbook"
YAML = f"{HANDBOOK}/knowledge.yaml"
HEAD = "apiVersion: gptctl/v1\nkind: Knowledge\n"

CASES: dict[str, tuple[Spoil, str]] = {
    "pipe": (pipe(f"{HANDBOOK}/x.md"), f"{HANDBOOK}/x.md: error: Not a regular file: It is a pipe"),
    "endless device": (
        link(f"{HANDBOOK}/x.md", "/dev/zero"),
        f"{HANDBOOK}/x.md: error: Not a regular file: It is a symbolic link",
    ),
    "link out": (
        link(f"{HANDBOOK}/x.md", "/etc/hostname"),
        f"{HANDBOOK}/x.md: error: Not a regular file: It is a symbolic link",
    ),
    "folder link out": (
        link(f"{HANDBOOK}/x", "/etc"),
        f"{HANDBOOK}/x: error: Not a regular file: It is a symbolic link",
    ),
    "pattern matches nothing": (
        put(YAML, f"{HEAD}include: ['*.pdf']\n"),
        f"{YAML}:3:11: error: A pattern matches nothing: `*.pdf`",
    ),
    "names differ in case": (put(f"{HANDBOOK}/Refunds.md", "x"), f"{HANDBOOK}/refunds.md: error: Names that collide"),
    "names differ in Unicode form": (
        both(put(f"{HANDBOOK}/caf\u00e9.md", "x"), put(f"{HANDBOOK}/cafe\u0301.md", "x")),
        f"{HANDBOOK}/caf\u00e9.md: error: Names that collide",
    ),
    "the folder is a link": (link(HANDBOOK, "/etc"), f"{HANDBOOK}: error: A symbolic link"),
    "its declaration is a pipe": (pipe(YAML), f"{YAML}: error: Not a regular file"),
    "its declaration is a folder": (folder(YAML), f"{YAML}: error: Not a regular file"),
    "a pattern made to be slow": (
        put(YAML, f"{HEAD}include: ['{'*a' * 200}']\n"),
        f"{YAML}:3:11: error: A pattern matches nothing",
    ),
    "nothing in it": (both(folder(HANDBOOK)), f"{HANDBOOK}: error: No files"),
    "too large": (sparse(f"{HANDBOOK}/x.md", 1 << 40), f"{HANDBOOK}/x.md: error: The file is too large"),
    "escape sequence in a name": (
        put(f"{HANDBOOK}/a\x1b]0;pwn\x07b.md", "x"),
        rf"{HANDBOOK}/a\u001b]0;pwn\u0007b.md: error: A file name that cannot be used",
    ),
    "line feed in a name": (
        put(f"{HANDBOOK}/a\nb.md", "x"),
        rf"{HANDBOOK}/a\nb.md: error: A file name that cannot be used",
    ),
    "name turns the line round": (
        put(f"{HANDBOOK}/a\u202edm.exe", "x"),
        rf"{HANDBOOK}/a\u202edm.exe: error: A file name that cannot be used",
    ),
    "name is not UTF-8": (
        put(f"{HANDBOOK}/a\udcff.md", "x"),
        rf"{HANDBOOK}/a\udcff.md: error: A file name that cannot be used",
    ),
    "a file instead of it": (file(HANDBOOK), "assistants/support.yaml:7:13: error: Knowledge that does not exist"),
}
QUICK = tuple(CASES)[:7]


def check_message(done: Measured, said: str) -> None:
    first, last = done.err.splitlines()
    assert first.startswith(said)
    assert last == "gptctl: 1 thing to mend in the declarations"
    assert done.out == ""


@pytest.mark.parametrize(
    "case", [pytest.param(case, marks=() if case in QUICK else pytest.mark.slow) for case in CASES]
)
def test_nothing_is_applied_and_one_message_says_why(project: Project, refused: Orderly, case: str) -> None:
    spoil, said = CASES[case]
    spoil(project)
    check_message(refused(project, "apply", "--yes"), said)


def test_a_file_in_place_of_the_knowledge_folder_is_named(project: Project, refused: Orderly) -> None:
    file("knowledge")(project)
    assert "knowledge: error: Not a folder" in refused(project, "apply", "--yes").err


def test_a_declaration_may_have_an_odd_name_and_is_shown_harmlessly(project: Project, refused: Orderly) -> None:
    put("assistants/a\x1b[2Jb.yaml", "x: y\n")(project)
    assert r"assistants/a\x1b[2Jb.yaml:1:1: error:" in refused(project, "apply", "--yes").err


UNREADABLE = {
    "gptctl.yaml": "gptctl.yaml: error: The file cannot be read",
    "assistants": "assistants: error: The folder cannot be read",
    "assistants/greeter.yaml": "assistants/greeter.yaml: error: The file cannot be read",
    "assistants/support.md": "assistants/support.yaml:6:1: error: The file cannot be read",
    "knowledge": "knowledge: error: The folder cannot be read",
    HANDBOOK: f"{HANDBOOK}: error: The folder cannot be read",
    f"{HANDBOOK}/refunds.md": f"{HANDBOOK}/refunds.md: error: The file cannot be read",
}


@pytest.fixture
def bound() -> Command:
    """What makes root obey the permissions of files."""
    if os.geteuid() != 0:
        return ()
    if shutil.which("setpriv") is None:
        pytest.skip("root may read everything, and there is no setpriv to take that right away")
    return ("setpriv", "--bounding-set=-dac_override,-dac_read_search")


@pytest.fixture
def unlocked(project: Project) -> Iterator[Project]:
    """The project, made readable again in the end."""
    yield project
    for path in (project.root, *project.root.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | stat.S_IRWXU)


@pytest.mark.parametrize(
    "path", [pytest.param(path, marks=() if path == HANDBOOK else pytest.mark.slow) for path in UNREADABLE]
)
def test_what_cannot_be_read_is_named(unlocked: Project, refused: Orderly, bound: Command, path: str) -> None:
    locked(path)(unlocked)
    done = refused(unlocked, "apply", "--yes", under=bound)
    assert UNREADABLE[path] in done.err


def test_a_memory_that_cannot_be_entered_is_no_bug(unlocked: Project, refused: Orderly, bound: Command) -> None:
    both(folder(".gptctl"), locked(".gptctl"))(unlocked)
    done = refused(unlocked, "plan", status=1, under=bound)
    assert done.err.startswith("gptctl: the system refused: Permission denied: ")
