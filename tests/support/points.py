"""End an apply at chosen points of its own work, not at moments of a clock that runs differently on each machine."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from tests.support.terminal import Done, Project

# Counts the calls, in all threads, that can change something outside the process, and gets a signal before the chosen
# one, then others after pauses.
RUNNER = """
import os, signal, sys, threading
chosen, number, ledger, pauses = int(sys.argv.pop(1)), int(sys.argv.pop(1)), sys.argv.pop(1), sys.argv.pop(1)
traces = {"fsync", "write", "replace", "unlink", "truncate", "open", "mkdir", "execute", "executemany", "commit"}
count = 0
def later(seconds):
    timer = threading.Timer(seconds, os.kill, (os.getpid(), number))
    timer.daemon = True
    timer.start()
def watch(frame, event, called):
    global count
    if event == "c_call" and called.__name__ in traces and "gptctl" in frame.f_code.co_filename:
        count += 1
        if count == chosen:
            for seconds in pauses.split():
                later(float(seconds))
            os.kill(os.getpid(), number)
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


def copy(project: Project, folder: Path) -> Project:
    shutil.copytree(project.root, folder / "acme", symlinks=True)
    if project.home.exists():
        shutil.copytree(project.home, folder / "home")
    return replace(project, root=folder / "acme", home=folder / "home")


def end_at(project: Project, point: int, number: signal.Signals, *pauses: float) -> Done:
    """Apply, and let the signal arrive before that point, and again after each pause, in seconds."""
    told = [str(point), str(int(number)), str(_ledger(project)), " ".join(map(str, pauses))]
    done = subprocess.run(
        [sys.executable, "-c", RUNNER, *told, "apply", "--yes"],
        cwd=project.root,
        env=project.environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=project.limit,
        check=False,
    )
    return Done(status=done.returncode, out=done.stdout, err=done.stderr)


def count(project: Project) -> int:
    """Apply to the end; gives the number of its points."""
    done = end_at(project, 0, signal.SIGTERM)
    assert done.status == 0, done.err
    return int(_ledger(project).read_text())


def each(project: Project, folder: Path, step: int) -> Iterator[tuple[int, Project]]:
    """Every so manieth point of an apply, with a copy of the project of its own."""
    points = count(copy(project, folder / "count"))
    assert points > 30
    for point in range(1, points + 1, step):
        yield point, copy(project, folder / str(point))
        shutil.rmtree(folder / str(point))


def _ledger(project: Project) -> Path:
    return project.home.parent / "ledger"
