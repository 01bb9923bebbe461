"""Processes of jobs on a Ray cluster, over its API of jobs."""

import shlex
import time
from dataclasses import dataclass
from pathlib import Path

from gptctl.core.value import Attrs
from gptctl.errors import NotDone, TryLater
from gptctl.promote.trainers.local.process import last_line
from gptctl.providers.api import Api

WORK = "gptctl.promote.trainers.local.worker"
ADDRESS = "RAY_API_SERVER_ADDRESS"
SUBMISSION = "submission"
"""The file in a job's folder that says under which id it was submitted last."""

_ALIVE = ("PENDING", "RUNNING")
_STOP, _POLL = 60.0, 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """`python` is what the cluster calls its Python with the extra `train`.

    A submission has the job's mark as its id, with a number from the second on, and Ray takes each id once. Where two
    run all the same, the lock in the folder lets one work.
    """

    api: Api
    python: str

    def lacking(self) -> tuple[str, ...]:
        return ()  # what the cluster has is seen when it runs

    def start(self, folder: Path) -> None:
        """Raises ProviderError."""
        before = _submission(folder)
        number = int(before.rpartition(".")[2] or 0) + 1 if before else 0
        id_ = f"{folder.name}.{number}"
        (folder / SUBMISSION).write_text(id_, encoding="ascii")
        entrypoint = shlex.join([self.python, "-P", "-m", WORK, str(folder)])
        try:
            self.api.send("POST", "/api/jobs/", {"entrypoint": entrypoint, "submission_id": id_})
        except NotDone as error:
            error.advice = error.advice or f"{ADDRESS} says where the cluster is."
            raise

    def is_alive(self, folder: Path) -> bool:
        return self._seen(folder).get("status") in _ALIVE

    def stop(self, folder: Path) -> None:
        until = time.monotonic() + _STOP
        while self.is_alive(folder):
            if time.monotonic() > until:
                raise TryLater(f"the job {_submission(folder)} does not end on the cluster")
            self.api.send("POST", f"/api/jobs/{_submission(folder)}/stop", {})
            time.sleep(_POLL)

    def said(self, folder: Path) -> str:
        return last_line(str(self._seen(folder).get("message") or ""))

    def _seen(self, folder: Path) -> Attrs:
        """Empty for one that the cluster does not know, or does not know any more."""
        id_ = _submission(folder)
        return (self.api.seek(f"/api/jobs/{id_}") if id_ else None) or {}


def _submission(folder: Path) -> str:
    path = folder / SUBMISSION
    return path.read_text(encoding="ascii") if path.exists() else ""
