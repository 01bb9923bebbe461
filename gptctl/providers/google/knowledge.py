"""Knowledge as file search stores.

A store's name is all that we can write on it, once. It has the mark of its making, so that it is found again after a
lost answer; what was last applied to it stands in the ledger.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from gptctl.core.address import RemoteId
from gptctl.core.marker import Marker
from gptctl.core.resource import Observed
from gptctl.core.value import Attrs, fingerprint, without_nulls
from gptctl.errors import NotDone
from gptctl.providers.api import mapping, text
from gptctl.providers.base import Draft, Problem, Traits
from gptctl.providers.current import deletable, expect
from gptctl.providers.google import limits
from gptctl.providers.google.capabilities import FILE_MOST
from gptctl.providers.google.documents import Documents
from gptctl.providers.google.ledger import Ledgers
from gptctl.providers.google.manifest import Entry
from gptctl.providers.google.stores import Stores
from gptctl.providers.inscription import inscribe, marker_in, strip
from gptctl.providers.steps import begun
from gptctl.providers.transfer import files_of, transfer

_VERSIONED = ("updateTime", "activeDocumentsCount", "pendingDocumentsCount", "failedDocumentsCount", "sizeBytes")


class Knowledge:
    kind = "knowledge"
    traits = Traits(exact=frozenset({"files"}), versioned=True, file_bytes=FILE_MOST)

    def __init__(self, stores: Stores, ledgers: Ledgers) -> None:
        self._stores = stores
        self._ledgers = ledgers

    def normalize(self, attrs: Attrs) -> Attrs:
        return without_nulls(attrs)

    def validate(self, attrs: Attrs) -> Iterable[Problem]:
        return limits.of_knowledge(attrs)

    def list(self, scope: str) -> Iterator[Observed]:
        entries = self._ledgers.read(scope)
        for store in self._stores.all():
            mark = marker_in(text(store.get("displayName")))
            if mark is not None and mark.scope == scope:
                yield _observed(store, entries.get(RemoteId(text(store.get("name")))))

    def read(self, id_: RemoteId) -> Observed | None:
        seen, entry = self._look(id_)
        return None if seen is None else self._with_files(seen, entry)

    def find(self, marker: Marker) -> Observed | None:
        for seen in self.list(marker.scope):
            if seen.marker is not None and (seen.marker.address, seen.marker.nonce) == (marker.address, marker.nonce):
                return self.read(seen.id)
        return None

    def create(self, draft: Draft) -> Observed:
        name = text(draft.attrs.get("name"))
        made = self._stores.create(inscribe(name, draft.marker.unfinished()))
        with begun():
            return self._fill(RemoteId(text(made.get("name"))), draft)

    def update(self, id_: RemoteId, draft: Draft, *, version: str) -> Observed:
        expect(self._look(id_)[0], id_, version)
        self._ledgers.write(_entry(id_, draft, draft.marker.unfinished()))
        with begun():
            return self._fill(id_, draft)

    def delete(self, id_: RemoteId, *, version: str) -> None:
        seen, _ = self._look(id_)
        if deletable(seen, id_, version) and seen is not None and seen.marker is not None:
            self._stores.delete(id_)
            with begun():
                self._ledgers.remove(id_, seen.marker)

    def _fill(self, id_: RemoteId, draft: Draft) -> Observed:
        """Bring the files in, then write into the ledger that all of it is done."""
        documents = Documents(self._stores, id_, draft.attrs)
        documents.discard_failed()
        wanted = {path: text(digest) for path, digest in mapping(draft.attrs.get("files")).items()}
        transfer(documents, wanted, draft.contents, sleep=lambda _: self._stores.pause())
        self._ledgers.write(_entry(id_, draft, draft.marker))
        seen = self.read(id_)
        if seen is None:
            raise NotDone(f"{id_} vanished while it was filled")
        return seen

    def _look(self, id_: RemoteId) -> tuple[Observed | None, Entry | None]:
        store = self._stores.get(id_)
        if store is None:
            return None, None
        mark = marker_in(text(store.get("displayName")))
        entry = None if mark is None else self._ledgers.read(mark.scope).get(id_)
        return _observed(store, entry), entry

    def _with_files(self, seen: Observed, entry: Entry | None) -> Observed:
        said: Attrs = {} if entry is None else entry.attrs
        files = files_of(Documents(self._stores, seen.id, said))
        return replace(seen, attrs={**said, "name": seen.name, "files": files})


def _observed(store: Attrs, entry: Entry | None) -> Observed:
    """Without the files. Whatever happens to them changes the store's counts, so that the version does too."""
    title = text(store.get("displayName"))
    marker = marker_in(title) if entry is None else entry.marker
    counts = {name: store.get(name) for name in _VERSIONED}
    return Observed(
        id=RemoteId(text(store.get("name"))),
        kind="knowledge",
        name=strip(title) if entry is None else entry.name,
        marker=marker,
        version=fingerprint({**counts, "entry": "" if entry is None else entry.version})[:20],
        attrs=None,
    )


def _entry(id_: RemoteId, draft: Draft, marker: Marker) -> Entry:
    kept = {name: value for name, value in draft.attrs.items() if name != "files"}
    return Entry(id=id_, kind="knowledge", name=text(draft.attrs.get("name")), marker=marker, attrs=kept)
