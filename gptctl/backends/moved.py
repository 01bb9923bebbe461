"""The record of rollouts, read under the addresses that assistants have now: who is renamed keeps their rollout."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

from gptctl.backends.base import Rollouts
from gptctl.core.address import Address
from gptctl.core.rollout import Move


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedRollouts:
    """`now` leads from a former address to the present one."""

    rollouts: Rollouts
    now: Mapping[Address, Address]

    def append(self, move: Move) -> None:
        self.rollouts.append(move)

    def moves(self) -> Sequence[Move]:
        return tuple(map(self._moved, self.rollouts.moves()))

    def alone(self) -> AbstractContextManager[None]:
        return self.rollouts.alone()

    def _moved(self, move: Move) -> Move:
        key = move.rollout.key
        if key.address not in self.now:
            return move
        return replace(move, rollout=replace(move.rollout, key=replace(key, address=self.now[key.address])))
