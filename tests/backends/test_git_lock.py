"""The lock at a git remote, with real git: a bare repository, its clones, and processes that hold and die."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

import pytest

from gptctl.backends.git import GitLock
from gptctl.backends.git.claim import Claim
from gptctl.backends.git.holder import ourselves, read, written
from gptctl.backends.git.ref import open_ref
from gptctl.errors import GptctlError, Locked, Refused, StalePlan
from tests.support.fakes.messages import Reply, Request
from tests.support.fakes.server import Server
from tests.support.fakes.trouble import Trouble
from tests.support.team import REF, bare, clone, git, hook, locks

HOLDER = """
import sys
from pathlib import Path
from gptctl.backends.git import GitLock
lock = GitLock(root=Path(sys.argv[1]), ref=sys.argv[2], environ={"CI_JOB_URL": "https://ci.example.invalid/7"})
with lock.hold(wait=0, warn=print):
    print("held", flush=True)
    sys.stdin.readline()
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clone:
    """`told` is what the lock says on the side."""

    root: Path
    remote: Path
    told: list[str] = field(default_factory=list)

    @property
    def lock(self) -> GitLock:
        return GitLock(root=self.root, ref=REF, environ={})

    @contextmanager
    def held(self, wait: float = 0) -> Iterator[None]:
        with self.lock.hold(wait=wait, warn=self.told.append):
            yield


@pytest.fixture
def one(tmp_path: Path) -> Clone:
    remote = bare(tmp_path / "remote.git")
    return Clone(root=clone(tmp_path / "one", remote), remote=remote)


@pytest.fixture
def two(tmp_path: Path, one: Clone) -> Clone:
    return Clone(root=clone(tmp_path / "two", one.remote), remote=one.remote)


@pytest.fixture
def holder(two: Clone) -> Iterator[subprocess.Popen[str]]:
    """Another process, which holds the lock until it gets a line."""
    command = [sys.executable, "-c", HOLDER, str(two.root), REF]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "held\n"
            yield process
        finally:
            process.kill()


def test_the_ref_is_there_while_the_lock_is_held(one: Clone) -> None:
    with one.held():
        assert locks(one.remote) == REF
        assert git(one.remote, "ls-tree", "-r", REF) == ""
    assert locks(one.remote) == ""
    assert git(one.root, "for-each-ref") == ""
    assert one.told == []


def test_another_clone_is_told_who_holds_it(one: Clone, holder: subprocess.Popen[str]) -> None:
    said = f"process {holder.pid} of .* UTC, https://ci.example.invalid/7"
    with pytest.raises(Locked, match=said) as locked, one.held():
        pytest.fail("two hold it")
    assert "gptctl state unlock" in locked.value.advice
    assert locks(one.remote) == REF
    holder.communicate("\n", timeout=60)
    assert locks(one.remote) == ""


def test_two_environments_do_not_wait_for_each_other(one: Clone, two: Clone) -> None:
    other = GitLock(root=two.root, ref=REF.replace("dev", "prod"), environ={})
    with one.held(), other.hold(wait=0, warn=two.told.append):
        assert len(locks(one.remote).splitlines()) == 2


