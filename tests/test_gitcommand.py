"""A remote that never answers, and what git started to reach it."""

import os
import socket
import time
from pathlib import Path

import psutil
import pytest

from gptctl.errors import GptctlError
from gptctl.gitcommand import ask, git_in
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


def test_nobody_is_asked_for_a_password(tmp_path: Path) -> None:
    """Git and ssh ask at the terminal, which a session of its own does not have."""
    script = tmp_path / "helper"
    script.write_text('#!/bin/sh\n(: < /dev/tty) 2> /dev/null && echo asked > "$0.asked"\n')
    script.chmod(0o755)
    answer = ask(git_in(tmp_path), "-c", "protocol.ext.allow=always", "ls-remote", f"ext::{script}", seconds=60)
    assert answer.status != 0
    assert not (tmp_path / "helper.asked").exists()


def test_without_git_it_is_one_clear_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GptctlError, match="`git remote` failed"):
        ask(git_in(tmp_path), "remote", seconds=60)
