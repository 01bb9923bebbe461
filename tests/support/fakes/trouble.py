"""The ways in which a fake misbehaves on command."""

from dataclasses import dataclass
from enum import Enum, auto
from fnmatch import fnmatchcase


class Trouble(Enum):
    """Before it acted, or after: that is what a client cannot tell, and what must not matter."""

    NONE = auto()
    BUSY = auto()
    """429 with Retry-After; nothing was done."""
    FAIL_BEFORE = auto()
    """500; nothing was done."""
    DROP = auto()
    """The connection closes without an answer; nothing was done."""
    FAIL_AFTER = auto()
    """Done, then 500."""
    LOSE_ANSWER = auto()
    """Done, then the connection closes without an answer."""
    TRUNCATE = auto()
    """Done, then half an answer, or the beginning of a stream."""
    CUT = auto()
    """Done, then the beginning of a stream, ended as if there were no more."""
    HANG = auto()
    """Done, then nothing for some seconds."""


@dataclass(kw_only=True)
class Plan:
    """Which requests to misbehave at; it counts them itself."""

    kind: Trouble
    method: str
    path: str
    times: int = 1
    skip: int = 0

    def fits(self, method: str, path: str) -> bool:
        return fnmatchcase(method, self.method) and fnmatchcase(path, self.path)

    def due(self, method: str, path: str) -> bool:
        """Whether to misbehave now; asking counts."""
        if not self.times or not self.fits(method, path):
            return False
        if self.skip:
            self.skip -= 1
            return False
        self.times -= 1
        return True
