"""Jobs at a server that others wrote, whose own journal is the witness of how many were started."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from gptctl.errors import GptctlError, NotDone
from gptctl.promote.jobs.job import Stand
from gptctl.promote.jobs.submit import Desk
from gptctl.promote.jobs.watch import Watch
from gptctl.promote.trainers.base import State, Task
from gptctl.promote.trainers.openai.services import OPENAI
from gptctl.promote.trainers.openai.trainer import ResumableTrainer
from gptctl.providers.http.keys import TRUSTED
from gptctl.providers.openai_shape.sdk import Sdk
from tests.support.jobs import Hours, dataset, ledger
from tests.support.mortal import Mortal
from tests.support.servers import aimock
from tests.support.servers.aimock import KEY, Aimock
from tests.support.training import Killed
from tests.support.tuning import JOBS, TODAY, price

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(aimock.missing()), reason=f"needs {aimock.missing()}, which is not here"),
]

BASE = "gpt-4.1-mini-2025-04-14"
_STARTS = f"/v1{JOBS}"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Aimock]:
    with aimock.serve(tmp_path_factory.mktemp("aimock")) as running:
        yield running


@contextmanager
def desk_of(server: Aimock, home: Path, dies: str = "") -> Iterator[Desk]:
    """As another process has it."""
    environ = {"OPENAI_API_KEY": KEY, TRUSTED: server.url}
    sender = Mortal(Sdk(lambda: OPENAI.reach(f"{server.url}/v1", environ)), lambda *asked: asked == ("POST", JOBS))
    sender.dies = dies
    trainer = ResumableTrainer(
        OPENAI, sender=sender, prices=lambda: [price("openai", 5.0)], today=lambda: TODAY, sleep=lambda _: None
    )
    yield Desk(trainer=trainer, ledger=ledger(home / "ledger"), clock=Hours())
    sender.close()


def test_whatever_fails_there_is_one_job(server: Aimock, tmp_path: Path) -> None:
    before = len(server.journal("POST", "/v1/files"))
    task = Task(dataset=dataset(tmp_path), base=BASE, settings={"epochs": 2})
    with desk_of(server, tmp_path, dies="after") as desk:
        approval = desk.approval(task, 10.0)
        with pytest.raises(Killed):
            desk.submit(task, approval)
    jobs = set()
    for home in (tmp_path, tmp_path, tmp_path / "elsewhere"):
        home.mkdir(exist_ok=True)
        with desk_of(server, home) as desk:
            jobs.add(desk.submit(task, approval))
    (job,) = jobs
    (body,) = [one for one in server.journal("POST", _STARTS) if one.get("suffix") == approval.mark]
    assert (body["metadata"], body["model"]) == ({"gptctl": approval.mark}, BASE)
    assert len(server.journal("POST", "/v1/files")) == before + 2
    with desk_of(server, tmp_path) as desk:
        watch = Watch(trainer=desk.trainer, ledger=desk.ledger, clock=desk.clock)
        seen = list(watch.follow(approval.mark, job))
        assert seen[-1].state is State.SUCCEEDED
        assert desk.trainer.result(job).model == seen[-1].model != ""
        assert desk.ledger.jobs()[approval.mark].stand is Stand.ENDED


def test_a_busy_server_starts_nothing_and_is_asked_again(server: Aimock, tmp_path: Path) -> None:
    task = Task(dataset=dataset(tmp_path, rows=20), base=BASE, settings={})
    with desk_of(server, tmp_path) as desk:
        approval = desk.approval(task, 10.0)
        before = len(server.journal("POST", _STARTS))
        server.chaos(rateLimitRate=1.0)
        with pytest.raises(GptctlError, match="429"):
            desk.submit(task, approval)
        server.chaos(rateLimitRate=0.0)
        desk.submit(task, approval)
        assert len(server.journal("POST", _STARTS)) == before + 1


def test_a_cancelled_job_stays_so(server: Aimock, tmp_path: Path) -> None:
    task = Task(dataset=dataset(tmp_path, rows=24), base=BASE, settings={})
    with desk_of(server, tmp_path) as desk:
        job = desk.submit(task, desk.approval(task, 10.0))
        desk.trainer.cancel(job)
        desk.trainer.cancel(job)
        assert desk.trainer.status(job).state is State.CANCELLED
        with pytest.raises(NotDone):
            desk.trainer.result(job)
