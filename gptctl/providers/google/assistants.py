"""Assistants: an entry of the ledger each, under an id of our own."""

import re
from collections.abc import Iterable, Iterator

from gptctl.core.address import RemoteId
from gptctl.core.marker import Marker
from gptctl.core.resource import Observed
from gptctl.core.value import Attrs, without_nulls
from gptctl.errors import NotDone
from gptctl.providers.api import text
from gptctl.providers.base import Draft, Problem, Traits
from gptctl.providers.current import deletable, expect
from gptctl.providers.google import limits
from gptctl.providers.google.ledger import Ledgers
from gptctl.providers.google.manifest import Entry

_ID = re.compile(r"assistant-([0-9a-f]{12})-[0-9a-f]{16}\Z")


class Assistants:
    kind = "assistant"
    traits = Traits(versioned=True)

    def __init__(self, ledgers: Ledgers) -> None:
        self._ledgers = ledgers

    def normalize(self, attrs: Attrs) -> Attrs:
        return without_nulls(attrs)

    def validate(self, attrs: Attrs) -> Iterable[Problem]:
        return limits.of_assistant(attrs)

    def list(self, scope: str) -> Iterator[Observed]:
        return (_observed(entry) for entry in self._ledgers.read(scope).values() if entry.kind == self.kind)

    def read(self, id_: RemoteId) -> Observed | None:
        found = _ID.match(id_)
        entry = None if found is None else self._ledgers.read(found[1]).get(id_)
        return None if entry is None else _observed(entry)

    def find(self, marker: Marker) -> Observed | None:
        for seen in self.list(marker.scope):
            if seen.marker is not None and (seen.marker.address, seen.marker.nonce) == (marker.address, marker.nonce):
                return seen
        return None

    def create(self, draft: Draft) -> Observed:
        return self._write(RemoteId(f"assistant-{draft.marker.scope}-{draft.marker.nonce}"), draft)

    def update(self, id_: RemoteId, draft: Draft, *, version: str) -> Observed:
        expect(self.read(id_), id_, version)
        return self._write(id_, draft)

    def delete(self, id_: RemoteId, *, version: str) -> None:
        seen = self.read(id_)
        if deletable(seen, id_, version) and seen is not None and seen.marker is not None:
            self._ledgers.remove(id_, seen.marker)

    def _write(self, id_: RemoteId, draft: Draft) -> Observed:
        name = text(draft.attrs.get("name"))
        self._ledgers.write(Entry(id=id_, kind=self.kind, name=name, marker=draft.marker, attrs=draft.attrs))
        seen = self.read(id_)
        if seen is None:
            raise NotDone(f"{id_} vanished while it was written")
        return seen


def _observed(entry: Entry) -> Observed:
    return Observed(
        id=entry.id,
        kind=entry.kind,
        name=entry.name,
        marker=entry.marker,
        version=entry.version,
        attrs=entry.attrs,
    )
