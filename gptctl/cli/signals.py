"""A polite kill ends a run like Ctrl-C does: what is under way is finished and written down. A second ends it now."""

import os
import signal
import sys
from types import FrameType


class Terminated(KeyboardInterrupt):
    """SIGTERM arrived. Whoever cleans up after Ctrl-C cleans up after this."""


def listen() -> None:
    """From now on SIGTERM raises Terminated in the main thread, as SIGINT raises KeyboardInterrupt.

    The next signal ends the process at once. That is as safe as a kill, which a run survives anywhere; to raise a
    second time would break into the cleaning up, and into the interpreter's own.
    """
    signal.signal(signal.SIGTERM, _first)
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # else somebody wants it ignored, as nohup does
        signal.signal(signal.SIGINT, _first)
    if sys.unraisablehook is sys.__unraisablehook__:
        sys.unraisablehook = _unraisable


def _first(number: int, _frame: FrameType | None) -> None:
    for one in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(one) is _first:
            signal.signal(one, _second)
    raise Terminated if number == signal.SIGTERM else KeyboardInterrupt


def _second(number: int, _frame: FrameType | None) -> None:
    os._exit(128 + number)


def _unraisable(info: "sys.UnraisableHookArgs") -> None:
    """A signal inside of a destructor or the like, where it would be reported and lost: the process ends instead."""
    if isinstance(info.exc_value, KeyboardInterrupt):
        os._exit(128 + (signal.SIGTERM if isinstance(info.exc_value, Terminated) else signal.SIGINT))
    sys.__unraisablehook__(info)
