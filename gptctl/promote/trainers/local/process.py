"""The process of a local job. It holds a lock while it lives, which the system frees however it dies."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from threading import Thread

from gptctl.errors import TryLater
from gptctl.promote.trainers.local import layout

_START = 30.0
_STOP = 10.0
_POLL = 0.05
_LINE = 300
PATIENT = {"OMP_WAIT_POLICY": "PASSIVE"}
"""Threads that wait for one another sleep: where others want the cores too, spinning takes twice as long."""

NEEDED = ("torch", "transformers", "trl", "peft", "datasets", "accelerate")


def lacking() -> Sequence[str]:
    missing = [name for name in NEEDED if find_spec(name) is None]
    return [f"Training here needs {', '.join(missing)}. Run `pip install 'gptctl[train]'`."] if missing else []


def start(folder: Path) -> None:
    """Start it apart from this one, so that neither Ctrl-C nor the end of the command stops it.

    Nothing happens where one is alive. Returns once it holds its lock or has ended already; where two start one at
    once, the second ends by itself.
    """
    if not _forget(folder):
        return
    command = [sys.executable, "-P", "-m", "gptctl.promote.trainers.local.worker", str(folder)]
    environ = {**PATIENT, **os.environ}
    with (folder / layout.LOG).open("ab") as log:
        process = subprocess.Popen(  # noqa: S603 -- our own module, in the interpreter that runs
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, cwd=folder, env=environ
        )
    until = time.monotonic() + _START
    while process.poll() is None and not is_alive(folder) and time.monotonic() < until:
        time.sleep(_POLL)
    Thread(target=process.wait, daemon=True).start()  # so that it is no zombie while this process lives on


def is_alive(folder: Path) -> bool:
    with _idle(folder) as idle:
        return not idle


def _forget(folder: Path) -> bool:
    """Take away the number of a process that is gone: it may be somebody else's by now. False where one is alive."""
    with _idle(folder) as idle:
        if idle:
            (folder / layout.PID).unlink(missing_ok=True)
        return idle


@contextlib.contextmanager
def _idle(folder: Path) -> Iterator[bool]:
    """Whether no process is alive; then none begins to work in here."""
    from filelock import FileLock, Timeout  # noqa: PLC0415 -- only commands that train pay for this import

    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(FileLock(folder / layout.LOCK).acquire(timeout=0))
        except Timeout:
            yield False
            return
        yield True


def stop(folder: Path) -> None:
    """End it; what it has written stays. Raises TryLater when it will not go."""
    until = time.monotonic() + _STOP
    while is_alive(folder):
        if time.monotonic() > until:
            raise TryLater(f"the process of the job in {folder} does not end")
        with contextlib.suppress(OSError, ValueError):  # it is just starting, or just gone
            os.kill(int((folder / layout.PID).read_text(encoding="ascii")), signal.SIGTERM)
        time.sleep(_POLL)


def said(folder: Path) -> str:
    """The last line of the job's log."""
    path = folder / layout.LOG
    return last_line(path.read_text(encoding="utf-8", errors="replace") if path.exists() else "")


def last_line(text: str) -> str:
    return next((line.strip()[:_LINE] for line in reversed(text.splitlines()) if line.strip()), "nothing")
