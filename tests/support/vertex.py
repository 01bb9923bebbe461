"""The trainer `vertex` before the fake of Google Cloud: on a day of our choice, in a process that may die."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from gptctl.promote.cost.table import Price
from gptctl.promote.trainers.base import Trainer
from gptctl.promote.trainers.hosted.files import File
from gptctl.promote.trainers.vertex.jobs import Jobs
from gptctl.promote.trainers.vertex.storage import Storage
from gptctl.promote.trainers.vertex.trainer import VertexTrainer
from gptctl.promote.trainers.vertex.wire import Site, sender
from gptctl.providers.api import Api
from gptctl.providers.http.keys import TRUSTED
from tests.support.fakes.vertex import BUCKET, TOKEN, FakeVertex
from tests.support.mortal import Mortal
from tests.support.training import Killed

BASE = "gemini-3.5-flash"
TODAY = date(2026, 11, 21)


def no_pause(_: float) -> None:
    """Nobody waits in a test."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MortalStorage(Storage):
    """In a process that may die when a file is there."""

    way: Mortal

    def put(self, file: File, mark: str) -> str:
        address = super(MortalStorage, self).put(file, mark)
        if self.way.dies == "uploading":
            raise Killed
        return address


@dataclass(slots=True)
class Bench:
    """`ways` are those of the clients that were made."""

    fake: FakeVertex
    today: date = TODAY
    dollars: float = 10.0
    token: str = TOKEN
    ways: list[tuple[Trainer, Mortal]] = field(default_factory=list[tuple[Trainer, Mortal]])

    @property
    def environ(self) -> Mapping[str, str]:
        return {"GOOGLE_OAUTH_ACCESS_TOKEN": self.token, TRUSTED: self.fake.url}

    def fresh(self) -> VertexTrainer:
        site = Site(
            project="acme", location="us-central1", bucket=BUCKET, endpoint=self.fake.url, storage=self.fake.url
        )
        way = Mortal(
            sender(site, self.environ, no_pause), lambda method, path: method == "POST" and path.endswith("tuningJobs")
        )
        made = VertexTrainer(
            Jobs(api=Api(way), path=site.jobs),
            MortalStorage(site=site, environ=self.environ, sleep=no_pause, way=way),
            prices=self.prices,
            today=lambda: self.today,
        )
        self.ways.append((made, way))
        return made

    def prices(self) -> Sequence[Price]:
        price = Price(
            target="vertex", model="*", train=self.dollars, as_of=TODAY, valid_until=TODAY, source="made up for a test"
        )
        return (price,)

    def dies(self, trainer: Trainer, when: str) -> None:
        (way,) = [way for made, way in self.ways if made is trainer]
        way.dies = when

    def close(self) -> None:
        for _, way in self.ways:
            way.close()
