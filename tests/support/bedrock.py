"""The trainer `bedrock` before the fake of AWS: on a day of our choice, in a process that may die."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gptctl.promote.cost.table import Price
from gptctl.promote.trainers.base import Trainer
from gptctl.promote.trainers.bedrock.boto import Service
from gptctl.promote.trainers.bedrock.calls import Calls
from gptctl.promote.trainers.bedrock.jobs import Jobs
from gptctl.promote.trainers.bedrock.storage import Storage
from gptctl.promote.trainers.bedrock.trainer import BedrockTrainer
from gptctl.providers.http import Intent
from gptctl.providers.http.keys import TRUSTED
from tests.support.fakes.aws import BUCKET, KEY_ID, ROLE, SECRET
from tests.support.training import Killed

BASE = "amazon.nova-micro-v1:0:128k"
TODAY = date(2026, 11, 21)


def keys(url: str) -> Mapping[str, str]:
    return {"AWS_ACCESS_KEY_ID": KEY_ID, "AWS_SECRET_ACCESS_KEY": SECRET, TRUSTED: url}


@dataclass(slots=True)
class Mortal:
    """Calls of a process that dies around the moment in which it starts a job, or when a file is there."""

    real: Calls
    dies: str = ""

    def call(self, operation: str, intent: Intent, **arguments: object) -> Mapping[str, Any]:
        starts = operation == "create_model_customization_job"
        if starts and self.dies == "before":
            raise Killed
        answer = self.real.call(operation, intent, **arguments)
        if (starts and self.dies == "after") or (operation == "put_object" and self.dies == "uploading"):
            raise Killed
        return answer


@dataclass(slots=True)
class Bench:
    """AWS at an address. All clients go through the same connections; each dies alone."""

    url: str
    bucket: str = BUCKET
    environ: Mapping[str, str] = field(default_factory=dict[str, str])
    today: date = TODAY
    dollars: float = 1.0
    retires: dict[str, date] = field(default_factory=dict[str, date])
    services: dict[str, Service] = field(default_factory=dict[str, Service])
    ways: list[tuple[Trainer, Mortal]] = field(default_factory=list[tuple[Trainer, Mortal]])

    def fresh(self) -> BedrockTrainer:
        way, files = Mortal(self.service("bedrock")), Mortal(self.service("s3"))
        made = BedrockTrainer(
            Jobs(calls=way),
            Storage(calls=files, bucket=self.bucket),
            role=ROLE,
            prices=self.prices,
            today=lambda: self.today,
            retires=self.retires,
        )
        self.ways += [(made, way), (made, files)]
        return made

    def service(self, name: str) -> Service:
        if name not in self.services:
            environ = self.environ or keys(self.url)
            self.services[name] = Service(
                name, region="us-east-1", endpoint=self.url, environ=environ, sleep=lambda _: None
            )
        return self.services[name]

    def prices(self) -> Sequence[Price]:
        price = Price(
            target="bedrock", model="*", train=self.dollars, as_of=TODAY, valid_until=TODAY, source="made up for a test"
        )
        return (price,)

    def dies(self, trainer: Trainer, when: str) -> None:
        for way in [way for made, way in self.ways if made is trainer]:
            way.dies = when

    def close(self) -> None:
        for service in self.services.values():
            service.close()
