"""What git tells, in real repositories."""

from pathlib import Path

from gptctl.promote.readiness.evidence import History
from gptctl.promote.readiness.gathering.history import history, last_change, present
from tests.promote.readiness.conftest import SECONDS, commit


def test_changes_of_these_files_alone_count_the_newest_first(root: Path) -> None:
    commit(root, "a.md", "one", 10)
    commit(root, "b.md", "one", 20)
    commit(root, "a.md", "two", 30)
    assert history(root, ["a.md"]) == History(known=True, changes=(SECONDS + 30, SECONDS + 10))
    assert history(root, ["c.md"]) == history(root, []) == History()


def test_outside_git_nothing_is_known(tmp_path: Path) -> None:
    assert history(tmp_path, ["a.md"]) == History()
    assert (last_change(tmp_path, ["a.md"], "c0ffee"), present(tmp_path, ["a.md"])) == ("", "")


def test_a_later_commit_that_left_the_files_alone_has_the_same_version(root: Path) -> None:
    first = commit(root, "a.md", "one", 10)
    second = commit(root, "b.md", "one", 20)
    third = commit(root, "a.md", "two", 30)
    assert last_change(root, ["a.md"], first) == last_change(root, ["a.md"], second) == first
    assert present(root, ["a.md"]) == third
    assert last_change(root, ["a.md"], "0" * 40) == ""


def test_files_with_edits_that_were_not_committed_are_no_commit_s(root: Path) -> None:
    commit(root, "a.md", "one", 10)
    (root / "a.md").write_text("two")
    assert present(root, ["a.md"]) == ""