def test_whoever_waits_gets_it_next(one: Clone, holder: subprocess.Popen[str]) -> None:
    assert holder.stdin is not None
    waiting = subprocess.Popen(
        [sys.executable, "-c", HOLDER.replace("wait=0", "wait=60"), str(one.root), REF],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    time.sleep(0.5)
    holder.communicate("\n", timeout=60)
    assert waiting.communicate(timeout=60) == ("held\n", None)
    assert locks(one.remote) == ""


def test_waiting_ends(one: Clone, two: Clone) -> None:
    began = time.monotonic()
    with two.held(), pytest.raises(Locked), one.held(wait=1):
        pytest.fail("two hold it")
    assert time.monotonic() - began >= 1


def test_a_killed_holder_is_freed_by_a_person(one: Clone, holder: subprocess.Popen[str]) -> None:
    holder.kill()
    holder.wait(timeout=60)
    held = one.lock.look()
    assert held is not None
    assert held.holder is not None
    assert held.holder.process == str(holder.pid)
    one.lock.free(held)
    assert one.lock.look() is None
    with one.held():
        assert locks(one.remote) == REF


def test_only_what_was_shown_is_freed(one: Clone, two: Clone) -> None:
    with one.held():
        shown = two.lock.look()
    assert shown is not None
    with one.held():
        with pytest.raises(StalePlan, match="changed hands"):
            two.lock.free(shown)
        assert locks(one.remote) == REF


def test_who_was_freed_by_force_is_told_at_the_end(one: Clone, two: Clone) -> None:
    with one.held():
        held = two.lock.look()
        assert held is not None
        two.lock.free(held)
        with two.held():
            pass
    assert len(one.told) == 1
    assert "somebody freed the lock" in one.told[0]


def test_the_lock_of_another_is_not_given_back(one: Clone, two: Clone) -> None:
    with two.held():
        git(one.remote, "update-ref", "-d", REF)
        with one.held():
            mine = git(one.remote, "rev-parse", REF)
            git(one.remote, "update-ref", "refs/heads/kept", mine)
        git(one.remote, "update-ref", REF, "refs/heads/kept")
    assert locks(one.remote) == REF
    assert "somebody freed the lock" in two.told[0]


def test_a_lost_answer_makes_no_difference(one: Clone) -> None:
    """The server takes the push, and dies before it says so: when the lock is taken, and when it is given back."""
    dies = ('[ "$1" = committed ] || exit 0', 'echo "$PPID" >> lost', 'kill -9 "$PPID"')
    hook(one.remote, "reference-transaction", *dies)
    with one.held():
        assert locks(one.remote) == REF
    assert locks(one.remote) == ""
    assert one.told == []
    assert len((one.remote / "lost").read_text().split()) == 2


def test_what_is_ours_already_is_held(one: Clone) -> None:
    ref = open_ref(one.root, REF)
    claim = Claim(ref=ref, commit=ref.commit("ours"))
    for _ in range(2):
        claim.take(0)
        assert ref.at() == claim.commit
    assert claim.give_back() == ""
    assert claim.give_back() != ""


def test_a_lock_that_stays_is_told(one: Clone) -> None:
    hook(one.remote, "update", 'case "$3" in *[1-9a-f]*) exit 0 ;; *) exit 1 ;; esac')
    with one.held():
        pass
    assert len(one.told) == 1
    assert "could not be given back" in one.told[0]
    assert "gptctl state unlock" in one.told[0]
    held = one.lock.look()
    assert held is not None
    with pytest.raises(GptctlError, match="not freed"):
        one.lock.free(held)


def test_without_the_right_to_push_nothing_begins(one: Clone) -> None:
    hook(one.remote, "pre-receive", "exit 1")
    said = r"origin does not give the lock: .*pre-receive hook declined"
    with pytest.raises(GptctlError, match=said) as refused, one.held():
        pytest.fail("it is not held")
    assert "contents: write" in refused.value.advice
    assert one.told == []


def test_a_remote_out_of_reach_is_one_sentence(one: Clone) -> None:
    one.remote.rename(one.remote.with_name("gone"))
    said = r"origin cannot be asked for the lock: .*not appear to be"
    with pytest.raises(GptctlError, match=said) as refused, one.held():
        pytest.fail("it is not held")
    assert "\n" not in refused.value.message
    with pytest.raises(GptctlError, match="cannot be asked"):
        one.lock.look()


@pytest.mark.parametrize("status", [401, 403, 404])
def test_the_password_in_the_address_of_a_forge_is_told_to_nobody(one: Clone, status: int) -> None:
    def answer(_: Request) -> tuple[Reply, Trouble]:
        return Reply(status=status, headers={"www-authenticate": 'Basic realm="forge"'}), Trouble.NONE

    with Server(answer) as forge:
        Thread(target=forge.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        address = f"http://ada:canary-password@127.0.0.1:{forge.server_port}/team.git"
        git(one.root, "remote", "set-url", "origin", address)
        with pytest.raises(GptctlError, match="origin cannot be asked for the lock") as refused, one.held():
            pytest.fail("it is not held")
        forge.shutdown()
    assert "canary" not in refused.value.message
    assert "contents: write" in refused.value.advice


def test_a_signature_that_nobody_can_read_holds_too(one: Clone) -> None:
    tree = git(one.root, "mktree")
    for commit in (git(one.root, "commit-tree", tree, "-m", text) for text in ("[" * 3000, "x" * 5000, "{}")):
        git(one.root, "push", "--quiet", "--force", "origin", f"{commit}:{REF}")
        with pytest.raises(Locked, match="cannot be read"), one.held():
            pytest.fail("two hold it")


def test_a_signature_cannot_fill_the_screen(one: Clone) -> None:
    tree = git(one.root, "mktree")
    signed = '{"user": "%s", "host": "h", "process": 1, "run": "", "since": "s"}' % ("a" * 1000)
    commit = git(one.root, "commit-tree", tree, "-m", signed)
    git(one.root, "push", "--quiet", "origin", f"{commit}:{REF}")
    with pytest.raises(Locked) as locked, one.held():
        pytest.fail("two hold it")
    assert len(locked.value.message) < 400


@pytest.mark.parametrize(
    ("environ", "run"),
    [
        ({}, ""),
        (
            {"GITHUB_RUN_ID": "7", "GITHUB_SERVER_URL": "https://forge.example", "GITHUB_REPOSITORY": "a/b"},
            "https://forge.example/a/b/actions/runs/7",
        ),
        ({"CI_JOB_URL": "https://forge.example/a/b/-/jobs/7"}, "https://forge.example/a/b/-/jobs/7"),
        ({"BUILD_URL": "https://ci.example/job/a/7/"}, "https://ci.example/job/a/7/"),
    ],
)
def test_a_job_of_ci_says_where_it_is_shown(environ: dict[str, str], run: str) -> None:
    signed = ourselves(environ)
    assert signed.run == run
    assert read(written(signed)) == signed
    assert written(signed) != written(signed)


# Which remote


def test_outside_git_it_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="needs a git repository"):
        GitLock(root=tmp_path, ref=REF, environ={}).look()


def test_without_a_remote_it_is_refused(one: Clone) -> None:
    git(one.root, "remote", "remove", "origin")
    with pytest.raises(Refused, match="needs a git remote, and the repository has none"), one.held():
        pytest.fail("it is not held")


def test_the_only_remote_is_taken(one: Clone) -> None:
    git(one.root, "remote", "rename", "origin", "work")
    with one.held():
        assert locks(one.remote) == REF


def test_of_several_the_tracked_one_is_taken_and_else_origin(one: Clone, tmp_path: Path) -> None:
    fork = bare(tmp_path / "fork.git")
    git(one.root, "remote", "add", "fork", str(fork))
    with one.held():
        assert (locks(one.remote), locks(fork)) == (REF, "")
    git(one.root, "config", "branch.main.remote", "fork")
    with one.held():
        assert (locks(one.remote), locks(fork)) == ("", REF)
    git(one.root, "remote", "rename", "origin", "work")
    git(one.root, "config", "branch.main.remote", ".")
    with pytest.raises(Refused, match="none of fork, work is tracked or called origin"), one.held():
        pytest.fail("it is not held")


def test_it_is_looked_for_where_it_is_pushed_to(one: Clone, two: Clone, tmp_path: Path) -> None:
    mirror = bare(tmp_path / "mirror.git")
    git(two.root, "remote", "set-url", "origin", str(mirror))
    git(two.root, "remote", "set-url", "--push", "origin", str(one.remote))
    with one.held(), pytest.raises(Locked, match=r"process \d+"), two.held():
        pytest.fail("two hold it")


# What stands in a clone


def test_no_hook_of_the_work_tree_runs(one: Clone) -> None:
    """A project may keep its hooks in itself: whoever writes to the branch would run them at every apply."""
    git(one.root, "config", "core.hooksPath", "hooks")
    for name in ("pre-push", "reference-transaction", "post-index-change"):
        hook(one.root, name, "touch ran")
    with one.held():
        one.lock.look()
    assert not (one.root / "ran").exists()


def test_settings_for_pushes_do_not_matter(one: Clone) -> None:
    for name, value in (
        ("push.followTags", "true"),
        ("push.gpgSign", "true"),
        ("commit.gpgSign", "true"),
        ("push.recurseSubmodules", "only"),
        ("remote.origin.push", "refs/heads/*:refs/heads/*"),
        ("remote.origin.mirror", "true"),
        ("fetch.prune", "true"),
        ("user.useConfigOnly", "true"),
    ):
        git(one.root, "config", name, value)
    git(one.root, "commit", "--quiet", "--allow-empty", "--no-gpg-sign", "-m", "work")
    git(one.root, "tag", "--no-sign", "-m", "v1", "v1")
    with one.held():
        assert git(one.remote, "for-each-ref", "--format=%(refname)") == REF


def test_a_shallow_clone_stays_as_it_is(one: Clone, two: Clone, tmp_path: Path) -> None:
    for number in range(3):
        git(one.root, "commit", "--quiet", "--allow-empty", "-m", str(number))
    git(one.root, "push", "--quiet", "origin", "main")
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{one.remote}", str(shallow))
    before = git(shallow, "for-each-ref"), (shallow / ".git" / "shallow").read_text()
    lock = GitLock(root=shallow, ref=REF, environ={})
    with lock.hold(wait=0, warn=one.told.append):
        assert locks(one.remote) == REF
    with two.held():
        assert lock.look() is not None
    assert (git(shallow, "for-each-ref"), (shallow / ".git" / "shallow").read_text()) == before
    assert not (shallow / ".git" / "FETCH_HEAD").exists()
    assert one.told == []
