"""The objects of one kind in a fake, and a listing that may lag behind them."""

from collections.abc import Iterator, Sequence
from typing import Any


class Shelf:
    """Objects by id, in the order in which they were made. `lag` listings pass before one shows that it is there."""

    def __init__(self) -> None:
        self.lag = 0
        self._items: dict[str, dict[str, Any]] = {}
        self._unseen: dict[str, int] = {}

    def put(self, id_: str, item: dict[str, Any]) -> dict[str, Any]:
        if id_ not in self._items:
            self._unseen[id_] = self.lag
        self._items[id_] = item
        return item

    def get(self, id_: str) -> dict[str, Any] | None:
        return self._items.get(id_)

    def pop(self, id_: str) -> dict[str, Any] | None:
        self._unseen.pop(id_, None)
        return self._items.pop(id_, None)

    def listed(self) -> Sequence[dict[str, Any]]:
        """What a listing shows now; asking counts."""
        seen = [item for id_, item in self._items.items() if not self._unseen[id_]]
        self._unseen = {id_: max(left - 1, 0) for id_, left in self._unseen.items()}
        return seen

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """All that is really there, for a test to count."""
        return iter(self._items.values())

    def __len__(self) -> int:
        return len(self._items)
