"""A polite kill ends a run like Ctrl-C does: what is under way is finished and written down."""

import signal
from types import FrameType


class Terminated(KeyboardInterrupt):
    """SIGTERM arrived. Whoever cleans up after Ctrl-C cleans up after this."""


def listen() -> None:
    """From now on SIGTERM raises Terminated in the main thread."""
    signal.signal(signal.SIGTERM, _terminate)


def _terminate(_number: int, _frame: FrameType | None) -> None:
    raise Terminated
