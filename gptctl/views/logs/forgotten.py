"""Conversations that were taken out for good, and the datasets that hold them yet."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gptctl.core.plural import plural
from gptctl.core.value import Attrs
from gptctl.promote.dataset.layout import FOLDER
from gptctl.promote.jobs.job import Job, Stand
from gptctl.views.line import Line, Style, indent, line

FORMAT = "gptctl.forget/v1"
_SHOWN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetReport:
    """`datasets` leads from a dataset to the conversations of `forgotten` that are in it, `manifests` to where its
    manifest stands in git. `unseen` are datasets that git names and whose rows are not here, with their manifests.
    `trained` are jobs on one of `datasets`. `deleted` and `doubtful` are paths in the user's own folder: what rested on
    `datasets`, and what is left that rests on rows which are not here.
    """

    forgotten: Sequence[str]
    datasets: Mapping[str, Sequence[str]]
    manifests: Mapping[str, str]
    unseen: Mapping[str, str]
    trained: Sequence[Job]
    deleted: Sequence[str]
    doubtful: Sequence[str]

    def human(self) -> Iterator[Line]:
        yield line(f"{plural(len(self.forgotten), 'conversation')} forgotten:", Style.HEADING)
        yield from indent(line(id_, Style.REMOVED) for id_ in self.forgotten)
        for dataset, ids in sorted(self.datasets.items()):
            place = f" ({self.manifests[dataset]})" if dataset in self.manifests else ""
            yield line(f"the dataset {dataset}{place} holds {len(ids)} of them:", Style.WARNING)
            todo = f"build it anew, with what was trained on it, and delete {FOLDER}/{dataset}"
            yield from indent([line(todo, Style.WARNING)])
        for job in self.trained:
            yield line(_told(job), Style.WARNING)
        for path in self.deleted:
            yield line(f"deleted: {path}", Style.REMOVED)
        for dataset, place in sorted(self.unseen.items()):
            yield line(f"the dataset {dataset} ({place}) is not on this machine and may hold them", Style.WARNING)
        for path in self.doubtful:
            yield line(f"{path} rests on rows that are not on this machine, and may quote them", Style.WARNING)

    def document(self) -> Attrs:
        return {
            "format": FORMAT,
            "forgotten": self.forgotten,
            "datasets": self.datasets,
            "manifests": self.manifests,
            "unseen": self.unseen,
            "trained": [_document(job) for job in self.trained],
            "deleted": self.deleted,
            "doubtful": self.doubtful,
        }


def _told(job: Job) -> str:
    approval = job.approval
    made, dataset = f"the job {approval.mark} at {approval.trainer}", approval.dataset[:_SHOWN]
    if job.stand is Stand.APPROVED:
        return f"{made} may have uploaded the dataset {dataset}: gptctl jobs cancel {approval.mark}"
    return f"{job.model or made} was trained on the dataset {dataset}"


def _document(job: Job) -> Attrs:
    approval = job.approval
    return {"job": approval.mark, "trainer": approval.trainer, "dataset": approval.dataset, "model": job.model}
