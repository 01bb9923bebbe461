"""What only happens on a terminal: questions, colours, a live line."""

from collections.abc import Iterator

import pytest

from tests.support.terminal import Project
from tests.support.tty import Terminal


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
    terminal.wait_for("> ")
    terminal.type("How long does a refund take?\n")
    terminal.wait_for("Sources:")
    wait_for_prompt(terminal)
    terminal.type("\n")
    terminal.wait_for("\n> ")
    terminal.type("How long do parcels abroad take?\n")
    terminal.wait_for("three weeks")
    wait_for_prompt(terminal)
    terminal.type("\x04")
    assert terminal.end() == 0


def wait_for_prompt(terminal: Terminal) -> None:
    """After an answer, in which lines may look like a prompt, and its last line, which says what made it."""
    terminal.wait_for("no model: passages quoted")
    terminal.wait_for("\n> ")
