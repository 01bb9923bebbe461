"""A real SIGKILL before calls that leave a trace: the next run finishes the work, once."""

import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.support import points
from tests.support.terminal import Project

QUICK, THOROUGH = 21, 3
"""Every so many points; there are more than two hundred, and each takes three runs."""
EVERYTHING = [("assistant", "greeter"), ("assistant", "support"), ("knowledge", "handbook")]


def objects(project: Project) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(project.home / "local.db")) as database:
        return sorted(database.execute("select kind, name from objects").fetchall())


def check_every(project: Project, tmp_path: Path, step: int) -> None:
    """Kill at every `step`th point, apply again, and find everything once and as declared."""
    statuses = []
    for point, fresh in points.each(project, tmp_path, step):
        statuses.append(points.end_at(fresh, point, signal.SIGKILL).status)
        again = fresh.run("apply", "--yes")
        assert again.status == 0, f"point {point}: {again.err}"
        assert objects(fresh) == EVERYTHING, f"point {point}"
        assert fresh.run("plan", "--detailed-exitcode").status == 0, f"point {point}"
    assert statuses.count(-signal.SIGKILL) > len(statuses) // 2


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
