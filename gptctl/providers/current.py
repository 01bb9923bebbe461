"""Compare and swap for providers that have none: look once more, just before a write."""

from gptctl.core.address import RemoteId
from gptctl.core.resource import Observed
from gptctl.errors import Conflict, Rejected


def expect(seen: Observed | None, id_: RemoteId, version: str) -> Observed:
    """The object, if it is there and at this version; `""` takes any. Raises Conflict."""
    if seen is None:
        raise Conflict(f"{id_} is gone from the provider", advice="Run `gptctl plan` again.")
    if version and seen.version != version:
        raise Conflict(
            f"{id_} was changed by somebody else: it is at {seen.version}, and {version} was expected",
            advice="Run `gptctl plan` to see what they changed.",
        )
    return seen


def deletable(seen: Observed | None, id_: RemoteId, version: str) -> bool:
    """False when it is gone already. Raises Rejected for what is not ours, Conflict when it changed."""
    if seen is None:
        return False
    if seen.marker is None:
        raise Rejected(f"{id_} does not carry our mark, so it is not deleted")
    expect(seen, id_, version)
    return True
