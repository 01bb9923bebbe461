import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gptctl.config.revision import checkout, commit_of, head, log, read_at, resolve
from gptctl.config.workspace import load
from gptctl.errors import Refused, Usage
from tests.support.tree import SUPPORT, assistant, project

FILE = "assistants/support.yaml"


def git(repository: Path, *arguments: str) -> str:
    command = ["git", "-c", "user.name=Ann", "-c", "user.email=ann@example.org", "-C", str(repository), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def commit(repository: Path, message: str) -> str:
    git(repository, "add", "--all")
    git(repository, "commit", "--quiet", "--message", message)
    return git(repository, "rev-parse", "HEAD")


@pytest.fixture(params=["", "deep/er"])
def root(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A project with one commit, at the top of its repository or below it."""
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    root = project(tmp_path / str(request.param), {".gitignore": ".gptctl/\nsecret.md\n", "knowledge/k/a.md": "A"})
    (tmp_path / "elsewhere").write_text("x")
    commit(tmp_path, "First")
    return root


def test_a_clean_tree_is_at_its_commit(root: Path) -> None:
    assert commit_of(root, [FILE, "knowledge/k"]) == git(root, "rev-parse", "HEAD")
    assert head(root) == (git(root, "rev-parse", "HEAD"), frozenset())


@pytest.mark.parametrize("path", [FILE, "assistants/new.md", "secret.md", "knowledge/k/a.md", "knowledge/k/ü b.md"])
def test_a_path_that_differs_adds_a_plus(root: Path, path: str) -> None:
    (root / path).write_text("changed")
    assert commit_of(root, [path, "gptctl.yaml"]).endswith("+")
    assert not commit_of(root, ["gptctl.yaml"]).endswith("+")


def test_a_folder_differs_with_what_is_in_it(root: Path) -> None:
    (root / "knowledge" / "k" / "b.md").write_text("B")
    assert commit_of(root, ["knowledge/k"]).endswith("+")
    assert not commit_of(root, ["assistants"]).endswith("+")


def test_a_deleted_or_staged_file_differs_too(root: Path) -> None:
    (root / "knowledge" / "k" / "a.md").unlink()
    (root / "staged.md").write_text("x")
    git(root, "add", "staged.md")
    assert commit_of(root, ["knowledge/k/a.md"]).endswith("+")
    assert commit_of(root, ["staged.md"]).endswith("+")


def test_outside_git_there_is_no_commit(tmp_path: Path) -> None:
    root = project(tmp_path)
    assert commit_of(root, [FILE]) == ""
    assert log(root, [FILE], 5) == ()
    with pytest.raises(Usage, match="no revision 'HEAD'"), checkout(root, "HEAD"):
        pass


def test_without_git_there_is_no_commit(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from gptctl.config.revision import commit_of, log; "
        "print([commit_of(Path(sys.argv[1]), []), log(Path(sys.argv[1]), [], 1)])"
    )
    environ = {**os.environ, "PATH": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", code, str(tmp_path)]
    done = subprocess.run(command, env=environ, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "['', ()]"


def test_before_the_first_commit_there_is_none(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    assert commit_of(project(tmp_path), [FILE]) == ""
    assert log(tmp_path, [FILE], 5) == ()


def test_a_checkout_holds_the_revision_and_changes_nothing(root: Path) -> None:
    (root / FILE).write_text(SUPPORT.replace("Help people.", "Second."))
    commit(root, "Second")
    (root / FILE).write_text(SUPPORT.replace("Help people.", "Not committed."))
    git(root, "add", FILE)
    before = git(root, "status", "--porcelain"), git(root, "ls-files", "--stage")
    with checkout(root, "HEAD~1") as tree:
        assert assistant(load(tree))["instructions"] == "Help people.\n"
        assert not (tree / ".git").exists()
    assert not tree.exists()
    assert (git(root, "status", "--porcelain"), git(root, "ls-files", "--stage")) == before
    assert "Not committed." in (root / FILE).read_text()


@pytest.mark.parametrize("revision", ["nope", "", "--help", "-n1", "HEAD~5", "HEAD:gptctl.yaml", "a\0b"])
def test_an_unknown_revision_is_a_mistake_in_the_command(root: Path, revision: str) -> None:
    with pytest.raises(Usage, match="There is no revision"), checkout(root, revision):
        pass
    with pytest.raises(Usage):
        resolve(root, revision)
    with pytest.raises(Usage):
        read_at(root, revision, FILE)


def test_a_shallow_clone_says_that_it_lacks_commits(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    (root / "a.md").write_text("more")
    commit(root, "Second")
    clone = tmp_path_factory.mktemp("clone")
    git(clone, "clone", "--quiet", "--depth", "1", f"file://{git(root, 'rev-parse', '--show-toplevel')}", ".")
    with pytest.raises(Usage, match="no revision 'HEAD~1'") as unknown:
        resolve(clone, "HEAD~1")
    assert "git fetch --unshallow" in unknown.value.advice
    with pytest.raises(Usage) as elsewhere:
        resolve(root, "HEAD~9")
    assert "unshallow" not in elsewhere.value.advice


def test_a_project_may_not_have_been_there_yet(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    (tmp_path / "x").write_text("x")
    commit(tmp_path, "Before")
    root = project(tmp_path / "later")
    with pytest.raises(Usage, match="was not there yet"), checkout(root, "HEAD"):
        pass


def test_knowledge_in_a_submodule_is_not_taken_for_gone(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")
    git(other, "init", "--quiet")
    (other / "b.md").write_text("B")
    commit(other, "Pages")
    for folder in ("vendor", "knowledge/k/more pages"):
        with checkout(root, "HEAD"):
            git(root, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(other), folder)
            commit(root, f"Add {folder}")
    with pytest.raises(Refused, match="`knowledge/k/more pages` is a submodule"), checkout(root, "HEAD"):
        pass


def test_a_name_of_git_means_a_commit(root: Path) -> None:
    first = git(root, "rev-parse", "HEAD")
    git(root, "tag", "v1")
    assert resolve(root, "v1") == resolve(root, "main") == resolve(root, first[:10]) == first


def test_files_of_the_project_that_look_like_a_repository_are_none_and_run_nothing(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    root = project(tmp_path / "deep", {})
    commit(tmp_path, "First")
    shutil.copytree(tmp_path / ".git", root, dirs_exist_ok=True)
    ran = tmp_path / "ran"
    settings = {"repositoryformatversion": "0", "bare": "false", "worktree": "..", "fsmonitor": f'"touch {ran}; false"'}
    (root / "config").write_text("[core]\n" + "".join(f"\t{name} = {value}\n" for name, value in settings.items()))
    git(root, "status")
    assert ran.exists()  # with git alone it works, so that this test tells something
    ran.unlink()
    assert commit_of(root, [FILE]) == ""
    assert not ran.exists()


def test_the_log_of_a_path_is_newest_first_and_bounded(root: Path) -> None:
    (root / FILE).write_text(SUPPORT.replace("Help people.", "Second."))
    second = commit(root, "Second\n\nWith a body")
    (root / "unrelated").write_text("x")
    commit(root, "Third")
    found = log(root, [FILE], 5)
    assert [one.subject for one in found] == ["Second", "First"]
    assert (found[0].id, found[0].author) == (second, "Ann")
    assert found[0].time == float(git(root, "show", "--no-patch", "--format=%ct", second))
    assert [one.subject for one in log(root, [FILE], 1)] == ["Second"]
    assert log(root, ["never-there"], 5) == ()


def test_a_file_is_read_at_a_revision(root: Path) -> None:
    (root / FILE).write_bytes(b"changed\n\n")
    commit(root, "Second")
    assert read_at(root, "HEAD~1", FILE) == SUPPORT.encode()
    assert read_at(root, "HEAD", FILE) == b"changed\n\n"
    assert read_at(root, "HEAD", "nope") is None
    assert read_at(root, "HEAD", "assistants") is None
