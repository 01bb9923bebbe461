"""A real SIGKILL before calls that leave a trace: the next run finishes the work, once."""

import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.terminal import Project

PATIENCE_SECONDS = 60
QUICK, THOROUGH = 21, 3
"""Every so many points; there are more than two hundred, and each takes three runs."""

# Counts the calls, in all threads, that can change something outside the process, and dies before the chosen one.
RUNNER = """
import os, signal, sys, threading
chosen, ledger = int(sys.argv.pop(1)), sys.argv.pop(1)
traces = {"fsync", "write", "replace", "unlink", "truncate", "open", "mkdir", "execute", "executemany", "commit"}
count = 0
def watch(frame, event, called):
    global count
    if event == "c_call" and called.__name__ in traces and "gptctl" in frame.f_code.co_filename:
        count += 1
        if count == chosen:
            os.kill(os.getpid(), signal.SIGKILL)
from gptctl.__main__ import main
threading.setprofile(watch)
sys.setprofile(watch)
try:
    main()
finally:
    sys.setprofile(None)
    with open(ledger, "w") as file:
        file.write(str(count))
"""


def apply_and_die(project: Project, point: int) -> int:
    """Run an apply that dies before that point; gives the status, negative for a death by signal."""
    command = [sys.executable, "-c", RUNNER, str(point), str(project.home.parent / "ledger"), "apply", "--yes"]
    done = subprocess.run(
        command,
        cwd=project.root,
        env=project.environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    return done.returncode


def copy(project: Project, folder: Path) -> Project:
    shutil.copytree(project.root, folder / "acme", symlinks=True)
    if project.home.exists():
        shutil.copytree(project.home, folder / "home")
    return Project(root=folder / "acme", home=folder / "home")


def objects(project: Project) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(project.home / "local.db")) as database:
        return sorted(database.execute("select kind, name from objects").fetchall())


def check_every(project: Project, tmp_path: Path, step: int) -> None:
    """Kill at every `step`th point, apply again, and find everything once and as declared."""
    counted = copy(project, tmp_path / "count")
    assert apply_and_die(counted, 0) == 0
    points = int((counted.home.parent / "ledger").read_text())
    expected = objects(counted)
    assert points > 30
    killed = 0
    for point in range(1, points + 1, step):
        fresh = copy(project, tmp_path / str(point))
        status = apply_and_die(fresh, point)
        killed += status == -signal.SIGKILL
        again = fresh.run("apply", "--yes")
        assert again.status == 0, f"point {point}: {again.err}"
        assert objects(fresh) == expected, f"point {point}"
        assert fresh.run("plan", "--detailed-exitcode").status == 0, f"point {point}"
        shutil.rmtree(tmp_path / str(point))
    assert killed > points // step // 2


def edited(project: Project) -> Project:
    project.replace("assistants/greeter.yaml", "Greet.", "Greet warmly.")
    project.write("knowledge/handbook/returns.md", "# Returns\n\nSend it back.\n")
    return project


def test_a_first_apply_survives_a_kill_at_any_of_some_points(project: Project, tmp_path: Path) -> None:
    check_every(project, tmp_path, QUICK)


@pytest.mark.slow
def test_a_first_apply_survives_a_kill_at_every_third_point(project: Project, tmp_path: Path) -> None:
    check_every(project, tmp_path, THOROUGH)


@pytest.mark.slow
def test_an_update_survives_a_kill_at_every_third_point(applied: Project, tmp_path: Path) -> None:
    check_every(edited(applied), tmp_path, THOROUGH)
