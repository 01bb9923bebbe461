"""Knowledge as libraries. A library has no metadata: our mark is at the end of its description."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from urllib.parse import quote

from gptctl.core.address import RemoteId
from gptctl.core.marker import Marker
from gptctl.core.resource import Observed
from gptctl.core.value import Attrs, fingerprint, without_nulls
from gptctl.providers.api import Api, items, mapping, pages, text
from gptctl.providers.base import Draft, Problem, Traits
from gptctl.providers.current import deletable, expect
from gptctl.providers.inscription import inscribe, marker_in
from gptctl.providers.mistral import limits
from gptctl.providers.mistral.documents import Documents
from gptctl.providers.steps import begun
from gptctl.providers.transfer import files_of, transfer

PAGE = 100
_VERSIONED = ("name", "description", "updated_at", "nb_documents", "total_size")


class Libraries:
    kind = "knowledge"
    traits = Traits(exact=frozenset({"files"}), versioned=True)

    def __init__(self, api: Api, sleep: Callable[[float], None]) -> None:
        self._api = api
        self._sleep = sleep

    def normalize(self, attrs: Attrs) -> Attrs:
        return without_nulls(attrs)

    def validate(self, attrs: Attrs) -> Iterable[Problem]:
        return limits.of_library(attrs)

    def list(self, scope: str) -> Iterator[Observed]:
        for body in pages(self._page):
            seen = _observed(body)
            if seen.marker is not None and seen.marker.scope == scope:
                yield seen

    def read(self, id_: RemoteId) -> Observed | None:
        body = self._api.seek(_path(id_))
        return None if body is None else self._with_files(_observed(body))

    def find(self, marker: Marker) -> Observed | None:
        for seen in self.list(marker.scope):
            if seen.marker is not None and (seen.marker.address, seen.marker.nonce) == (marker.address, marker.nonce):
                return self._with_files(seen)
        return None

    def create(self, draft: Draft) -> Observed:
        made = self._api.send("POST", "v1/libraries", _fields(draft.attrs, "", draft.marker.unfinished()))
        with begun():
            return self._fill(RemoteId(text(made.get("id"))), draft)

    def update(self, id_: RemoteId, draft: Draft, *, version: str) -> Observed:
        now = self._api.seek(_path(id_))
        expect(None if now is None else _observed(now), id_, version)
        self._write(id_, draft.attrs, now or {}, draft.marker.unfinished())
        with begun():
            return self._fill(id_, draft)

    def delete(self, id_: RemoteId, *, version: str) -> None:
        body = self._api.seek(_path(id_))
        if deletable(None if body is None else _observed(body), id_, version):
            self._api.delete(_path(id_))

    def _fill(self, id_: RemoteId, draft: Draft) -> Observed:
        """Bring the files in, then say with the final mark that all of it is done."""
        documents = Documents(self._api, _path(id_))
        documents.discard_failed()
        transfer(documents, _files(draft.attrs), draft.contents, sleep=self._sleep)
        self._write(id_, draft.attrs, self._api.get(_path(id_)), draft.marker)
        return self._with_files(_observed(self._api.get(_path(id_))))

    def _write(self, id_: RemoteId, attrs: Attrs, now: Attrs, marker: Marker) -> None:
        self._api.send("PATCH", _path(id_), _fields(attrs, text(now.get("description")), marker))

    def _with_files(self, seen: Observed) -> Observed:
        files = files_of(Documents(self._api, _path(seen.id)))
        return replace(seen, attrs={"name": seen.name, "files": files})

    def _page(self, cursor: str) -> tuple[Sequence[Attrs], str]:
        query = {"page_size": str(PAGE)}
        body = self._api.get("v1/libraries", {**query, "page_token": cursor} if cursor else query)
        return items(body.get("data")), text(body.get("next_page_token"))


def _observed(body: Attrs) -> Observed:
    """Without the files. Whatever happens to them changes the library's counts, so that the version does too."""
    return Observed(
        id=RemoteId(text(body.get("id"))),
        kind="knowledge",
        name=text(body.get("name")),
        marker=marker_in(text(body.get("description"))),
        version=fingerprint({name: body.get(name) for name in _VERSIONED})[:20],
        attrs=None,
    )


def _fields(attrs: Attrs, description: str, marker: Marker) -> Attrs:
    return {"name": text(attrs.get("name")), "description": inscribe(description, marker)}


def _files(attrs: Attrs) -> dict[str, str]:
    return {path: text(digest) for path, digest in mapping(attrs.get("files")).items()}


def _path(id_: RemoteId) -> str:
    return f"v1/libraries/{quote(id_, safe='')}"
