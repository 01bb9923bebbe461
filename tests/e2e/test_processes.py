"""Several runs at once, and runs that die."""

import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.terminal import Project

PATIENCE_SECONDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An apply that has the lock and cannot go on, because somebody else has the provider's database."""

    project: Project
    process: subprocess.Popen[str]
    database: sqlite3.Connection

    def let_go(self) -> None:
        self.database.execute("ROLLBACK")


@pytest.fixture
def held(applied: Project) -> Iterator[Held]:
    applied.replace("assistants/greeter.yaml", "Greet.", "Greet warmly.")
    with closing(sqlite3.connect(applied.home / "local.db", isolation_level=None)) as database:
        database.execute("BEGIN IMMEDIATE")
        process = applied.start("apply", "--yes")
        try:
            wait_for_journal(applied, process)
            yield Held(project=applied, process=process, database=database)
        finally:
            if process.poll() is None:
                process.kill()
                process.communicate()


def wait_for_journal(project: Project, process: subprocess.Popen[str]) -> None:
    """Until the run has written down what it is about to do."""
    journal = project.root / ".gptctl/dev/journal.jsonl"
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if journal.exists() and "begin" in journal.read_text():
            return
        assert process.poll() is None, process.communicate()
        time.sleep(0.02)
    pytest.fail("the run never began")


def test_a_second_apply_ends_with_11_and_names_the_holder(held: Held) -> None:
    done = held.project.run("apply", "--yes")
    assert done.status == 11
    assert f"process {held.process.pid}" in done.err
    held.let_go()
    assert held.project.end(held.process).status == 0


def test_a_second_apply_may_wait(held: Held) -> None:
    second = held.project.start("apply", "--yes", "--lock-timeout", "60")
    held.let_go()
    assert held.project.end(held.process).status == 0
    assert held.project.end(second).status == 0


def test_after_a_kill_the_next_apply_goes_on_at_once(held: Held) -> None:
    held.process.kill()
    held.process.communicate()
    held.let_go()
    assert "the next apply resolves it first" in held.project.run("plan").out
    assert held.project.run("apply", "--yes").status == 0
    assert held.project.run("plan", "--detailed-exitcode").status == 0


@pytest.mark.parametrize(("sent", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_apply_says_so_and_can_be_run_again(held: Held, sent: signal.Signals, status: int) -> None:
    held.process.send_signal(sent)
    held.let_go()
    done = held.project.end(held.process)
    assert done.status == status
    assert "Traceback" not in done.err
    assert "Run the same command again" in done.err
    assert held.project.run("apply", "--yes").status == 0
    assert held.project.run("plan", "--detailed-exitcode").status == 0


def test_a_second_ctrl_c_ends_at_once_an_apply_that_cannot_go_on(held: Held) -> None:
    held.process.send_signal(signal.SIGINT)
    time.sleep(0.3)
    held.process.send_signal(signal.SIGINT)
    done = held.project.end(held.process)
    assert "failed" not in (held.project.root / ".gptctl/dev/journal.jsonl").read_text()  # nobody waited for that
    assert done.status == 130
    assert "Traceback" not in done.err
    held.let_go()
    assert held.project.run("apply", "--yes").status == 0
    assert held.project.run("plan", "--detailed-exitcode").status == 0


def test_a_reader_that_leaves_ends_a_run_quietly(applied: Project) -> None:
    process = applied.start("show", "support", "--json")
    assert process.stdout is not None
    process.stdout.close()
    process.stdout = None
    done = process.communicate(timeout=PATIENCE_SECONDS)
    assert done[1] == ""


def test_a_full_disk_on_stdout_is_one_sentence(applied: Project) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "gptctl", "plan"],
            cwd=applied.root,
            env=applied.environ,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=PATIENCE_SECONDS,
        )
    assert done.returncode == 1
    assert done.stderr == "gptctl: the system refused: No space left on device\n"


@pytest.mark.skipif(sys.platform == "win32", reason="`>&-` is a shell's of POSIX")
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_closed_stream_hinders_nobody(applied: Project, closed: str) -> None:
    done = subprocess.run(
        ["sh", "-c", f'"$0" -m gptctl show support {closed}', sys.executable],
        cwd=applied.root,
        env=applied.environ,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )
    assert done.returncode == 0
    assert done.stderr == ""
    assert bool(done.stdout) is (" >&-" not in f" {closed}")
