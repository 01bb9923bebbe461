"""One apply at a time: the system's own file lock, which it frees when the holder dies, however it dies."""

import contextlib
import json
import os
import platform
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gptctl.backends.local.files import explained, make_folder, read_bounded, write_atomically
from gptctl.backends.local.who import who
from gptctl.errors import GptctlError, Locked


@contextmanager
def hold(folder: Path, *, wait: float) -> Iterator[None]:
    """Hold `folder/lock`; who holds it stands in `folder/holder.json`, for the message only."""
    from filelock import FileLock, Timeout  # noqa: PLC0415 -- only commands that write pay for this import

    make_folder(folder)
    lock = FileLock(folder / "lock", mode=0o600)
    with explained(folder / "lock"):
        try:
            lock.acquire(timeout=wait, poll_interval=0.05)
        except Timeout:
            raise _locked(folder) from None
    try:
        _sign(folder)
        yield
    finally:
        with contextlib.suppress(OSError):
            (folder / "holder.json").unlink()
        lock.release()


def _locked(folder: Path) -> Locked:
    return Locked(
        f"another run is applying here: {_holder(folder)}",
        advice="Wait for it, or pass --lock-timeout SECONDS. The lock is freed when that run ends, even by a kill.",
    )


def _sign(folder: Path) -> None:
    holder = {
        "pid": os.getpid(),
        "user": who(),
        "host": platform.node(),
        "since": time.strftime("%Y-%m-%d %H:%M:%S"),
    }
    write_atomically(folder / "holder.json", json.dumps(holder).encode())  # in place of a link, never through it


def _holder(folder: Path) -> str:
    try:
        holder = json.loads(read_bounded(folder / "holder.json", 4096) or b"{}")
        return f"process {holder['pid']} of {holder['user']} on {holder['host']}, since {holder['since']}"
    except (GptctlError, KeyError, TypeError, ValueError):
        return "the holder has not signed yet"
