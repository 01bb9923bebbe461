"""A disk that is full, or that cannot be written: nothing is lost, and the same command goes on when there is room."""

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.e2e.conftest import Orderly
from tests.support.measured import GPTCTL, Command
from tests.support.terminal import LIMIT_SECONDS, Project

NAMESPACE: Command = ("unshare", "--user", "--map-root-user", "--mount", "--propagation", "private")
READ_ONLY = 'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && cd "$1" && shift && exec "$@"'

# Apply on a disk of $2 KiB at $1; then on one with room; then see that nothing is left to do and no half of a file.
FULL = """
where=$1 size=$2; shift 2
mkdir -p -m 700 "$where" && mount -t tmpfs -o "size=${size}k,mode=700" none "$where" || exit 99
"$@" apply --yes >&2; echo "first $?"
find "$where" -name '.*.*' -type f -printf 'half %p\\n'
mount -o remount,size=64m "$where"
"$@" apply --yes >&2; echo "second $?"
"$@" plan --detailed-exitcode >&2; echo "plan $?"
cp -a "$where/." "$where.kept"
"""


@pytest.fixture
def namespace() -> Command:
    """Where we may mount what only we see."""
    if sys.platform != "linux" or shutil.which("unshare") is None:
        pytest.skip("mounting needs Linux and unshare")
    tried = subprocess.run([*NAMESPACE, "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, check=False)
    if tried.returncode != 0:
        pytest.skip(f"no user namespaces here: {tried.stderr.decode().strip()}")
    return NAMESPACE


def read_only(namespace: Command, folder: Path) -> Command:
    return (*namespace, "sh", "-c", READ_ONLY, "sh", str(folder))


def test_a_read_only_project_can_be_planned(project: Project, namespace: Command, orderly: Orderly) -> None:
    done = orderly(project, "plan", "--detailed-exitcode", status=2, under=read_only(namespace, project.root))
    assert "Plan: 3 to create" in done.out
    assert not (project.root / ".gptctl").exists()


def test_a_read_only_project_is_not_applied(project: Project, namespace: Command, refused: Orderly) -> None:
    done = refused(project, "apply", "--yes", status=1, under=read_only(namespace, project.root))
    assert done.err.startswith(f"gptctl: {project.root}/.gptctl/dev cannot be used: Read-only file system")
    assert not project.home.exists()


def test_a_read_only_memory_stops_an_update_before_the_provider_is_asked(
    applied: Project, namespace: Command, refused: Orderly
) -> None:
    applied.replace("assistants/greeter.yaml", "Greet.", "Greet warmly.")
    under = read_only(namespace, applied.root)
    assert ".gptctl/dev/lock cannot be used" in refused(applied, "apply", "--yes", status=1, under=under).err


def test_a_plan_that_cannot_be_kept_is_one_message(project: Project, namespace: Command, refused: Orderly) -> None:
    done = refused(project, "plan", "--out", "p.json", status=1, under=read_only(namespace, project.root))
    assert done.err == "gptctl: p.json cannot be written: Read-only file system\n"


@pytest.mark.parametrize(
    ("folder", "kib"),
    [
        pytest.param(folder, kib, marks=() if kib in (8, 16) else pytest.mark.slow)
        for folder, sizes in {"acme/.gptctl": (4, 8, 12, 20), "home": (4, 16, 32, 64, 96, 128)}.items()
        for kib in sizes
    ],
)
def test_a_full_disk_loses_nothing(project: Project, namespace: Command, folder: str, kib: int) -> None:
    where = project.root.parent / folder
    done = subprocess.run(
        [*namespace, "sh", "-c", FULL, "sh", str(where), str(kib), *GPTCTL],
        cwd=project.root,
        env=project.environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=LIMIT_SECONDS,
        check=True,
    )
    first, *rest = done.stdout.splitlines()
    assert first in ("first 1", "first 14"), done
    assert rest == ["second 0", "plan 0"], done
    assert "No space left on device" in done.stderr or "the disk is full" in done.stderr or "disk I/O" in done.stderr
    assert "Traceback" not in done.stderr
    assert "gptctl: this is a bug" not in done.stderr
    home = where.with_name("home.kept") if folder == "home" else project.home
    with closing(sqlite3.connect(home / "local.db")) as database:
        assert database.execute("SELECT kind, name FROM objects ORDER BY kind, name").fetchall() == [
            ("assistant", "greeter"),
            ("assistant", "support"),
            ("knowledge", "handbook"),
        ]
