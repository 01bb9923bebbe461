"""What `forget` says of jobs on what is forgotten."""

from dataclasses import replace

from gptctl.promote.jobs.approval import Approval
from gptctl.promote.jobs.job import Job, Stand
from gptctl.promote.trainers.base import JobId, State
from gptctl.views.line import PLAIN, render
from gptctl.views.logs.forgotten import ForgetReport

APPROVED = Job(
    approval=Approval(dataset="a" * 64, trainer="together", base="qwen3-8b", settings={}, ceiling=7.5),
    time=1.0,
    stand=Stand.APPROVED,
)
MARK = APPROVED.approval.mark


def test_what_holds_it_yet_is_named_to_be_deleted() -> None:
    report = ForgetReport(
        forgotten=("c1",), datasets={"abc": ["c1"]}, manifests={}, unseen={}, trained=(), deleted=(), doubtful=()
    )
    assert render(report.human(), PLAIN).splitlines()[2:] == [
        "the dataset abc holds 1 of them:",
        "  build it anew, with what was trained on it, and delete datasets/abc",
    ]


def test_who_learnt_of_it_is_named_and_what_may_lie_at_a_provider() -> None:
    started = replace(APPROVED, stand=Stand.STARTED, id=JobId("j1"))
    ended = replace(started, stand=Stand.ENDED, state=State.SUCCEEDED, model="ft:1")
    report = ForgetReport(
        forgotten=(), datasets={}, manifests={}, unseen={}, trained=(APPROVED, started, ended), deleted=(), doubtful=()
    )
    assert render(report.human(), PLAIN).splitlines()[1:] == [
        f"the job {MARK} at together may have uploaded the dataset aaaaaaaaaaaa: gptctl jobs cancel {MARK}",
        f"the job {MARK} at together was trained on the dataset aaaaaaaaaaaa",
        "ft:1 was trained on the dataset aaaaaaaaaaaa",
    ]
