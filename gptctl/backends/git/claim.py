"""One run's claim to the lock: a commit of its own that it alone sets the ref to."""

import time
from dataclasses import dataclass
from enum import Enum, auto

from gptctl.backends.git.holder import NOBODY_KNOWS, read
from gptctl.backends.git.ref import NEEDS, Ref
from gptctl.errors import GptctlError, Locked

POLL_SECONDS = 2.0
TRIES = 2
NOT_OURS = "stale info"
"""What git says where the ref is not what the push says that it is."""

FREE = "`gptctl state unlock` frees it."
_LOST = (
    "somebody freed the lock while this run was at work: another may have applied at the same time. What is done is "
    "done; `gptctl plan` shows whether anything is left."
)


class Standing(Enum):
    """`ASKED` is a push without an answer that can be believed: the server may have taken it."""

    NONE = auto()
    ASKED = auto()
    HELD = auto()


@dataclass(slots=True, kw_only=True)
class Claim:
    ref: Ref
    commit: str
    standing: Standing = Standing.NONE

    def take(self, wait: float) -> None:
        """Be the holder. Raises Locked after `wait` seconds, GptctlError where the remote says no."""
        until = time.monotonic() + wait
        while (at := self._try()) != self.commit:
            self.standing = Standing.NONE
            left = until - time.monotonic()
            if left <= 0:
                raise self._locked(at)
            time.sleep(min(POLL_SECONDS, left))
        self.standing = Standing.HELD

    def give_back(self) -> str:
        """Be the holder no more. Gives what a person must know: that we were not any more, or that we still are."""
        if self.standing is Standing.NONE:
            return ""
        complaint = self.ref.delete(self.commit)
        if self.standing is Standing.ASKED or not complaint:
            return ""
        if NOT_OURS in complaint:
            return _LOST
        again = self.ref.delete(self.commit)  # of an answer that was lost, this shows that the ref is gone
        return f"the lock could not be given back: {again}. {FREE}" if again and NOT_OURS not in again else ""

    def _try(self) -> str:
        """Where the ref is after a push of ours. An answer that was lost makes no difference: we look."""
        complaint = ""
        for _ in range(TRIES):  # whoever was in the way may be gone when we look
            self.standing = Standing.ASKED
            complaint = self.ref.create(self.commit)
            at = self.ref.at() if complaint else self.commit
            if at:
                return at
        self.standing = Standing.NONE
        raise GptctlError(f"the git remote {self.ref.remote.name} does not give the lock: {complaint}", advice=NEEDS)

    def _locked(self, at: str) -> Locked:
        holder = read(self.ref.message(at)) or NOBODY_KNOWS
        return Locked(
            f"another clone is applying: {holder}",
            advice=f"Wait for it, or pass --lock-timeout SECONDS. Where it was killed, {FREE}",
        )
