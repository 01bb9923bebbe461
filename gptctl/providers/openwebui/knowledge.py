"""Knowledge bases: a row with our mark in its description, and files that the server cuts and indexes."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from gptctl.core.address import RemoteId
from gptctl.core.marker import Marker
from gptctl.core.resource import Observed
from gptctl.core.value import Attrs, without_nulls
from gptctl.errors import Rejected
from gptctl.providers.api import mapping, text
from gptctl.providers.base import Draft, Problem, Traits
from gptctl.providers.current import deletable, expect
from gptctl.providers.http import Gone
from gptctl.providers.openwebui import base as wire
from gptctl.providers.openwebui.files import contents, edited, seal
from gptctl.providers.openwebui.shape import read, values, whole, written
from gptctl.providers.openwebui.shelf import Shelf, uploads
from gptctl.providers.openwebui.wire import Api
from gptctl.providers.steps import begun
from gptctl.providers.transfer import transfer

_EMPTY = hashlib.sha256(b"").hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A base as the server has it, and the ids of its files whose text somebody changed."""

    base: Attrs
    edited: frozenset[str]
    observed: Observed


class KnowledgeBases:
    """A listing costs the pages of our bases and the pages of the key owner's uploads, a thousand files each: only
    there a text shows that was edited in the console.

    The server answers a listing that failed inside as an empty one. What we have a record of is then read by its id.
    """

    kind = "knowledge"
    traits = Traits(settle_seconds=2, versioned=True, exact=frozenset({"files"}))

    def __init__(self, api: Api, sleep: Callable[[float], None]) -> None:
        self._api = api
        self._sleep = sleep

    def normalize(self, attrs: Attrs) -> Attrs:
        return without_nulls({**attrs, "files": _files(attrs)})

    def validate(self, attrs: Attrs) -> Iterable[Problem]:
        paths: dict[str, list[str]] = defaultdict(list)
        for path, digest in sorted(_files(attrs).items()):
            paths[digest].append(path)
        for digest, same in paths.items():
            if digest == _EMPTY:
                yield from (
                    _problem(path, "an empty file", "Open WebUI takes no empty file: exclude it") for path in same
                )
            else:
                detail = f"it is the same as {same[0]}, and Open WebUI takes each text only once: exclude one"
                yield from (_problem(path, "a file twice", detail) for path in same[1:])

    def list(self, scope: str) -> Iterator[Observed]:
        rows = self._api.listing("/api/v1/knowledge/search", query=f"p={scope}", order_by="created_at", direction="asc")
        mine = [one for one in rows if (mark := wire.marker_of(one)) is not None and mark.scope == scope]
        said = tuple(uploads(self._api)) if mine else ()
        for one in mine:
            yield _observed(one, wire.version(one, whole(one.get("file_count")), said), None)

    def read(self, id_: RemoteId) -> Observed | None:
        look = self._look(id_)
        return None if look is None else look.observed

    def find(self, marker: Marker) -> Observed | None:
        for seen in self.list(marker.scope):
            if seen.marker is not None and (seen.marker.address, seen.marker.nonce) == (marker.address, marker.nonce):
                return self.read(seen.id)
        return None

    def create(self, draft: Draft) -> Observed:
        text_ = wire.description("", draft.marker.unfinished(), sealed="")
        sent = {"name": draft.attrs.get("name"), "description": text_}
        made = written(self._api.post("/api/v1/knowledge/create", sent), "the new knowledge base")
        with begun():
            return self._fill(made, draft, edited=frozenset())

    def update(self, id_: RemoteId, draft: Draft, *, version: str) -> Observed:
        look = self._look(id_)
        expect(None if look is None else look.observed, id_, version)
        there, edited = (look.base, look.edited) if look is not None else ({}, frozenset[str]())
        # A broken seal stays until every file is right again: a run that dies on the way must not forget the edit.
        begun_as = self._write(there, draft, draft.marker.unfinished(), sealed=wire.sealed_in(there) if edited else "")
        with begun():
            return self._fill(begun_as, draft, edited=edited)

    def delete(self, id_: RemoteId, *, version: str) -> None:
        if not deletable(self.read(id_), id_, version):
            return
        users = [text(one.get("name")) for one in self._api.listing("/api/v1/models/list", tag=id_) if _uses(one, id_)]
        if users:
            raise Rejected(f"the knowledge base {id_} is still used by {', '.join(users)}")
        with begun():
            Shelf(self._api, id_, {}, edited=frozenset(), now=0).empty()
            self._api.delete(f"/api/v1/knowledge/{id_}/delete")

    def _fill(self, there: Attrs, draft: Draft, *, edited: frozenset[str]) -> Observed:
        id_, wanted = RemoteId(text(there.get("id"))), _files(draft.attrs)
        shelf = Shelf(self._api, id_, wanted, edited=edited, now=whole(there.get("updated_at")))
        transfer(shelf, wanted, draft.contents, sleep=self._sleep)
        shelf.sweep()
        self._write(there, draft, draft.marker, sealed=seal(shelf.rows()))
        return expect(self.read(id_), id_, "")

    def _write(self, there: Attrs, draft: Draft, marker: Marker, *, sealed: str) -> Attrs:
        id_ = text(there.get("id"))
        body: Attrs = {
            "name": draft.attrs.get("name"),
            "description": wire.description(text(there.get("description")), marker, sealed=sealed),
        }
        return written(self._api.post(f"/api/v1/knowledge/{id_}/update", body), f"the knowledge base {id_}")

    def _look(self, id_: RemoteId) -> Look | None:
        try:
            base = read(self._api.get(f"/api/v1/knowledge/{id_}"), f"GET knowledge base {id_}")
        except Gone:
            return None
        rows = Shelf(self._api, id_, {}, edited=frozenset(), now=0).rows()
        spoilt = edited(rows, sealed=wire.sealed_in(base), since=whole(base.get("updated_at")))
        attrs: Attrs = {"name": base.get("name"), "files": contents(rows, spoilt)}
        version = wire.version(base, len(rows), tuple(uploads(self._api)))
        return Look(base=base, edited=spoilt, observed=_observed(base, version, attrs))


def _observed(there: Attrs, version: str, attrs: Attrs | None) -> Observed:
    return Observed(
        id=RemoteId(text(there.get("id"))),
        kind="knowledge",
        name=text(there.get("name")),
        marker=wire.marker_of(there),
        version=version,
        attrs=attrs,
    )


def _uses(preset: Attrs, id_: str) -> bool:
    knowledge = values(mapping(preset.get("meta")).get("knowledge"))
    return any(mapping(item).get("id") == id_ for item in knowledge)


def _files(attrs: Attrs) -> Mapping[str, str]:
    return {path: digest for path, digest in mapping(attrs.get("files")).items() if isinstance(digest, str)}


def _problem(path: str, summary: str, detail: str) -> Problem:
    return Problem(path=f'files["{path}"]', summary=summary, detail=detail)
