"""`python -m gptctl.promote.trainers.local.worker FOLDER`: do the job in this folder, unless somebody does already."""

import os
import sys
import traceback
from pathlib import Path

from filelock import FileLock, Timeout

from gptctl.promote.trainers.base import State
from gptctl.promote.trainers.local import layout, outcome

_PATIENCE = 5.0
"""Seconds to wait for the lock: whoever only looks whether it is held, holds it for a moment."""


def main(folder: Path) -> None:
    os.environ.update(HF_HUB_OFFLINE="1", TOKENIZERS_PARALLELISM="false")
    try:
        with FileLock(folder / layout.LOCK).acquire(timeout=_PATIENCE):
            (folder / layout.PID).write_text(str(os.getpid()), encoding="ascii")
            if outcome.read(folder) is None:
                outcome.write(folder, _outcome(folder))
    except Timeout:
        return


def _outcome(folder: Path) -> outcome.Outcome:
    from gptctl.promote.trainers.local.worker.job import run  # noqa: PLC0415 -- loads torch, which takes seconds

    try:
        return run(folder)
    except Exception as error:  # noqa: BLE001 -- whoever watches must be told; the log has the rest
        traceback.print_exc()
        return outcome.Outcome(state=State.FAILED, reason=f"{type(error).__name__}: {error}"[:2000])


main(Path(sys.argv[1]))
