"""No target in one part whose context stands in another: the later of both loses it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gptctl.errors import GptctlError
from gptctl.promote import leaks
from gptctl.promote.chat import Chat
from gptctl.promote.example import Part
from gptctl.promote.leaks import Leak
from gptctl.promote.leaks import leaks as find
from gptctl.promote.shards.body import Body

ROUNDS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A row that belongs to a part. `cluster` is the id of its leader."""

    number: int
    part: Part
    body: Body
    targets: tuple[int, ...]
    cluster: str

    @property
    def id(self) -> str:
        return self.body.row.id

    @property
    def messages(self) -> Sequence[Chat]:
        """Up to the last target."""
        return self.body.row.messages[: self.targets[-1] + 1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """`dropped` are the rows that lost all their targets, each with the row it lost the last to."""

    kept: tuple[Chosen, ...]
    dropped: tuple[tuple[Chosen, Chosen], ...]


def settle(rows: Sequence[Chosen], least: float) -> Settled:
    """Rows in order of who goes before whom. What is left was checked with sketches of another seed as well.

    Raises GptctlError when contexts keep being found: that is our mistake, and no dataset comes of it.
    """
    kept, dropped = list(rows), list[tuple[Chosen, Chosen]]()
    seeds = [1, leaks.SEED]
    for _ in range(ROUNDS):
        found = find(kept, least, seed=seeds[0])
        if found:
            kept = _without(kept, found, dropped)
            continue
        seeds.pop(0)
        if not seeds:
            return Settled(kept=tuple(kept), dropped=tuple(dropped))
    raise GptctlError("parts of the dataset could not be kept apart")


def _without(rows: Sequence[Chosen], found: Sequence[Leak], dropped: list[tuple[Chosen, Chosen]]) -> list[Chosen]:
    """Take the targets away, in order: what was already lost takes nothing from others."""
    left = {place: set(row.targets) for place, row in enumerate(rows)}
    lost: dict[int, int] = {}
    for leak in found:
        if leak.first in lost or leak.second in lost or not _stands(left[leak.first], leak.first_at):
            continue
        gone = left[leak.second] if leak.second_at == leaks.WHOLE else {leak.second_at}
        left[leak.second] = left[leak.second] - gone
        if not left[leak.second]:
            lost[leak.second] = leak.first
    dropped.extend((rows[place], rows[other]) for place, other in lost.items())
    return [replace(row, targets=tuple(sorted(left[at]))) for at, row in enumerate(rows) if at not in lost]


def _stands(targets: set[int], at: int) -> bool:
    return at == leaks.WHOLE or at in targets
