"""A project in memory: declarations, a server, a disk, and sessions that may die."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count

from gptctl.core.address import Address, Key
from gptctl.core.codec import checksum
from gptctl.core.marker import Scope
from gptctl.core.plan import Plan
from gptctl.core.resource import Resource
from gptctl.core.value import Attrs
from gptctl.engine.applying import Applied, apply, destroy
from gptctl.engine.desired import Desired
from gptctl.engine.events import Event
from gptctl.engine.outline import Outline
from gptctl.engine.planning import make_plan
from gptctl.engine.request import Request
from gptctl.engine.session import Session
from gptctl.providers.base import Traits
from tests.support.memory import Disk, Fuse, MemoryBackend, MemoryProvider, Server

SCOPE = Scope(project_id="0" * 32, project="acme", environment="dev")


def knowledge(name: str) -> Address:
    return Address(kind="knowledge", name=name)


def assistant(name: str) -> Address:
    return Address(kind="assistant", name=name)


@dataclass(slots=True)
class ServerClock:
    """Time is the server's; sleeping moves it on."""

    server: Server

    def now(self) -> float:
        return self.server.now

    def sleep(self, seconds: float) -> None:
        self.server.now += seconds


@dataclass(slots=True)
class Project:
    """`declared` is what git says; everything else is what a first run finds."""

    declared: dict[Address, Attrs] = field(default_factory=dict)
    server: Server = field(default_factory=Server)
    disk: Disk = field(default_factory=Disk)
    traits: Mapping[str, Traits] = field(default_factory=dict)
    moved: Mapping[Address, Address] = field(default_factory=dict)
    past: Mapping[str, Mapping[Address, Attrs]] = field(default_factory=dict)
    commit: str = ""
    protected: bool = False
    workers: int = 1
    events: list[Event] = field(default_factory=list)
    nonces: "count[int]" = field(default_factory=count)

    def session(self, fuse: Fuse | None = None) -> Session:
        """A fresh process. `fuse` decides where it dies."""
        resources = {
            Key(target="memory", address=address): Resource(key=Key(target="memory", address=address), attrs=attrs)
            for address, attrs in self.declared.items()
        }
        return Session(
            outline=Outline(
                scope=SCOPE,
                targets=("memory",),
                settings={},
                wanted={key: resource.fingerprint for key, resource in resources.items()},
                protected=self.protected,
                moved=self.moved,
            ),
            providers={"memory": MemoryProvider(self.server, fuse, **self.traits)},
            backend=MemoryBackend(self.disk, fuse),
            rollouts=self.disk.rollouts,
            clock=ServerClock(self.server),
            nonce=lambda: f"{next(self.nonces):016x}",
            load=lambda: Desired(resources=resources, losses=(), retirements={}, files={}),
            commit_of=lambda _: self.commit,
            applied_at=lambda commit, key: self.past.get(commit, {}).get(key.address),
            emit=self.events.append,
            workers=self.workers,
        )

    def plan(self, request: Request | None = None) -> Plan:
        return make_plan(self.session(), request or Request()).plan

    def apply(
        self, request: Request | None = None, *, fuse: Fuse | None = None, reviewed: str | None = None
    ) -> Applied:
        return apply(self.session(fuse), request or Request(), reviewed=reviewed, wait=0)

    def destroy(self, request: Request | None = None) -> Applied:
        return destroy(self.session(), request or Request(), reviewed=None, wait=0)

    def checksum(self) -> str:
        return checksum(self.plan())

    def names(self) -> list[str]:
        """The names of everything on the server, each as often as it is there."""
        return sorted(stored.observed.name for stored in self.server.objects.values())
