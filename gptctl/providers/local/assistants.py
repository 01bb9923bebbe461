"""Assistants: a row each, its attributes as declared, its knowledge by remote id."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from gptctl.core.address import RemoteId
from gptctl.core.marker import Marker
from gptctl.core.resource import Observed
from gptctl.core.value import Attrs, without_nulls
from gptctl.providers.base import Draft, Problem, Traits
from gptctl.providers.local import objects, uses
from gptctl.providers.local.store import Store


class Assistants:
    kind = "assistant"
    traits = Traits(settle_seconds=0, versioned=True)

    def __init__(self, store: Store, home: Path) -> None:
        self._store, self._home = store, home

    def normalize(self, attrs: Attrs) -> Attrs:
        return without_nulls(attrs)

    def validate(self, attrs: Attrs) -> Iterable[Problem]:
        from gptctl.providers.local import limits  # noqa: PLC0415 -- an unchanged project is not checked again

        return (*limits.of_model(attrs.get("model"), self._home), *limits.of_assistant(attrs))

    def list(self, scope: str) -> Iterator[Observed]:
        with self._store.read() as db:
            found = tuple(objects.listing(db, self.kind, scope))
        yield from found

    def read(self, id_: RemoteId) -> Observed | None:
        with self._store.read() as db:
            return objects.get(db, self.kind, id_)

    def find(self, marker: Marker) -> Observed | None:
        with self._store.read() as db:
            id_ = objects.having(db, self.kind, marker)
            return None if id_ is None else objects.get(db, self.kind, id_)

    def create(self, draft: Draft) -> Observed:
        with self._store.write() as db:
            uses.check(db, draft.attrs)
            id_ = objects.insert(db, self.kind, draft.attrs, draft.marker)
            return objects.written(db, self.kind, id_)

    def update(self, id_: RemoteId, draft: Draft, *, version: str) -> Observed:
        with self._store.write() as db:
            uses.check(db, draft.attrs)
            objects.overwrite(db, self.kind, id_, draft.attrs, draft.marker, version=version)
            return objects.written(db, self.kind, id_)

    def delete(self, id_: RemoteId, *, version: str) -> None:
        with self._store.write() as db:
            objects.remove(db, self.kind, id_, version=version)
