"""A remote that never answers, and what git started to reach it."""

import os
import socket
import sys
import time
from pathlib import Path

import psutil
import pytest

from gptctl.errors import GptctlError
from gptctl.gitcommand import ask, git_in
from tests.support.team import clone, git, hook
from tests.support.waiting import until


def test_a_server_that_says_nothing_is_not_waited_for(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"git://127.0.0.1:{server.getsockname()[1]}/team.git"
        began = time.monotonic()
        with pytest.raises(GptctlError, match="`git ls-remote` had no answer within 1 s"):
            ask(git_in(tmp_path), "ls-remote", url, seconds=1)
        assert time.monotonic() - began < 30


@pytest.mark.skipif(os.name == "nt", reason="a group of processes is POSIX's")
def test_what_git_started_ends_with_it(tmp_path: Path) -> None:
    script = tmp_path / "helper"
    script.write_text('#!/bin/sh\necho "$$" > "$0.pid"\nexec sleep 600\n')
    script.chmod(0o755)
    with pytest.raises(GptctlError, match="no answer"):
        ask(git_in(tmp_path), "-c", "protocol.ext.allow=always", "ls-remote", f"ext::{script}", seconds=2)
    helper = int((tmp_path / "helper.pid").read_text())
    until(lambda: not psutil.pid_exists(helper) or psutil.Process(helper).status() == psutil.STATUS_ZOMBIE)


@pytest.mark.skipif(os.name == "nt", reason="sessions are POSIX's")
def test_nobody_is_asked_for_a_password(tmp_path: Path) -> None:
    """Git and ssh ask at the terminal of their session, and a session that is new has none."""
    script = tmp_path / "helper"
    script.write_text(f"#!{sys.executable}\nimport os\nopen(__file__ + '.sid', 'w').write(str(os.getsid(0)))\n")
    script.chmod(0o755)
    answer = ask(git_in(tmp_path), "-c", "protocol.ext.allow=always", "ls-remote", f"ext::{script}", seconds=60)
    assert answer.status != 0
    assert int((tmp_path / "helper.sid").read_text()) != os.getsid(0)


def test_no_hook_runs_that_a_project_brings(tmp_path: Path) -> None:
    clone(tmp_path / "clone", tmp_path / "nowhere")
    git(tmp_path / "clone", "config", "core.hooksPath", "hooks")
    hook(tmp_path / "clone", "reference-transaction", "touch ran")
    here = git_in(tmp_path / "clone")
    made = ask(here, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "--allow-empty", "-m", "a", seconds=60)
    assert made.status == 0, made.err
    assert not (tmp_path / "clone" / "ran").exists()


def test_without_git_it_is_one_clear_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GptctlError, match="`git remote` failed"):
        ask(git_in(tmp_path), "remote", seconds=60)
