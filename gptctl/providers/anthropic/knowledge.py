"""Knowledge bases: a memory store each, a memory per file."""

from collections.abc import Iterable, Iterator, Mapping

from gptctl.core.address import RemoteId
from gptctl.core.marker import Marker
from gptctl.core.resource import Observed
from gptctl.core.value import Attrs, fingerprint, without_nulls
from gptctl.providers.anthropic import limits, marks
from gptctl.providers.anthropic.capabilities import FILE_MOST
from gptctl.providers.anthropic.memories import PATH, Memories
from gptctl.providers.anthropic.wire import Sleep, at, listed
from gptctl.providers.api import Api, mapping, text
from gptctl.providers.base import Draft, Problem, Traits
from gptctl.providers.current import deletable, expect
from gptctl.providers.steps import begun
from gptctl.providers.transfer import files_of, transfer


class KnowledgeBases:
    """A store's own `updated_at` does not move with its memories, so that a listing looks at those too, by pages."""

    kind = "knowledge"
    traits = Traits(versioned=True, exact=frozenset({"files"}), file_bytes=FILE_MOST)

    def __init__(self, api: Api, sleep: Sleep) -> None:
        self._api = api
        self._sleep = sleep

    def normalize(self, attrs: Attrs) -> Attrs:
        return without_nulls(attrs)

    def validate(self, attrs: Attrs) -> Iterable[Problem]:
        return limits.of_knowledge(attrs)

    def list(self, scope: str) -> Iterator[Observed]:
        for store in listed(self._api, PATH):
            if marks.in_scope(store, scope):
                yield self._observed(store)

    def read(self, id_: RemoteId) -> Observed | None:
        store = self._api.seek(at(PATH, id_))
        return None if store is None or store.get("archived_at") else self._observed(store)

    def find(self, marker: Marker) -> Observed | None:
        found = next((store for store in listed(self._api, PATH) if marks.made_by(store, marker)), None)
        return None if found is None else self._observed(found)

    def create(self, draft: Draft) -> Observed:
        files = _files(draft.attrs)
        limits.check_contents(files, draft.contents)
        store = self._api.send("POST", PATH, _body(draft.attrs, draft.marker.unfinished()))
        with begun():
            return self._fill(text(store.get("id")), draft, files)

    def update(self, id_: RemoteId, draft: Draft, *, version: str) -> Observed:
        have, files = _files(expect(self.read(id_), id_, version).attrs or {}), _files(draft.attrs)
        if have == files:
            return self._observed(self._api.send("POST", at(PATH, id_), _body(draft.attrs, draft.marker)))
        changed = {path: digest for path, digest in files.items() if have.get(path) != digest}
        limits.check_contents(changed, draft.contents)
        self._api.send("POST", at(PATH, id_), _body(draft.attrs, draft.marker.unfinished()))
        with begun():
            return self._fill(id_, draft, files)

    def delete(self, id_: RemoteId, *, version: str) -> None:
        if deletable(self.read(id_), id_, version):
            self._api.delete(at(PATH, id_))

    def _fill(self, id_: str, draft: Draft, files: Mapping[str, str]) -> Observed:
        transfer(Memories(self._api, id_), files, draft.contents, sleep=self._sleep)
        metadata = {marks.MARKER: draft.marker.encode()}
        return self._observed(self._api.send("POST", at(PATH, id_), {"metadata": metadata}))

    def _observed(self, store: Attrs) -> Observed:
        id_ = text(store.get("id"))
        files = files_of(Memories(self._api, id_))
        return Observed(
            id=RemoteId(id_),
            kind=self.kind,
            name=text(store.get("name")),
            marker=marks.marker_of(store),
            version=_version(store, files),
            attrs={"name": text(store.get("name")), "description": text(store.get("description")), "files": files},
        )


def _body(attrs: Attrs, marker: Marker) -> Attrs:
    metadata = {marks.MARKER: marker.encode()}
    return {"name": attrs.get("name"), "description": attrs.get("description", ""), "metadata": metadata}


def _version(store: Attrs, files: Attrs) -> str:
    return fingerprint({"updated_at": store.get("updated_at"), "files": files})


def _files(attrs: Attrs) -> Mapping[str, str]:
    return {path: digest for path, digest in mapping(attrs.get("files")).items() if isinstance(digest, str)}
