"""A repository on disk, applied to one hosted provider by the real engine; only the clock and the record are ours."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path

from gptctl.config.workspace import load
from gptctl.core.address import Address, Key
from gptctl.core.plan import Plan
from gptctl.engine.applying import Applied, apply, destroy
from gptctl.engine.lowering import lower, outline
from gptctl.engine.planning import Planned, make_plan
from gptctl.engine.request import Request
from gptctl.engine.session import Session
from gptctl.providers.base import Provider
from tests.support.memory import Disk, MemoryBackend

ROOT = Path(__file__).parents[2]
PROJECT = """\
apiVersion: gptctl/v1
kind: Project
name: acme
id: 0123456789abcdef0123456789abcdef
models: {{default: {{{target}: {model}}}}}
environments: {{dev: {{targets: [{target}]}}}}
"""


@dataclass(slots=True)
class SteadyClock:
    """Sleeping moves it on, and nothing else does."""

    time: float = 1_800_000_000.0

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.time += seconds


@dataclass(slots=True)
class Site:
    """`make` opens the provider as a fresh process does: every plan and apply gets a new one. `others` are further
    targets, each with a way to open it.
    """

    root: Path
    target: str
    make: Callable[[], Provider]
    others: Mapping[str, Callable[[], Provider]] = field(default_factory=dict[str, Callable[[], Provider]])
    disk: Disk = field(default_factory=Disk)
    clock: SteadyClock = field(default_factory=SteadyClock)
    nonces: "count[int]" = field(default_factory=count)

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def copy(self, *names: str) -> None:
        """Take files of this very repository."""
        for name in names:
            target = self.root / name
            target.parent.mkdir(parents=True, exist_ok=True)
            take = partial(shutil.copytree, dirs_exist_ok=True) if (ROOT / name).is_dir() else shutil.copyfile
            take(ROOT / name, target)

    def copy_assistants(self, *names: str) -> None:
        """Take assistants of this repository, but for their tests: those ask for every page of the knowledge."""
        for name in names:
            self.copy(f"assistants/{name}.md")
            declared = (ROOT / f"assistants/{name}.yaml").read_text(encoding="utf-8")
            self.write(f"assistants/{name}.yaml", declared.replace(f"tests: [{name}.tests.yaml]\n", ""))

    def declare(self, name: str, **fields: object) -> None:
        """Write one assistant; the fields are YAML, which JSON is."""
        lines = [f"{key}: {value}" for key, value in fields.items()]
        head = ["apiVersion: gptctl/v1", "kind: Assistant", f"name: {name}", "model: default"]
        self.write(f"assistants/{name}.yaml", "\n".join([*head, *lines]) + "\n")

    def plan(self, request: Request | None = None) -> Plan:
        return self.planned(request).plan

    def planned(self, request: Request | None = None) -> Planned:
        return make_plan(self.session(), request or Request())

    def apply(self, request: Request | None = None) -> Applied:
        return apply(self.session(), request or Request(), reviewed=None, wait=0)

    def destroy(self) -> Applied:
        return destroy(self.session(), Request(), reviewed=None, wait=0)

    def remote_id(self, address: str) -> str:
        key = Key(target=self.target, address=Address.parse(address))
        return self.disk.record.entries[key].id

    def session(self) -> Session:
        workspace = load(self.root)
        providers: Mapping[str, Provider] = {
            self.target: self.make(),
            **{target: make() for target, make in self.others.items()},
        }
        desired = lower(workspace, providers)
        return Session(
            outline=outline(workspace, desired),
            providers=providers,
            backend=MemoryBackend(self.disk),
            rollouts=self.disk.rollouts,
            clock=self.clock,
            nonce=lambda: f"{next(self.nonces):016x}",
            load=lambda: desired,
            commit_of=lambda _: "",
            applied_at=lambda _commit, _key: None,
            emit=lambda _: None,
            workers=4,
        )


def site(root: Path, target: str, model: str, make: Callable[[], Provider]) -> Site:
    """An empty project with one target."""
    made = Site(root=root, target=target, make=make)
    made.write("gptctl.yaml", PROJECT.format(target=target, model=model))
    return made
