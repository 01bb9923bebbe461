"""Which training job a word means."""

from pathlib import Path

import pytest

from gptctl.cli.training import Training
from gptctl.cli.wiring import Place
from gptctl.config.project_file import load_project
from gptctl.errors import Usage
from gptctl.promote.jobs.approval import Approval
from gptctl.promote.jobs.job import Sending, Started
from gptctl.promote.pipeline.case import Case
from gptctl.promote.trainers.base import JobId
from tests.support.tree import project


@pytest.fixture
def training(tmp_path: Path) -> Training:
    root = project(tmp_path / "acme", {})
    return Training(workspace=load_project(root), place=Place(start=root, home=tmp_path / "home"))


def sent(training: Training, assistant: str, time: float, id_: str) -> str:
    """A job for this assistant; gives its mark."""
    said = Approval(dataset=f"{time:064.0f}", trainer="local", base="tiny", settings={}, ceiling=0.0)
    shelf = training.shelf
    shelf.keep(Case(folder=shelf.folder, goal={"assistant": assistant}, approval=said, readiness={}), {})
    training.ledger.append(Sending(approval=said, time=time))
    training.ledger.append(Started(mark=said.mark, id=JobId(id_)))
    return said.mark


def test_a_whole_name_means_more_than_a_beginning(training: Training) -> None:
    ft = sent(training, "ft", 1.0, "ft-1")
    other = sent(training, "support", 2.0, "ft-12")
    assert training.job("ft").approval.mark == ft
    assert training.job("ft-1").approval.mark == ft
    assert training.job("ft-12").approval.mark == other
    assert training.job("support").approval.mark == other
    assert training.job(other[:-1]).approval.mark == other
    assert training.job(sent(training, other[:-1], 3.0, "x")).id == "x"


def test_a_beginning_of_several_jobs_and_of_none_is_refused(training: Training) -> None:
    first, second = sent(training, "ada", 1.0, "ft-1"), sent(training, "ada", 2.0, "ft-2")
    with pytest.raises(Usage, match="begins several jobs") as several:
        training.job("ft-")
    assert (first in several.value.advice, second in several.value.advice) == (True, True)
    assert training.job("ada").approval.mark == second
    with pytest.raises(Usage, match="there is no job bob"):
        training.job("bob")
