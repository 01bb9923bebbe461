"""The lock as a ref of the git remote, which all clones share."""

from gptctl.backends.git.backend import SharedBackend
from gptctl.backends.git.lock import GitLock, Held

__all__ = ["GitLock", "Held", "SharedBackend"]
