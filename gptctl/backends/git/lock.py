"""One apply at a time among all clones of a project."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from gptctl.backends.git.claim import NOT_OURS, Claim, Standing
from gptctl.backends.git.holder import Holder, ourselves, read, written
from gptctl.backends.git.ref import NEEDS, open_ref
from gptctl.errors import GptctlError, StalePlan


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The lock as it was found. `holder` is None where its signature cannot be read."""

    commit: str
    holder: Holder | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GitLock:
    """`root` is the project's folder, `ref` the name of the lock at the remote. Nothing runs before it is used.

    No clock ends the hold of a run that was killed: those of two machines need not agree. A person frees it.
    """

    root: Path
    ref: str
    environ: Mapping[str, str]

    @contextmanager
    def hold(self, *, wait: float, warn: Callable[[str], None]) -> Iterator[None]:
        """Hold it; `warn` is told at the end if somebody freed it meanwhile, or nobody can.

        Raises Refused where there is no remote, Locked after `wait` seconds, GptctlError where the remote says no.
        """
        ref = open_ref(self.root, self.ref)
        claim = Claim(ref=ref, commit=ref.commit(written(ourselves(self.environ))))
        try:
            claim.take(wait)
            yield
        finally:
            warning = _given_back(claim)
            if warning:
                warn(warning)

    def look(self) -> Held | None:
        """Who holds it; None where nobody does. Raises as `hold` does."""
        ref = open_ref(self.root, self.ref)
        commit = ref.at()
        return Held(commit=commit, holder=read(ref.message(commit))) if commit else None

    def free(self, held: Held) -> None:
        """Take it from exactly this holder. Raises StalePlan where it is another's by now, or nobody's."""
        complaint = open_ref(self.root, self.ref).delete(held.commit)
        if NOT_OURS in complaint:
            raise StalePlan("the lock changed hands meanwhile, and was not freed", advice="Look again who holds it.")
        if complaint:
            raise GptctlError(f"the lock was not freed: {complaint}", advice=NEEDS)


def _given_back(claim: Claim) -> str:
    try:
        return claim.give_back()
    except KeyboardInterrupt:  # git died in the middle of it: whether it is done, nobody knows
        claim.standing = Standing.ASKED
        claim.give_back()
        raise
