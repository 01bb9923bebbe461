"""Ctrl-C at any moment of an apply: the next apply finishes the work, with nothing lost and nothing twice."""

import shutil
import signal
import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.terminal import Done, Project

STEP_SECONDS = 0.02
QUICK = 8
"""Every eighth moment in the quick suite, every one in the full."""
STARTED_SECONDS = 0.06
"""Before, it is Python that is interrupted while it starts, which says so in its own way."""
EVERYTHING = [("assistant", "greeter"), ("assistant", "support"), ("knowledge", "handbook")]


def copy(project: Project, folder: Path) -> Project:
    shutil.copytree(project.root, folder / "acme")
    if project.home.exists():
        shutil.copytree(project.home, folder / "home")
    return replace(project, root=folder / "acme", home=folder / "home")


def interrupt(project: Project, pauses: Sequence[float]) -> Done:
    """Apply, and send SIGINT after each pause."""
    process = project.start("apply", "--yes")
    for seconds in pauses:
        time.sleep(seconds)
        process.send_signal(signal.SIGINT)
    return project.end(process)


def check_finished(project: Project) -> None:
    again = project.run("apply", "--yes")
    assert again.status == 0, again.err
    with closing(sqlite3.connect(project.home / "local.db")) as database:
        assert database.execute("SELECT kind, name FROM objects ORDER BY kind, name").fetchall() == EVERYTHING
    assert project.run("plan", "--detailed-exitcode").status == 0
    assert (project.root / ".gptctl/dev/journal.jsonl").read_bytes() == b""


def check_moments(project: Project, tmp_path: Path, every: int, then: Sequence[float] = ()) -> None:
    """Interrupt at every so manieth moment of a whole apply, in a copy of its own each time."""
    began = time.monotonic()
    assert copy(project, tmp_path / "whole").run("apply", "--yes").status == 0
    whole = time.monotonic() - began
    moments = int(whole / STEP_SECONDS)
    interrupted = 0
    for moment in range(1, moments + 1, every):
        seconds = whole * moment / moments
        fresh = copy(project, tmp_path / str(moment))
        done = interrupt(fresh, (seconds, *then))
        if done.status == 0:  # it came too late: the machine was busier when the whole was measured
            whole = seconds
        assert done.status in (0, 130, -signal.SIGINT) or seconds < STARTED_SECONDS, f"after {seconds:.2f} s: {done}"
        assert "Traceback" not in done.err or seconds < STARTED_SECONDS, f"after {seconds:.2f} s: {done.err}"
        interrupted += done.status == 130
        check_finished(fresh)
        assert not list(fresh.root.glob(".gptctl/**/.*")) or then, f"after {seconds:.2f} s"
        shutil.rmtree(tmp_path / str(moment))
    assert interrupted > moments // every // 3


def edited(project: Project) -> Project:
    project.replace("assistants/greeter.yaml", "Greet.", "Greet warmly.")
    project.write("knowledge/handbook/returns.md", "# Returns\n\nSend it back.\n")
    return project


def test_a_first_apply_survives_ctrl_c_at_some_moments(project: Project, tmp_path: Path) -> None:
    check_moments(project, tmp_path, QUICK)


@pytest.mark.slow
def test_a_first_apply_survives_ctrl_c_at_every_moment(project: Project, tmp_path: Path) -> None:
    check_moments(project, tmp_path, 1)


@pytest.mark.slow
def test_an_update_survives_ctrl_c_at_every_moment(applied: Project, tmp_path: Path) -> None:
    check_moments(edited(applied), tmp_path, 1)


@pytest.mark.slow
def test_an_impatient_second_ctrl_c_ends_it_at_once_and_quietly(project: Project, tmp_path: Path) -> None:
    check_moments(project, tmp_path, 1, then=(STEP_SECONDS, STEP_SECONDS))


def test_where_ctrl_c_is_ignored_it_stays_so(project: Project) -> None:
    """As under nohup, or in the background of a script."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        done = interrupt(project, (STARTED_SECONDS, 0.2))
    finally:
        signal.signal(signal.SIGINT, before)
    assert done.status == 0
