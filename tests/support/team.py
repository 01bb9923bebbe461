"""A bare repository and clones of it, as a team has them."""

import subprocess
from pathlib import Path

REF = "refs/gptctl/locks/0123456789abcdef0123456789abcdef/dev"


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-c", "user.name=Ada", "-c", "user.email=ada@example.invalid", *arguments],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.stdout.strip()


def bare(folder: Path) -> Path:
    folder.mkdir(parents=True)
    git(folder, "init", "--quiet", "--bare", "--initial-branch", "main")
    return folder


def clone(folder: Path, remote: Path) -> Path:
    """A repository without a commit, and with this remote."""
    folder.mkdir(parents=True)
    git(folder, "init", "--quiet", "--initial-branch", "main")
    git(folder, "remote", "add", "origin", str(remote))
    return folder


def locks(remote: Path) -> str:
    """The refs of the remote below those of locks, one a line."""
    return git(remote, "for-each-ref", "--format=%(refname)", "refs/gptctl")


def hook(repository: Path, name: str, *lines: str) -> None:
    path = repository / "hooks" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(["#!/bin/sh", *lines, ""]))
    path.chmod(0o755)
