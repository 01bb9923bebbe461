"""Wait for what happens elsewhere, never for ever."""

import time
from collections.abc import Callable


def until(found: Callable[[], bool], seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not found():
        assert time.monotonic() < deadline
        time.sleep(0.02)
