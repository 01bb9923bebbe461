"""A team: two clones of one project that apply to one provider."""

import json
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event

import jsonschema
import pytest

from gptctl.cli import schemas
from tests.support import points
from tests.support.fakes.messages import Reply, Request
from tests.support.fakes.mistral import KEY, FakeMistral
from tests.support.fakes.trouble import Trouble
from tests.support.team import REF, bare, hook, locks
from tests.support.terminal import Project
from tests.support.tty import Terminal
from tests.support.waiting import until

PROJECT = """\
apiVersion: gptctl/v1
kind: Project
name: acme
id: 0123456789abcdef0123456789abcdef
{lock}
models: {{smart: {{mistral: mistral-large-latest}}}}
providers: {{mistral: {{base_url: {url}}}}}
environments: {{dev: {{targets: [mistral]}}}}
"""
ASSISTANT = """\
apiVersion: gptctl/v1
kind: Assistant
name: {name}
model: smart
instructions: Greet.
"""
NAMES = ["greeter", "support"]


class Gated(FakeMistral):
    """A provider that lets everybody read, and no write through while the gate is shut."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = Event()
        self.gate.set()

    def answer(self, request: Request) -> tuple[Reply, Trouble]:
        if request.method != "GET":
            self.gate.wait(60)
        return super().answer(request)


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """Two clones, the remote of both, and one provider."""

    provider: Gated
    remote: Path
    one: Project
    two: Project

    def objects(self) -> list[str]:
        """The names of all that the provider holds, each as often as it is there."""
        return sorted(agent["name"] for agent in self.provider.agents.listed())

    def begins(self, project: Project) -> subprocess.Popen[str]:
        """An apply that has written down both of its changes."""
        process = project.start("apply", "--yes")
        journal = project.root / ".gptctl/dev/journal.jsonl"
        until(lambda: process.poll() is not None or (journal.exists() and journal.read_text().count("begin") == 2))
        return process


@contextmanager
def make_team(folder: Path, lock: str) -> Iterator[Team]:
    remote = bare(folder / "remote.git")
    with Gated() as provider:
        variables = {"MISTRAL_API_KEY": KEY, "GPTCTL_TRUSTED_ORIGINS": provider.url}
        one = Project(root=folder / "one", home=folder / "home", variables=variables)
        one.write("gptctl.yaml", PROJECT.format(lock=lock, url=provider.url))
        one.write(".gitignore", ".gptctl/\n")
        for name in NAMES:
            one.write(f"assistants/{name}.yaml", ASSISTANT.format(name=name))
        one.git("init", "--quiet", "--initial-branch", "main")
        one.commit("Declare two assistants")
        one.git("remote", "add", "origin", str(remote))
        one.git("push", "--quiet", "--set-upstream", "origin", "main")
        one.git("clone", "--quiet", str(remote), str(folder / "two"))
        yield Team(provider=provider, remote=remote, one=one, two=replace(one, root=folder / "two"))


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    with make_team(tmp_path, "lock: git") as made:
        yield made


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An apply of the first clone that has the lock and cannot go on."""

    process: subprocess.Popen[str]
    gate: Event

    def let_go(self) -> None:
        self.gate.set()


@pytest.fixture
def held(team: Team) -> Iterator[Held]:
    gate = team.provider.gate
    gate.clear()
    process = team.begins(team.one)
    try:
        yield Held(process=process, gate=gate)
    finally:
        gate.set()
        if process.poll() is None:
            process.kill()
            process.communicate()


def ends(team: Team, processes: list[subprocess.Popen[str]]) -> list[int]:
    return [one.end(process).status for one, process in zip((team.one, team.two), processes, strict=True)]


def test_without_the_lock_both_make_every_object(tmp_path: Path) -> None:
    """What the lock is for; without this the next tests would show nothing."""
    with make_team(tmp_path, "lock: local") as team:
        team.provider.gate.clear()
        both = [team.begins(one) for one in (team.one, team.two)]
        team.provider.gate.set()
        assert ends(team, both) == [0, 0]
        assert team.objects() == sorted(NAMES * 2)


def test_with_the_lock_the_second_waits_and_finds_nothing_to_do(team: Team, held: Held) -> None:
    second = team.two.start("apply", "--yes", "--lock-timeout", "60")
    with pytest.raises(subprocess.TimeoutExpired):
        second.wait(timeout=2)
    held.let_go()
    assert team.one.end(held.process).status == 0
    done = team.two.end(second)
    assert done.status == 0, done.err
    assert "Done: 0 changed, 2 were as declared." in done.out
    assert team.objects() == NAMES
    assert locks(team.remote) == ""


def test_two_at_once_without_anybody_in_between(team: Team) -> None:
    both = [one.start("apply", "--yes", "--lock-timeout", "60") for one in (team.one, team.two)]
    assert ends(team, both) == [0, 0]
    assert team.objects() == NAMES
    for one in (team.one, team.two):
        assert one.run("plan", "--detailed-exitcode").status == 0


@pytest.mark.parametrize("command", [("apply", "--yes"), ("destroy", "--yes"), ("state", "rebuild")])
def test_whoever_does_not_wait_ends_with_11_and_is_told_who(team: Team, held: Held, command: tuple[str, ...]) -> None:
    done = team.two.run(*command)
    assert done.status == 11
    assert f"another clone is applying: process {held.process.pid} of " in done.err
    assert "gptctl state unlock" in done.err


