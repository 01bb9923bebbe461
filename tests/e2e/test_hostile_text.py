"""Text that is written to steer a terminal, hide, or pose as ours: shown as what it is, wherever it comes from."""

import re
from collections.abc import Callable, Iterator

import pytest

from tests.support.measured import raw
from tests.support.terminal import Project
from tests.support.tty import Terminal

TITLE = "\x1b]0;pwned\x07"
CLEAR = "\x1b[2J\x1b[H"
C1 = "\x9b2J"
TURNED = "\u202egnp.exe\u202c"
UNSEEN = "\u200b\u2066\ufeff"
HOSTILE = f"{TITLE}{CLEAR}{C1}{TURNED}{UNSEEN}\r\x08"
OURS = re.compile(r"\x1b\[[0-9;]*m|\r\x1b\[2K")
"""Colours, and the way back to the start of a live line."""

Show = Callable[..., str]


@pytest.fixture
def hostile(project: Project) -> Project:
    """Every text that a declaration and its knowledge can hold is hostile."""
    quoted = '"' + HOSTILE.encode("unicode_escape").decode() + '"'
    project.replace("assistants/support.yaml", "Answers questions about orders", quoted)
    project.write("assistants/support.md", f"Be kind.{HOSTILE}\nGreet.\n")
    project.write("knowledge/handbook/refunds.md", f"# Refunds{HOSTILE}\n\nA refund takes ten{HOSTILE} working days.\n")
    project.commit(f"Declare{TITLE}{TURNED}")
    return project


@pytest.fixture
def show(hostile: Project) -> Iterator[Show]:
    """What a person sees of a command at a terminal, without our own colours."""
    opened: list[Terminal] = []

    def run(*arguments: str) -> str:
        opened.append(Terminal(hostile, *arguments))
        assert opened[-1].end() in (0, 2)
        return OURS.sub("", opened[-1].received.decode().replace("\r\n", "\n"))

    yield run
    for terminal in opened:
        terminal.close()


def check(shown: str) -> None:
    """It is all there to be read, however the part that cannot be seen is spelled."""
    assert raw(shown) == []
    assert all(part in shown for part in ("]0;pwned", "[2J", "gnp.exe"))


def test_a_plan_and_its_apply(hostile: Project, show: Show) -> None:
    check(show("plan"))
    check(show("apply", "--yes"))
    hostile.replace("assistants/support.md", "Be kind.", "Be brief.")
    check(show("plan"))
    assert raw(show("status")) == []


@pytest.mark.slow
def test_an_answer_with_its_sources(hostile: Project, show: Show) -> None:
    hostile.run("apply", "--yes")
    shown = show("chat", "support", "-m", f"How long does a refund take?{CLEAR}")
    check(shown)
    assert "Sources:" in shown


def test_a_declaration_in_full(show: Show) -> None:
    check(show("show", "support"))


@pytest.mark.slow
def test_a_history(hostile: Project, show: Show) -> None:
    hostile.run("apply", "--yes")
    shown = show("history", "support", "--text")
    check(shown)
    assert r"Declare\x1b]0;pwned\x07\u202egnp.exe\u202c" in shown


def test_the_command_line(hostile: Project) -> None:
    """It is somebody's text too: a script may have put it together."""
    assert raw(hostile.run("show", f"nobody{CLEAR}{TURNED}").err) == []
    assert raw(hostile.run("plan", "--env", f"nowhere{C1}{UNSEEN}").err) == []
    assert raw(hostile.run(f"no-command{TITLE}").err) == []


def test_a_broken_document_in_the_knowledge(project: Project) -> None:
    """A library that reads it must not speak to the terminal by itself."""
    (project.root / "knowledge/handbook/x.pdf").write_bytes(b"%PDF-1.4 \x1b]0;pwned\x07 broken")
    done = project.run("apply", "--yes")
    assert done.status == 14
    assert raw(done.out + done.err) == []
    assert all(text.startswith(("create: ", "failed to create ", "not tried: ")) for text in done.err.splitlines())
