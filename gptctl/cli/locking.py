"""The lock that all clones of a project share, where its file asks for one."""

import os
from pathlib import Path

from gptctl.backends.base import Backend
from gptctl.backends.git import GitLock, SharedBackend
from gptctl.config.loading import pick
from gptctl.config.project import Lock
from gptctl.config.project_file import load_project
from gptctl.core.marker import Scope
from gptctl.engine.events import Emit, Warned
from gptctl.errors import Usage

LOCKS = "refs/gptctl/locks"
"""Neither a branch nor a tag: no server shows it among them, and no fetch brings it unasked."""


def share(backend: Backend, root: Path, scope: Scope, emit: Emit) -> Backend:
    """The same backend, with a lock that keeps out all clones."""
    lock = _lock(root, scope.project_id, scope.environment)
    return SharedBackend(backend=backend, shared=lock, warn=lambda message: emit(Warned(message=message)))


def open_lock(root: Path, environment: str | None) -> GitLock:
    """The lock of an environment, whatever an assistant's file says.

    Raises InvalidConfig for a wrong gptctl.yaml, Usage where the project has no such lock.
    """
    project = load_project(root).project
    chosen = pick(project, environment)
    if project.lock is not Lock.GIT:
        raise Usage(
            "the lock of this project is its clone's own: the system frees it when the holder ends",
            advice="`lock: git` in gptctl.yaml makes it one for all clones.",
        )
    return _lock(root, project.id, chosen.name)


def _lock(root: Path, project: str, environment: str) -> GitLock:
    return GitLock(root=root, ref=f"{LOCKS}/{project}/{environment}", environ=os.environ)
