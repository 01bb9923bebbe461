"""A ref of the git remote that is there while somebody holds the lock.

Each push says what the ref must be on the server, and the server compares and swaps: of two, one gets through.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gptctl.backends.git.remote import SECONDS, Remote, choose
from gptctl.errors import GptctlError
from gptctl.gitcommand import Answer, ask, git_in

if TYPE_CHECKING:
    from git import Git

NEEDS = "Nothing was changed. The lock needs a remote in reach and write access to it; in CI, `contents: write`."
_PUSH = ("push", "--porcelain", "--no-verify", "--no-signed", "--no-follow-tags", "--recurse-submodules=no")
_FETCH = ("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--no-auto-gc")
_LARGEST = 4096
_US = {
    "GIT_AUTHOR_NAME": "gptctl",
    "GIT_AUTHOR_EMAIL": "gptctl@localhost",
    "GIT_COMMITTER_NAME": "gptctl",
    "GIT_COMMITTER_EMAIL": "gptctl@localhost",
}
"""Runners of CI have no name in git, and who holds the lock stands in the message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ref:
    git: "Git"
    remote: Remote
    name: str

    def commit(self, message: str) -> str:
        """A commit without files and parents that says this; a kind of object that every server takes."""
        tree = self._local("mktree")  # its input is empty, and so is what it makes
        with self.git.custom_environment(**_US):
            return self._local("commit-tree", "--no-gpg-sign", tree, "-m", message)

    def create(self, commit: str) -> str:
        """Set the ref where it is not there, or is this already. Gives what stands in the way, or an empty text."""
        return self._push(f"{commit}:{self.name}", "")

    def delete(self, commit: str) -> str:
        """Take the ref away where it is this. Gives what stands in the way, or an empty text."""
        return self._push(f":{self.name}", commit)

    def at(self) -> str:
        """The commit that the ref is, empty where there is none. Raises GptctlError where nobody can say."""
        try:
            answer = ask(self.git, "ls-remote", "--", self.remote.url, self.name, seconds=SECONDS)
            complaint = _complaint(answer)
        except GptctlError as error:
            raise self._unreachable(error.message) from None
        if answer.status:
            raise self._unreachable(complaint)
        rows = (line.split("\t") for line in answer.out.splitlines())
        return next((commit for commit, name in rows if name == self.name), "")

    def message(self, commit: str) -> str:
        """What a commit at the remote says; empty where it cannot be read, or is gone by now."""
        try:
            ask(self.git, *_FETCH, "--", self.remote.url, self.name, seconds=SECONDS)
            if int(self._local("cat-file", "-s", commit)) > _LARGEST:
                return ""
            return self._local("cat-file", "commit", commit)
        except (GptctlError, ValueError):
            return ""

    def _push(self, change: str, expected: str) -> str:
        lease = f"--force-with-lease={self.name}:{expected}"
        try:
            answer = ask(self.git, *_PUSH, lease, "--", self.remote.url, change, seconds=SECONDS)
        except GptctlError as error:
            return error.message
        return _complaint(answer) if answer.status else ""

    def _local(self, *arguments: str) -> str:
        answer = ask(self.git, *arguments, seconds=SECONDS)
        if answer.status:
            raise GptctlError(f"`git {arguments[0]}` failed: {_complaint(answer)}", advice=NEEDS)
        return answer.out.strip()

    def _unreachable(self, complaint: str) -> GptctlError:
        return GptctlError(f"the git remote {self.remote.name} cannot be asked for the lock: {complaint}", advice=NEEDS)


def open_ref(root: Path, name: str) -> Ref:
    """Raises Refused where there is no remote."""
    git = git_in(root)
    return Ref(git=git, remote=choose(git), name=name)


def _complaint(answer: Answer) -> str:
    """The one line that says why: what became of the ref, else what git died of, else the last that it said."""
    refused = [line.split("\t")[-1] for line in answer.out.splitlines() if line.startswith("!")]
    lines = [line.strip() for line in answer.err.splitlines() if line.strip()]
    died = [line.removeprefix("fatal: ") for line in lines if line.startswith("fatal: ")]
    return next(iter([*refused, *died, *lines[-1:]]), f"it ended with {answer.status}")
