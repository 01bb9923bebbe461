"""Ctrl-C at any moment of an apply: the next apply finishes the work, with nothing lost and nothing twice."""

import re
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.support import points
from tests.support.terminal import Done, Project

QUICK, THOROUGH = 25, 6
"""Every so many points; there are more than two hundred, and each takes three runs."""
STEP_SECONDS = 0.02
EVERYTHING = [("assistant", "greeter"), ("assistant", "support"), ("knowledge", "handbook")]


def check_quiet(done: Done) -> None:
    assert "Traceback" not in done.err, done.err
    assert done.status in (0, 130, -signal.SIGINT), done


def check_start(done: Done) -> None:
    """Python itself, interrupted while it starts, says so in its own way; nothing of ours has been reached then."""
    if "Traceback" in done.err:
        assert set(re.findall(r"gptctl/(\w+)", done.err)) <= {"__init__", "__main__"}, done.err
    else:
        check_quiet(done)


def check_finished(project: Project) -> None:
    again = project.run("apply", "--yes")
    assert again.status == 0, again.err
    with closing(sqlite3.connect(project.home / "local.db")) as database:
        assert database.execute("SELECT kind, name FROM objects ORDER BY kind, name").fetchall() == EVERYTHING
    assert project.run("plan", "--detailed-exitcode").status == 0
    assert (project.root / ".gptctl/dev/journal.jsonl").read_bytes() == b""


def check_points(project: Project, tmp_path: Path, step: int, *pauses: float) -> None:
    """Interrupt at every `step`th point of a whole apply, in a copy of its own each time."""
    statuses = []
    for point, fresh in points.each(project, tmp_path, step):
        done = points.end_at(fresh, point, signal.SIGINT, *pauses)
        check_quiet(done)
        statuses.append(done.status)
        check_finished(fresh)
        assert not list(fresh.root.glob(".gptctl/**/.*")) or pauses, f"point {point}"
    assert statuses.count(130) > len(statuses) // 2


def edited(project: Project) -> Project:
    project.replace("assistants/greeter.yaml", "Greet.", "Greet warmly.")
    project.write("knowledge/handbook/returns.md", "# Returns\n\nSend it back.\n")
    return project


def test_a_first_apply_survives_ctrl_c_at_some_points(project: Project, tmp_path: Path) -> None:
    check_points(project, tmp_path, QUICK)


@pytest.mark.slow
def test_a_first_apply_survives_ctrl_c_at_every_sixth_point(project: Project, tmp_path: Path) -> None:
    check_points(project, tmp_path, THOROUGH)


@pytest.mark.slow
def test_an_update_survives_ctrl_c_at_every_sixth_point(applied: Project, tmp_path: Path) -> None:
    check_points(edited(applied), tmp_path, THOROUGH)


@pytest.mark.slow
def test_an_impatient_second_ctrl_c_ends_it_at_once_and_quietly(project: Project, tmp_path: Path) -> None:
    check_points(project, tmp_path, THOROUGH, STEP_SECONDS, 2 * STEP_SECONDS)


@pytest.mark.slow
def test_ctrl_c_while_it_starts_is_quiet_and_harmless(project: Project, tmp_path: Path) -> None:
    """At moments of the clock, since what is imported has no points; how many come too late is the machine's."""
    began = time.monotonic()
    assert points.copy(project, tmp_path / "whole").run("apply", "--yes").status == 0
    for moment in range(1, int((time.monotonic() - began) / STEP_SECONDS) + 1):
        fresh = points.copy(project, tmp_path / str(moment))
        check_start(interrupt(fresh, moment * STEP_SECONDS))
        check_finished(fresh)


def test_where_ctrl_c_is_ignored_it_stays_so(project: Project) -> None:
    """As under nohup, or in the background of a script."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        done = points.end_at(project, 1, signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, before)
    assert done.status == 0


def interrupt(project: Project, seconds: float) -> Done:
    process = project.start("apply", "--yes")
    time.sleep(seconds)
    process.send_signal(signal.SIGINT)
    return project.end(process)
