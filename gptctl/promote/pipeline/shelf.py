"""All cases of a project, outside of it: one folder each, named by the mark of the approval and by the goal.

Two goals may share a job, as where the same is promoted in two environments: it is one approval, and two cases.
"""

import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from gptctl.core.value import Attrs, fingerprint
from gptctl.durable import sync
from gptctl.logs.store.durable import explained
from gptctl.private import make_private
from gptctl.promote.jobs.job import Job, Stand
from gptctl.promote.pipeline.case import APPROVED, Case, dump, load
from gptctl.promote.pipeline.goal import Goal
from gptctl.promote.trainers.base import State

FOLDER = "promotions"
"""In the user's own folder: one folder for each project."""

_SHOWN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    folder: Path

    def keep(self, case: Case, files: Mapping[str, str]) -> Case:
        """The case with these files beside it: all of them or, after a crash, nothing. What is there stays."""
        kept = replace(case, folder=self._place(case.approval.mark, case.goal))
        there = load(kept.folder)
        if there is not None:
            return there
        aside = replace(case, folder=self.folder / f".{os.urandom(8).hex()}")
        with explained(self.folder):
            make_private(aside.folder)
            try:
                aside.write({**files, APPROVED: dump(kept)})
                aside.folder.rename(kept.folder)
                sync(self.folder)
            finally:
                shutil.rmtree(aside.folder, ignore_errors=True)
        return kept

    def unfinished(self, goal: Goal, jobs: Mapping[str, Job]) -> Case | None:
        """The case of this goal that was sent and has not come to its end, whatever the log holds by now."""
        meant = (one for one in self.of(goal, jobs) if goal.dataset in {"", one.approval.dataset})
        return next((one for one in meant if not one.is_over and not _in_vain(jobs, one)), None)

    def of_dataset(self, goal: Goal, dataset: str, jobs: Mapping[str, Job]) -> Case | None:
        """The case of this goal on this dataset that was sent, over or not: whoever approved it asks for it again."""
        return next((one for one in self.of(goal, jobs) if one.approval.dataset == dataset), None)

    def of(self, goal: Goal, jobs: Mapping[str, Job]) -> Iterator[Case]:
        """The cases of this goal that were approved, and whose job was not refused, the newest first."""
        for mark in reversed(list(jobs)):
            case = load(self._place(mark, goal.identity()))
            if case is not None and jobs[mark].stand is not Stand.REFUSED:
                yield case

    def find(self, mark: str) -> Case | None:
        """One of those that the job with this mark is for: they differ in their environment alone."""
        return next(filter(None, map(load, sorted(self.folder.glob(f"{mark}-*")))), None)

    def _place(self, mark: str, goal: Attrs) -> Path:
        return self.folder / f"{mark}-{fingerprint(goal)[:_SHOWN]}"


def _in_vain(jobs: Mapping[str, Job], case: Case) -> bool:
    return jobs[case.approval.mark].state in {State.FAILED, State.CANCELLED}
