"""What only happens on a terminal: questions, colours, a live line."""

import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from tests.support.terminal import Project

PATIENCE_SECONDS = 60


class Terminal:
    """gptctl with a terminal on all three ends, as a person has it."""

    def __init__(self, project: Project, *arguments: str) -> None:
        self._ours, theirs = pty.openpty()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "gptctl", *arguments],
            cwd=project.root,
            env={**project.environ, "TERM": "xterm"},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)
        self.shown = ""
        self._seen = 0

    def wait_for(self, text: str) -> None:
        """Until this is shown after what was waited for before."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while text not in self.shown[self._seen :]:
            assert time.monotonic() < deadline, self.shown
            assert self._read(), self.shown
        self._seen = self.shown.index(text, self._seen) + len(text)

    def type(self, text: str) -> None:
        os.write(self._ours, text.encode())

    def interrupt(self) -> None:
        self._process.send_signal(signal.SIGINT)

    def end(self) -> int:
        while self._read():
            pass
        return self._process.wait(PATIENCE_SECONDS)

    def close(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        os.close(self._ours)

    def _read(self) -> bool:
        """Take what was shown since; False when nothing will come any more."""
        ready, _, _ = select.select([self._ours], [], [], PATIENCE_SECONDS)
        try:
            part = os.read(self._ours, 65536) if ready else b""
        except OSError:  # how Linux says that the other end is closed
            part = b""
        self.shown += part.decode(errors="replace").replace("\r\n", "\n")
        return bool(part)


@pytest.fixture
def opened() -> Iterator[list[Terminal]]:
    """Terminals to be closed at the end."""
    terminals: list[Terminal] = []
    yield terminals
    for terminal in terminals:
        terminal.close()


def open_terminal(opened: list[Terminal], project: Project, *arguments: str) -> Terminal:
    opened.append(Terminal(project, *arguments))
    return opened[-1]


def test_apply_asks_and_goes_on_after_yes(project: Project, opened: list[Terminal]) -> None:
    terminal = open_terminal(opened, project, "apply")
    terminal.wait_for("Type 'yes' to go on:")
    terminal.type("yes\n")
    assert terminal.end() == 0
    assert "\x1b[32m+ assistant.greeter" in terminal.shown.replace("\x1b[32m  +", "\x1b[32m+")
    assert "\r\x1b[2K" in terminal.shown
    assert project.run("plan", "--detailed-exitcode").status == 0


def test_another_answer_changes_nothing(project: Project, opened: list[Terminal]) -> None:
    terminal = open_terminal(opened, project, "apply", "--no-color", "--quiet")
    terminal.wait_for("Type 'yes' to go on:")
    terminal.type("y\n")
    assert terminal.end() == 1
    assert "not confirmed" in terminal.shown
    assert "\x1b" not in terminal.shown
    assert not project.home.exists()


def test_destroy_asks_for_the_projects_name(applied: Project, opened: list[Terminal]) -> None:
    terminal = open_terminal(opened, applied, "destroy", "greeter")
    terminal.wait_for("Type 'acme' to go on:")
    terminal.type("yes\n")
    assert terminal.end() == 1
    terminal = open_terminal(opened, applied, "destroy", "greeter")
    terminal.wait_for("Type 'acme' to go on:")
    terminal.type("acme\n")
    assert terminal.end() == 0
    assert "1 missing" in applied.run("status").out


def test_nothing_is_asked_when_there_is_nothing_to_do(applied: Project, opened: list[Terminal]) -> None:
    terminal = open_terminal(opened, applied, "apply")
    assert terminal.end() == 0
    assert "Type" not in terminal.shown


def test_ctrl_c_at_a_question_ends_with_130(project: Project, opened: list[Terminal]) -> None:
    terminal = open_terminal(opened, project, "apply")
    terminal.wait_for("Type 'yes' to go on:")
    terminal.interrupt()
    assert terminal.end() == 130
    assert "Traceback" not in terminal.shown
    assert not project.home.exists()


def test_a_conversation_goes_on_until_ctrl_d(applied: Project, opened: list[Terminal]) -> None:
    terminal = open_terminal(opened, applied, "chat", "support")
    terminal.wait_for("support> ")
    terminal.type("How long does a refund take?\n")
    terminal.wait_for("Sources:")
    terminal.wait_for("support> ")
    terminal.type("\n")
    terminal.wait_for("support> ")
    terminal.type("How long do parcels abroad take?\n")
    terminal.wait_for("three weeks")
    terminal.wait_for("support> ")
    terminal.type("\x04")
    assert terminal.end() == 0
