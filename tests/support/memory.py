"""A complete provider and backend in memory that can die, forget to answer, and lag, on command."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from itertools import count

from gptctl.backends.base import Reading
from gptctl.core.address import RemoteId
from gptctl.core.journal import Begin, Entry
from gptctl.core.marker import Marker
from gptctl.core.record import Record
from gptctl.core.resource import Declared, Observed
from gptctl.core.rollout import Move
from gptctl.core.value import Attrs
from gptctl.errors import Conflict, Locked, Unknown
from gptctl.providers.base import Draft, Handler, Lowering, Problem, Traits


class Killed(BaseException):
    """The process died here."""


@dataclass(slots=True)
class Fuse:
    """Counts every point at which a process may die, and dies at the chosen one."""

    dies_at: int | None = None
    points: int = 0

    def point(self) -> None:
        self.points += 1
        if self.points == self.dies_at:
            raise Killed


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    observed: Observed
    foreign: Attrs = field(default_factory=dict)
    visible_from: float = 0.0


@dataclass(slots=True)
class Server:
    """What exists at the provider. It outlives every process that talks to it."""

    objects: dict[RemoteId, Stored] = field(default_factory=dict)
    writes: list[str] = field(default_factory=list)
    listings: int = 0
    lag: float = 0.0
    now: float = 1000.0
    lose_answers: set[int] = field(default_factory=set)
    in_steps: frozenset[str] = frozenset()
    ids: Iterator[int] = field(default_factory=count)

    def edit(self, id_: RemoteId, **attrs: object) -> None:
        """Somebody edits an object in the console."""
        stored = self.objects[id_]
        seen = stored.observed
        changed = replace(seen, attrs={**(seen.attrs or {}), **attrs}, version=seen.version + "x")  # type: ignore[dict-item]
        self.objects[id_] = replace(stored, observed=changed)


class MemoryHandler:
    """One kind on a server, seen through one process with its own fuse."""

    def __init__(self, server: Server, kind: str, fuse: Fuse, traits: Traits) -> None:
        self._server = server
        self._kind = kind
        self._fuse = fuse
        self._traits = traits
        self._steps = kind in server.in_steps

    @property
    def kind(self) -> str:
        return self._kind

    @property
    def traits(self) -> Traits:
        return self._traits

    def normalize(self, attrs: Attrs) -> Attrs:
        return attrs

    def validate(self, attrs: Attrs) -> Iterable[Problem]:
        return ()

    def list(self, scope: str) -> Iterator[Observed]:
        self._server.listings += 1
        for stored in sorted(self._server.objects.values(), key=lambda s: s.observed.id):
            seen = stored.observed
            ours = seen.marker is not None and seen.marker.scope == scope
            if ours and seen.kind == self._kind and stored.visible_from <= self._server.now:
                yield replace(seen, attrs=None)

    def read(self, id_: RemoteId) -> Observed | None:
        stored = self._server.objects.get(id_)
        return None if stored is None else stored.observed

    def find(self, marker: Marker) -> Observed | None:
        for seen in self.list(marker.scope):
            if seen.marker is not None and (seen.marker.address, seen.marker.nonce) == (marker.address, marker.nonce):
                return self.read(seen.id)
        return None

    def create(self, draft: Draft) -> Observed:
        id_ = RemoteId(f"{self._kind}-{next(self._server.ids):04}")
        name = str(draft.attrs.get("name", ""))
        seen = Observed(id=id_, kind=self._kind, name=name, marker=draft.marker, version="1", attrs=draft.attrs)
        if self._steps:
            half = replace(seen, marker=draft.marker.unfinished(), attrs={"name": name}, version="0")
            self._effect(f"create {id_}", lambda: self._put(id_, half))
        self._effect(f"write {id_}", lambda: self._put(id_, seen))
        return seen

    def update(self, id_: RemoteId, draft: Draft, *, version: str) -> Observed:
        old = self._server.objects[id_].observed
        if version and old.version != version:
            raise Conflict("it changed under us")
        seen = replace(old, marker=draft.marker, attrs=draft.attrs, version=str(len(self._server.writes) + 2))
        if self._steps:
            half = replace(old, marker=draft.marker.unfinished(), attrs={**(old.attrs or {}), "files": {}}, version="0")
            self._effect(f"update {id_}", lambda: self._put(id_, half))
        self._effect(f"write {id_}", lambda: self._put(id_, seen))
        return seen

    def delete(self, id_: RemoteId, *, version: str) -> None:
        self._effect(f"delete {id_}", lambda: self._server.objects.pop(id_, None))

    def _put(self, id_: RemoteId, seen: Observed) -> None:
        known = self._server.objects.get(id_)
        since = self._server.now + self._server.lag if known is None else known.visible_from
        self._server.objects[id_] = Stored(observed=seen, visible_from=since)

    def _effect(self, name: str, act: Callable[[], object]) -> None:
        self._fuse.point()
        act()
        self._server.writes.append(name)
        self._fuse.point()
        if len(self._server.writes) in self._server.lose_answers:
            raise Unknown("the answer was lost")


class MemoryProvider:
    """Two kinds, of which the second refers to the first."""

    def __init__(self, server: Server, fuse: Fuse | None = None, **traits: Traits) -> None:
        burning = Fuse() if fuse is None else fuse
        self.server = server
        self._handlers = {
            kind: MemoryHandler(server, kind, burning, traits.get(kind, Traits(settle_seconds=0.0, versioned=True)))
            for kind in ("knowledge", "assistant")
        }

    @property
    def name(self) -> str:
        return "memory"

    @property
    def handlers(self) -> Mapping[str, Handler]:
        return self._handlers

    def lower(self, declared: Declared) -> Lowering:
        return Lowering(attrs=declared.attrs)

    def close(self) -> None:
        pass


@dataclass(slots=True)
class MemoryRollouts:
    """A record of rollouts that nobody else writes to."""

    lines: list[Move] = field(default_factory=list)

    def append(self, move: Move) -> None:
        self.lines.append(move)

    def moves(self) -> Sequence[Move]:
        return tuple(self.lines)

    def alone(self) -> AbstractContextManager[None]:
        return nullcontext()


@dataclass(slots=True)
class Disk:
    """What survives a process: the record, the journal, the baselines, the rollouts."""

    record: Record = field(default_factory=Record)
    lines: list[Entry] = field(default_factory=list)
    applied: dict[str, Attrs] = field(default_factory=dict)
    holder: str = ""
    rollouts: MemoryRollouts = field(default_factory=MemoryRollouts)


class MemoryBackend:
    """A backend on a disk, seen through one process with its own fuse; it is its own journal and baselines."""

    def __init__(self, disk: Disk, fuse: Fuse | None = None) -> None:
        self._disk = disk
        self._fuse = Fuse() if fuse is None else fuse

    @property
    def journal(self) -> "MemoryBackend":
        return self

    @property
    def baselines(self) -> "MemoryBackend":
        return self

    def read(self) -> Reading:
        return Reading(record=self._disk.record)

    def write(self, record: Record) -> None:
        self._fuse.point()
        self._disk.record = record
        self._fuse.point()

    def set_aside(self) -> None:
        self._disk.record, self._disk.lines = Record(), []

    @contextmanager
    def lock(self, *, wait: float) -> Iterator[None]:
        if self._disk.holder:
            raise Locked("held")
        yield

    def append(self, entry: Entry) -> None:
        self._fuse.point()
        self._disk.lines.append(entry)
        self._fuse.point()

    def entries(self) -> Sequence[Entry]:
        return tuple(self._disk.lines)

    def restart(self, pending: Sequence[Begin]) -> None:
        self._fuse.point()
        self._disk.lines = list(pending)
        self._fuse.point()

    def get(self, fingerprint: str) -> Attrs | None:
        return self._disk.applied.get(fingerprint)

    def put(self, fingerprint: str, attrs: Attrs) -> None:
        self._disk.applied[fingerprint] = attrs
