"""Who listens to what happens to the objects of a fake while it happens."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from queue import Empty, Queue
from typing import Any

Event = dict[str, Any]


class Listeners:
    """A stream is open until it is ended here, or `closing` is set."""

    def __init__(self, closing: threading.Event) -> None:
        self._closing = closing
        self._queues: dict[str, list[Queue[Event | None]]] = {}

    def join(self, id_: str) -> Iterator[Event]:
        """All that happens to this object from now on."""
        queue: Queue[Event | None] = Queue()
        self._queues.setdefault(id_, []).append(queue)
        return self._heard(queue)

    def heard(self, id_: str) -> bool:
        """Whether anybody ever listened to it; who went away is not noticed."""
        return id_ in self._queues

    def tell(self, id_: str, events: Iterable[Event]) -> None:
        told = list(events)
        for queue in self._queues.get(id_, ()):
            for event in told:
                queue.put(event)

    def end(self, id_: str) -> None:
        for queue in self._queues.pop(id_, ()):
            queue.put(None)

    def _heard(self, queue: "Queue[Event | None]") -> Iterator[Event]:
        while not self._closing.is_set():
            with suppress(Empty):
                event = queue.get(timeout=0.05)
                if event is None:
                    return
                yield event
