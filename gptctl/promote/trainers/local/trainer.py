"""The trainer `local`: this machine, one process a job. Imports nothing heavy; that process does."""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from gptctl.errors import NotDone, Rejected
from gptctl.private import make_private
from gptctl.promote.example import Part
from gptctl.promote.trainers.base import Estimate, JobId, Result, Start, State, Status, Task, Terms
from gptctl.promote.trainers.local import layout, outcome, process, progress, spec
from gptctl.promote.trainers.local.settings import parse, problems

LEAST = 10
"""Examples with fewer than which nothing is learnt but the examples."""

_TERMS = Terms(paid=False, settle=0.0)


class Runs(Protocol):
    """Where the process of a job runs. A folder is a job; what runs there is `python -m` the package `work` with it."""

    def lacking(self) -> Sequence[str]:
        """What training needs and is not there, in sentences."""
        ...

    def start(self, folder: Path) -> None: ...

    def is_alive(self, folder: Path) -> bool: ...

    def stop(self, folder: Path) -> None:
        """End it; what it has written stays. Raises TryLater when it will not go."""
        ...

    def said(self, folder: Path) -> str:
        """The last words of a process that is gone."""
        ...


Locate = Callable[[str], Path | None]
"""From the name of an installed model to its GGUF file; None when there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalTrainer:
    """`home` is the user's own folder. A base is the name of an installed model, or the path of a GGUF file or of a
    folder in Hugging Face's form.
    """

    home: Path
    locate: Locate
    name: str = "local"
    terms: Terms = _TERMS
    runs: Runs = process

    def check(self, task: Task) -> Sequence[str]:
        return list(self._reasons(task))

    def estimate(self, task: Task) -> Estimate:
        """How long it takes is not known before its first steps: that depends on the machine alone."""
        settings = parse(task.settings)
        examples = [one.tokens for one in task.dataset.examples(Part.TRAIN)]
        tokens = sum(examples) * settings.epochs
        if settings.steps and examples:
            tokens = min(tokens, round(settings.steps * settings.batch * sum(examples) / len(examples)))
        return Estimate(tokens=tokens, dollars=0.0, minutes=None)

    def prepare(self, task: Task, mark: str) -> Start:
        base = self._base(task.base)
        if base is None:
            raise Rejected(_no_base(task.base))
        told = spec.Spec(
            mark=mark,
            dataset=str(task.dataset.folder.absolute()),
            base=task.base,
            path=str(base.absolute()),
            settings=task.settings,
            installed=self._installed(base.absolute()),
        )
        return partial(self._start, told)

    def discard(self, mark: str) -> None:
        """Nothing is prepared here but the start."""

    def find(self, mark: str) -> JobId | None:
        return JobId(mark) if (layout.folder(self.home, mark) / layout.SPEC).exists() else None

    def status(self, job: JobId) -> Status:
        folder = self._folder(job)
        alive = self.runs.is_alive(folder)
        done = outcome.read(folder)  # after the lock was looked at: a process that ends meanwhile has written it
        seen = progress.read(folder)
        state, reason = _ended(done, alive=alive) if done else self._going(folder, seen.step, alive=alive)
        return Status(
            id=job,
            state=state,
            step=seen.step,
            steps=seen.steps,
            curve=seen.curve,
            model=done.model if done else "",
            reason=reason,
        )

    def cancel(self, job: JobId) -> None:
        folder = self._folder(job)
        done = outcome.read(folder)
        if done is None or done.state is State.CANCELLED:  # whoever called it off may have died before it was stopped
            outcome.call_off(folder)
            self.runs.stop(folder)

    def result(self, job: JobId) -> Result:
        done = outcome.read(self._folder(job))
        if done is None or done.state is not State.SUCCEEDED:
            raise Rejected(f"the job {job} has no result")
        return Result(model=done.model, base=done.base, files=done.files)

    def resume(self, job: JobId) -> None:
        folder = self._folder(job)
        if outcome.read(folder) is None and not self.runs.is_alive(folder):
            self.runs.start(folder)

    def _start(self, told: spec.Spec) -> JobId:
        folder = layout.folder(self.home, told.mark)
        self._make(folder, told)
        try:
            self.runs.start(folder)
        except NotDone:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return JobId(told.mark)

    def _going(self, folder: Path, step: int, *, alive: bool) -> tuple[State, str]:
        if alive:
            return (State.RUNNING if step else State.QUEUED), ""
        said = self.runs.said(folder)
        return State.PAUSED, f"its process is gone; it goes on from its last checkpoint. What it said last: {said}"

    def _reasons(self, task: Task) -> Iterator[str]:
        yield from self.runs.lacking()
        if self._base(task.base) is None:
            yield _no_base(task.base)
        yield from problems(task.settings)
        count = sum(1 for _ in task.dataset.examples(Part.TRAIN))
        if count < LEAST:
            yield f"The dataset has {count} examples to train on; {LEAST} are the least."

    def _base(self, base: str) -> Path | None:
        path = Path(base).expanduser()
        if (path / "config.json").is_file() or (path.suffix == ".gguf" and path.is_file()):
            return path
        return self.locate(base)

    def _installed(self, base: Path) -> str:
        return base.stem if base.parent == self.home.absolute() / "models" else ""

    def _folder(self, job: JobId) -> Path:
        if self.find(str(job)) is None or Path(job).name != job:
            raise Rejected(f"there is no job {job} on this machine")
        return layout.folder(self.home, job)

    def _make(self, folder: Path, told: spec.Spec) -> None:
        """All of the folder or, after a crash, nothing under its name."""
        aside = folder.with_name(f".{folder.name}.{os.urandom(8).hex()}")
        try:
            make_private(aside)
            spec.write(aside, told)
            aside.rename(folder)
        except OSError as error:
            shutil.rmtree(aside, ignore_errors=True)
            raise NotDone(f"{folder} cannot be made: {error.strerror or error}") from error


def _no_base(base: str) -> str:
    return f"{base} is neither an installed model nor the path of one; `gptctl models list` shows the former."


def _ended(done: outcome.Outcome, *, alive: bool) -> tuple[State, str]:
    if alive and done.state is State.CANCELLED:
        return State.RUNNING, "it is being cancelled"
    return done.state, " ".join(filter(None, (done.reason, *done.notes)))
