"""Trainers and training jobs of a project, opened for a command.

The jobs are kept in the user's own folder: every clone of the project on this machine sees the same ones.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from gptctl.backends.local.lines import DurableLines
from gptctl.backends.local.lock import hold
from gptctl.cli.wiring import Place, SystemClock
from gptctl.core.suggest import suggest
from gptctl.errors import Usage
from gptctl.promote.cost.table import OVERRIDE, Price, load
from gptctl.promote.jobs.job import Job
from gptctl.promote.jobs.ledger import Ledger
from gptctl.promote.jobs.submit import Desk
from gptctl.promote.jobs.watch import Watch
from gptctl.promote.pipeline.shelf import FOLDER, Shelf
from gptctl.promote.trainers.base import Trainer
from gptctl.promote.trainers.registry import FACTORIES, Setting
from gptctl.providers.local.models import locate
from gptctl.providers.settings import WrongSettings

if TYPE_CHECKING:
    from gptctl.config.project_file import ProjectFile
    from gptctl.config.workspace import Workspace

WAIT_SECONDS = 60.0
"""How long one run waits for another that is just handing in a job."""

_NEAR, _FAR = 0.5, 15.0
"""Seconds between two looks at a job: on this machine, and at somebody else's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    workspace: "Workspace | ProjectFile"
    place: Place

    @property
    def shelf(self) -> Shelf:
        return Shelf(folder=self.place.home / FOLDER / self.workspace.project.id)

    @property
    def ledger(self) -> Ledger:
        folder = self.shelf.folder
        return Ledger(lines=DurableLines(folder / "jobs"), alone=partial(hold, folder, wait=WAIT_SECONDS))

    def trainer(self, name: str) -> Trainer:
        """Raises Usage for one that there is not, InvalidConfig where its settings are wrong."""
        if name not in FACTORIES:
            raise Usage(f"there is no trainer {name}", advice=suggest(name, FACTORIES))
        try:
            return FACTORIES[name](self._setting(name))
        except WrongSettings as wrong:
            raise wrong.at(self.workspace.locate_project) from None

    def desk(self, trainer: Trainer) -> Desk:
        return Desk(trainer=trainer, ledger=self.ledger, clock=SystemClock())

    def watch(self, trainer: Trainer) -> Watch:
        every = _FAR if trainer.terms.paid else _NEAR
        return Watch(trainer=trainer, ledger=self.ledger, clock=SystemClock(), every=every)

    def jobs(self) -> Mapping[str, Job]:
        return self.ledger.jobs()

    def job(self, word: str) -> Job:
        """The job of that mark or id, else the last one of the assistant of that name, else the one whose mark or id
        begins so. Raises Usage.
        """
        jobs = sorted(self.jobs().values(), key=lambda one: one.time)
        begun = [one for one in jobs if one.approval.mark.startswith(word) or (one.id or "").startswith(word)]
        found = [one for one in begun if word in {one.approval.mark, one.id}]
        found = found or [one for one in jobs if self.assistant(one) == word][-1:] or begun
        if len(found) == 1:
            return found[0]
        if found:
            raise Usage(
                f"{word} begins several jobs", advice=f"Type more: {', '.join(o.approval.mark for o in found)}."
            )
        raise Usage(f"there is no job {word}", advice="`gptctl jobs list` shows those that were sent from here.")

    def assistant(self, job: Job) -> str:
        case = self.shelf.find(job.approval.mark)
        return str(case.goal["assistant"]) if case else ""

    def prices(self) -> Sequence[Price]:
        """Raises GptctlError for a table that is wrong."""
        return load(self.place.root / OVERRIDE, self.place.home / OVERRIDE)

    def _setting(self, name: str) -> Setting:
        home = self.place.home
        return Setting(
            options=self.workspace.project.trainers.get(name, {}),
            home=home,
            environ=os.environ,
            locate=partial(locate, home),
            prices=self.prices,
        )
