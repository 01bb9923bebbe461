"""What the commands on jobs share. Needs the libraries of the extra `promote`."""

from collections.abc import Iterator

from gptctl.cli.shell import Shell
from gptctl.cli.training import Training
from gptctl.config.project_file import load_project
from gptctl.errors import Refused
from gptctl.promote.jobs.job import Job, Stand
from gptctl.promote.trainers.base import JobId, Status
from gptctl.views.promotion.jobs import JobReport, Known


def open_training(shell: Shell) -> Training:
    """A job is looked after whatever an assistant's file says by now. Raises InvalidConfig for a wrong gptctl.yaml."""
    return Training(workspace=load_project(shell.place.root, shell.place.environment), place=shell.place)


def known(training: Training, job: Job) -> Known:
    return Known(assistant=training.assistant(job), job=job)


def started(job: Job) -> JobId:
    """Raises Refused for a job that was not started, or that nobody knows to be."""
    if job.id is None:
        raise Refused(f"the job {job.approval.mark} was not started", reasons=[_why(job)])
    return job.id


def _why(job: Job) -> str:
    if job.stand is Stand.APPROVED:
        return "It is approved; `gptctl promote` goes on with it."
    return job.reason or "Whether it was is not known; `gptctl promote` looks for it."


def shown(training: Training, word: str) -> JobReport:
    """How the job stands at its trainer now."""
    job = training.job(word)
    status = training.trainer(job.approval.trainer).status(job.id) if job.id else None
    return JobReport(known=known(training, job), status=status)


def followed(training: Training, job: Job) -> Iterator[Status]:
    """Each status to the last, which the ledger then holds. Raises Refused, TryLater, ProviderError."""
    trainer = training.trainer(job.approval.trainer)
    return training.watch(trainer).follow(job.approval.mark, started(job))