def test_a_plan_takes_no_lock(team: Team, held: Held) -> None:
    assert held.process.poll() is None
    assert team.two.run("plan").status == 0
    team.remote.rename(team.remote.with_name("gone"))
    assert team.two.run("plan").status == 0


def test_a_killed_run_leaves_the_lock_until_somebody_frees_it(team: Team, held: Held) -> None:
    held.process.kill()
    held.process.communicate()
    held.let_go()
    until(lambda: team.objects() == NAMES)  # what it had sent is done, whatever became of it
    assert team.two.run("apply", "--yes", "--lock-timeout", "1").status == 11
    asked = team.two.run("state", "unlock")
    assert asked.status == 64
    assert f"held by process {held.process.pid}" in asked.out
    assert locks(team.remote) == REF
    team.two.write("assistants/greeter.yaml", "wrong: yes\n")  # what is stuck is freed whatever the files say
    freed = team.two.run("state", "unlock", "--yes", "--json")
    assert freed.status == 0, freed.err
    jsonschema.validate(freed.document, json.loads(schemas.text("lock")))
    assert freed.document["freed"] is True
    assert team.two.run("state", "unlock").out == "Nobody holds the lock.\n"
    team.two.git("checkout", "--quiet", "assistants")
    assert team.two.run("apply", "--yes").status == 0
    assert team.one.run("apply", "--yes").status == 0
    assert team.objects() == NAMES


@pytest.mark.parametrize(("sent", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_run_gives_the_lock_back(team: Team, held: Held, sent: signal.Signals, status: int) -> None:
    assert locks(team.remote) == REF
    held.process.send_signal(sent)
    held.let_go()
    assert team.one.end(held.process).status == status
    assert locks(team.remote) == ""
    assert team.two.run("apply", "--yes").status == 0
    assert team.objects() == NAMES


def test_who_loses_the_lock_is_warned_and_has_done_the_work(team: Team, held: Held) -> None:
    assert team.two.run("state", "unlock", "--yes").status == 0
    held.let_go()
    done = team.one.end(held.process)
    assert done.status == 0
    assert "warning: somebody freed the lock" in done.err
    assert team.objects() == NAMES


def test_an_old_revision_is_locked_as_the_work_tree_says(tmp_path: Path) -> None:
    with make_team(tmp_path, "lock: local") as team:
        before = team.one.git("rev-parse", "HEAD").strip()
        team.one.replace("gptctl.yaml", "lock: local", "lock: git")
        team.remote.rename(team.remote.with_name("gone"))
        assert team.one.run("apply", "--ref", before, "--yes").status == 1
        assert team.objects() == []
        team.one.write("gptctl.yaml", "wrong: yes\n")  # then it is as that revision says
        assert team.one.run("apply", "--ref", before, "--yes").status == 0


def test_without_a_remote_nothing_is_written(team: Team) -> None:
    team.one.git("remote", "remove", "origin")
    done = team.one.run("apply", "--yes")
    assert done.status == 12
    assert "`lock: git` needs a git remote" in done.err
    assert team.objects() == []
    assert not (team.one.root / ".gptctl/dev/journal.jsonl").exists()


def test_without_the_right_to_push_nothing_is_written(team: Team) -> None:
    hook(team.remote, "pre-receive", "echo you may not >&2", "exit 1")
    done = team.one.run("apply", "--yes")
    assert done.status == 1
    assert "contents: write" in done.err
    assert team.objects() == []
    checked = team.one.run("doctor", "--json").document
    assert [check["ok"] for check in checked["checks"] if check["name"] == "lock"] == [False]


def test_the_doctor_looks_whether_the_lock_can_be_taken(team: Team, held: Held) -> None:
    assert "another clone is applying" in team.two.run("doctor").out
    held.let_go()
    assert team.one.end(held.process).status == 0
    assert "free, and it can be taken" in team.two.run("doctor").out
    assert locks(team.remote) == ""


def test_an_own_lock_needs_no_freeing(project: Project) -> None:
    done = project.run("state", "unlock", "--yes")
    assert done.status == 64
    assert "the system frees it" in done.err


def test_another_lock_is_a_mistake_in_the_file(project: Project) -> None:
    project.replace("gptctl.yaml", "environments:", "lock: gti\nenvironments:")
    done = project.run("validate")
    assert done.status == 10
    assert "gptctl.yaml:7:1" in done.out
    assert "Did you mean `git`?" in done.out


def test_a_person_is_asked_before_it_is_freed(team: Team, held: Held) -> None:
    terminal = Terminal(team.two, "state", "unlock")
    try:
        terminal.wait_for(f"process {held.process.pid} of ")
        terminal.wait_for("Type 'yes' to go on:")
        terminal.type("yes\n")
        assert terminal.end() == 0
    finally:
        terminal.close()
    assert "The lock is free." in terminal.shown
    assert locks(team.remote) == ""


@pytest.mark.slow
def test_ctrl_c_leaves_the_lock_at_no_point(project: Project, tmp_path: Path) -> None:
    remote = bare(tmp_path / "remote.git")
    project.git("remote", "add", "origin", str(remote))
    project.replace("gptctl.yaml", "environments:", "lock: git\nenvironments:")
    statuses = []
    for point, fresh in points.each(project, tmp_path, 8):
        statuses.append(points.end_at(fresh, point, signal.SIGINT).status)
        assert locks(remote) == "", point
    assert 130 in statuses
