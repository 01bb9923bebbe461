"""A trainer that speaks as OpenAI does, before a fake of its service, on a day of our choice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from gptctl.core.value import Attrs
from gptctl.promote.cost.table import Price
from gptctl.promote.example import Pair
from gptctl.promote.trainers.base import JobId, State, Task, Trainer
from gptctl.promote.trainers.openai.service import Service
from gptctl.promote.trainers.openai.trainer import OpenAITrainer, ResumableTrainer
from gptctl.providers.http.retry import TRIES
from gptctl.providers.openai_shape.sdk import Sdk
from tests.conformance.training import Training
from tests.support.fakes.openai_tuning import TuningRoutes
from tests.support.fakes.trouble import Trouble
from tests.support.jobs import Hours, dataset, ledger
from tests.support.mortal import Mortal

JOBS = "/fine_tuning/jobs"
TODAY = date(2026, 11, 21)


def price(trainer: str, dollars: float) -> Price:
    """For a million tokens of any base."""
    return Price(target=trainer, model="*", train=dollars, as_of=TODAY, valid_until=TODAY, source="a test")


@dataclass(kw_only=True)
class Bench:
    """A service, its fake and the user's folder; `trainers` are the clients that were made, with their senders."""

    service: Service
    fake: TuningRoutes
    home: Path
    address: str
    environ: Mapping[str, str]
    base: str
    today: date = TODAY
    dollars: float | None = 5.0
    trainers: list[tuple[Trainer, Mortal]] = field(default_factory=list[tuple[Trainer, Mortal]])

    def fresh(self) -> OpenAITrainer:
        sender = Mortal(
            self.sender(), lambda *asked: asked == ("POST", JOBS), lambda *asked: asked == ("POST", "/files")
        )
        kind = ResumableTrainer if self.service.pauses else OpenAITrainer
        made = kind(
            self.service,
            sender=sender,
            prices=self.prices,
            today=lambda: self.today,
            sleep=lambda _: None,
        )
        self.trainers.append((made, sender))
        return made

    def sender(self) -> Sdk:
        return Sdk(lambda: self.service.reach(self.address, self.environ))

    def prices(self) -> Sequence[Price]:
        if self.dollars is None:
            return ()
        return (price(self.service.name, self.dollars),)

    def task(self, settings: Attrs | None = None, pairs: Sequence[Pair] = ()) -> Task:
        return Task(dataset=dataset(self.home, pairs), base=self.base, settings=settings or {})

    def started(self) -> list[str]:
        """The marks, as the names of the files say them: every service has those."""
        names = [self.fake.file(job["training_file"])["filename"] for job in self.fake.tuning]
        return ["-".join(name.split("-")[:2]) for name in names]

    def dies(self, trainer: Trainer, when: str) -> None:
        next(sender for made, sender in self.trainers if made is trainer).dies = when

    def close(self) -> None:
        for _, sender in self.trainers:
            sender.close()


def training(bench: Bench, tmp_path: Path) -> Training:
    """The suite's view of it."""

    def turn(job: JobId, state: State, error: str = "") -> None:
        bench.fake.turn_job(job, state.value, error)

    def refuse(code: str) -> None:
        bench.fake.no_training = code

    def retire(_: Trainer) -> None:
        base = bench.service.base(bench.base)
        assert base is not None
        assert base.gone is not None
        bench.today = base.gone

    last = bench.service.base(bench.base)
    return Training(
        fresh=bench.fresh,
        task=bench.task(),
        ledger=ledger(tmp_path / "ledger"),
        clock=Hours(bench.fake.work),
        started=bench.started,
        uploads=lambda: [file["id"] for file in bench.fake.files.listed()],
        left=bench.fake.strays,
        lose_answer=lambda _: bench.fake.trouble(Trouble.LOSE_ANSWER, "POST", JOBS) and None,
        lose_request=lambda _: bench.fake.trouble(Trouble.DROP, "POST", JOBS) and None,
        busy=lambda _: bench.fake.trouble(Trouble.BUSY, "POST", JOBS, times=TRIES) and None,
        die_uploading=lambda trainer: bench.dies(trainer, "uploading"),
        die_before=lambda trainer: bench.dies(trainer, "before"),
        die_after=lambda trainer: bench.dies(trainer, "after"),
        refuse=refuse,
        fail=lambda job: turn(job, State.FAILED, "the rows were refused"),
        pause=(lambda job: turn(job, State.PAUSED)) if bench.service.pauses else None,
        retire=retire if last is not None and last.gone is not None else None,
    )
