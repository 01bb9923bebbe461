import subprocess
from pathlib import Path

import pytest

from gptctl.config.branch import propose
from gptctl.errors import GptctlError, Refused, Usage
from tests.support.tree import project

FILE = "assistants/support.yaml"


def git(repository: Path, *arguments: str) -> str:
    command = ["git", "-C", str(repository), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture(params=["", "deep/er"])
def root(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    git(tmp_path, "config", "user.name", "Ann")
    git(tmp_path, "config", "user.email", "ann@example.org")
    root = project(tmp_path / str(request.param), {})
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "--message", "First")
    return root


def everything(root: Path) -> dict[str, str]:
    """Whatever of the user's must not change: files, index, HEAD, stash, settings."""
    top = Path(git(root, "rev-parse", "--show-toplevel"))
    files = {
        str(path.relative_to(top)): f"{path.stat().st_mtime_ns} {path.read_bytes()!r}"
        for path in sorted(top.rglob("*"))
        if path.is_file() and ".git" not in path.relative_to(top).parts
    }
    settings = {name: (top / ".git" / name).read_text() for name in ("HEAD", "config")}
    index = (top / ".git" / "index").read_bytes()
    return {**files, **settings, "index": repr(index), "status": git(root, "status", "--porcelain")}


def changed(root: Path, branch: str) -> str:
    return git(root, "diff", "--stat=200", "--relative", "main", branch)


def test_the_message_shows_nothing_that_cannot_be_seen(root: Path) -> None:
    propose(root, "gptctl/x", {FILE: b"model: tuned\n"}, "Use m\x1b]8;;http://e\x07\u202e\x00\ud800\n\nWhy: größer\n")
    assert git(root, "log", "-1", "--format=%B", "gptctl/x") == "Use m�]8;;http://e����\n\nWhy: größer"


def test_a_branch_has_one_commit_and_nothing_else_changes(root: Path) -> None:
    (root / FILE).write_text("dirty: work\n")
    (root / "new.md").write_text("not added")
    before = everything(root)
    made = propose(
        root, "gptctl/support", {FILE: b"model: tuned\n", "datasets/support/card.md": b"# Card\r\n"}, "Why\n\nBody"
    )
    assert everything(root) == before
    assert made.made
    assert git(root, "rev-list", "--count", "main..gptctl/support") == "1"
    assert git(root, "log", "-1", "--format=%an %s %b", "gptctl/support") == "Ann Why Body"
    assert changed(root, "gptctl/support").count("|") == 2
    shown = subprocess.run(
        ["git", "-C", str(root), "cat-file", "blob", "gptctl/support:./datasets/support/card.md"],
        check=True, capture_output=True,
    )  # fmt: skip
    assert shown.stdout == b"# Card\r\n"


def test_asked_again_it_gives_the_same_branch(root: Path) -> None:
    first = propose(root, "b", {FILE: b"x"}, "Why")
    again = propose(root, "b", {FILE: b"x"}, "Why, in other words")
    assert (again.commit, again.base, again.made) == (first.commit, first.base, False)


def test_a_branch_that_holds_something_else_is_left_alone(root: Path) -> None:
    first = propose(root, "b", {FILE: b"x"}, "Why")
    with pytest.raises(Refused, match="holds something else"):
        propose(root, "b", {FILE: b"y"}, "Why")
    assert git(root, "rev-parse", "b") == first.commit


def test_nothing_to_change_is_nothing_to_propose(root: Path) -> None:
    with pytest.raises(Refused, match="nothing to propose"):
        propose(root, "b", {FILE: (root / FILE).read_bytes()}, "Why")
    assert git(root, "branch", "--list", "b") == ""


@pytest.mark.parametrize("name", ["-b", "a..b", "", "a b", "HEAD~1", "@{-1}", "a.lock", "a\x00b"])
def test_a_bad_name_is_refused(root: Path, name: str) -> None:
    with pytest.raises((Usage, GptctlError)):
        propose(root, name, {FILE: b"x"}, "Why")
    assert git(root, "branch", "--format=%(refname)") == "refs/heads/main"


def test_hooks_do_not_run(root: Path) -> None:
    hooks = Path(git(root, "rev-parse", "--path-format=absolute", "--git-path", "hooks"))
    hooks.mkdir(exist_ok=True)
    for name in ("pre-commit", "post-commit", "commit-msg", "post-checkout", "reference-transaction"):
        (hooks / name).write_text(f"#!/bin/sh\ntouch '{root}/ran-{name}'\n")
        (hooks / name).chmod(0o755)
    propose(root, "b", {FILE: b"x"}, "Why")
    assert {path.name for path in root.glob("ran-*")} <= {"ran-reference-transaction"}  # git's own, for every change


def test_it_works_without_a_branch_checked_out_and_in_another_work_tree(root: Path, tmp_path: Path) -> None:
    git(root, "checkout", "--quiet", "--detach")
    assert propose(root, "one", {FILE: b"x"}, "Why").made
    linked = tmp_path.parent / f"{tmp_path.name}-linked"
    git(root, "worktree", "add", "--quiet", str(linked), "-b", "two")
    inside = linked / root.relative_to(tmp_path)
    assert propose(inside, "three", {FILE: b"x"}, "Why").made
    assert git(root, "rev-parse", "one^{tree}") == git(root, "rev-parse", "three^{tree}")


def test_filters_of_git_do_not_touch_the_bytes(root: Path) -> None:
    (root / ".gitattributes").write_text("* text=auto eol=lf\n")
    propose(root, "b", {FILE: b"a\r\nb\r\n"}, "Why")
    shown = subprocess.run(["git", "-C", str(root), "cat-file", "blob", f"b:./{FILE}"], check=True, capture_output=True)
    assert shown.stdout == b"a\r\nb\r\n"


def test_a_link_in_the_way_is_refused(root: Path) -> None:
    (root / "link.yaml").symlink_to(FILE)
    git(root, "add", "link.yaml")
    git(root, "commit", "--quiet", "--message", "A link")
    with pytest.raises(Refused, match="no plain file"):
        propose(root, "b", {"link.yaml": b"x"}, "Why")


def test_without_a_commit_there_is_nothing_to_begin_at(tmp_path: Path) -> None:
    with pytest.raises(Usage):
        propose(tmp_path, "b", {FILE: b"x"}, "Why")
    git(tmp_path, "init", "--quiet")
    with pytest.raises(Usage):
        propose(tmp_path, "b", {FILE: b"x"}, "Why")
