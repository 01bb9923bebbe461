"""Under which instructions conversations ran: by their text, else by the commit of the declaration."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from gptctl.logs.conversation import Conversation, Ran
from gptctl.logs.store.store import Store
from gptctl.promote.readiness.evidence import Used
from gptctl.promote.readiness.gathering.gather import gather
from gptctl.promote.readiness.gathering.subject import Subject
from tests.promote.readiness.conftest import INSTRUCTIONS, commit, told


@pytest.fixture
def declared(root: Path, subject: Subject) -> Subject:
    return replace(subject, root=root, instructions=["a.md"])


def used(subject: Subject, conversations: Sequence[Conversation]) -> Used:
    with Store(folder=subject.store).intake() as intake:
        for one in conversations:
            intake.add(one)
        intake.commit({})
    return gather(subject).used


def under(number: int, *, text: str = "", at: str = "") -> Conversation:
    ran = Ran(assistant="airline", provider="local", model="small", commit=at)
    return told(number, f"Question {number}", "Answer.", instructions=text, ran=ran)


def test_white_space_makes_no_other_version(declared: Subject) -> None:
    spaced = INSTRUCTIONS.replace(" ", "\n  ")
    found = used(
        declared, [under(1, text=INSTRUCTIONS), under(2, text=spaced), under(3, text="Be a pirate."), under(4)]
    )
    assert (found.versions, found.current, found.silent) == (2, 2, 1)


def test_without_a_text_the_commit_tells(declared: Subject) -> None:
    old = commit(declared.root, "a.md", "old", 10)
    new = commit(declared.root, "a.md", "new", 20)
    elsewhere = commit(declared.root, "b.md", "whatever", 30)
    talks = [under(1, at=old), under(2, at=new), under(3, at=elsewhere), under(4, at=f"{new}+"), under(5, at="0" * 40)]
    found = used(declared, talks)
    assert (found.versions, found.current, found.silent) == (4, 2, 0)


def test_edits_that_nobody_committed_are_of_no_commit(declared: Subject) -> None:
    new = commit(declared.root, "a.md", "new", 20)
    (declared.root / "a.md").write_text("newer")
    assert used(declared, [under(1, at=new)]).current == 0


def test_a_text_goes_before_a_commit(declared: Subject) -> None:
    old = commit(declared.root, "a.md", "old", 10)
    commit(declared.root, "a.md", "new", 20)
    assert used(declared, [under(1, text=INSTRUCTIONS, at=old)]).current == 1
