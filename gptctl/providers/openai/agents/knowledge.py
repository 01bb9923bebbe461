"""Knowledge: an environment template, whose files every session finds in its workspace."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from gptctl.core.address import RemoteId
from gptctl.core.marker import Marker
from gptctl.core.resource import Observed
from gptctl.core.value import JSON, Attrs, fingerprint, without_nulls
from gptctl.errors import Unknown
from gptctl.providers import current
from gptctl.providers.api import Api, mapping, text
from gptctl.providers.base import Draft, Problem, Traits
from gptctl.providers.openai.agents import limits, template, uploads
from gptctl.providers.openai.agents.capabilities import FILE_MOST
from gptctl.providers.openai.agents.uploads import Uploads, suffixes_of
from gptctl.providers.openai_shape.listing import listing
from gptctl.providers.steps import begun
from gptctl.providers.transfer import transfer

PATH = "/agents/environments/templates"


class Knowledge:
    kind = "knowledge"
    traits = Traits(exact=frozenset({"files"}), versioned=True, file_bytes=FILE_MOST)

    def __init__(self, api: Api, *, sleep: Callable[[float], None]) -> None:
        self._api = api
        self._sleep = sleep

    def normalize(self, attrs: Attrs) -> Attrs:
        return without_nulls(attrs)

    def validate(self, attrs: Attrs) -> Iterable[Problem]:
        return limits.of_knowledge(attrs)

    def list(self, scope: str) -> Iterator[Observed]:
        for body in listing(self._api, PATH, {"limit": "100"}):
            mark = template.marker_of(body)
            if mark is not None and mark.scope == scope:
                yield self._observed(body)

    def read(self, id_: RemoteId) -> Observed | None:
        body = self._api.seek(f"{PATH}/{id_}")
        return None if body is None else self._full(body)

    def find(self, marker: Marker) -> Observed | None:
        for seen in self.list(marker.scope):
            if seen.marker is not None and (seen.marker.address, seen.marker.nonce) == (marker.address, marker.nonce):
                return self.read(seen.id)
        return None

    def create(self, draft: Draft) -> Observed:
        return self._write(PATH, draft, keep={})

    def update(self, id_: RemoteId, draft: Draft, *, version: str) -> Observed:
        seen = current.expect(self.read(id_), id_, version)
        return self._write(f"{PATH}/{id_}", draft, keep=_files(seen.attrs or {}))

    def delete(self, id_: RemoteId, *, version: str) -> None:
        body = self._api.seek(f"{PATH}/{id_}")
        seen = None if body is None else self._observed(body)
        if body is None or not current.deletable(seen, id_, version) or seen is None or seen.marker is None:
            return
        self._api.send("POST", f"{PATH}/{id_}", template.renamed(body, seen.marker.unfinished()))
        with begun():
            store = Uploads(api=self._api, address=seen.marker.address, suffixes={})
            for file in store.held():
                store.remove(file)
            self._api.delete(f"{PATH}/{id_}")

    def _write(self, path: str, draft: Draft, *, keep: Mapping[str, str]) -> Observed:
        """What is new comes first, then the template changes all at once, and what is old goes last.

        `keep` are the files there now. An upload shows nowhere before the template names it, so that a failure up to
        there leaves everything as it was.
        """
        wanted = _files(draft.attrs)
        store = Uploads(api=self._api, address=draft.marker.address, suffixes=suffixes_of(wanted))
        both = {digest: digest for digest in (*wanted.values(), *(d for d in keep.values() if d))}
        transfer(store, both, draft.contents, sleep=self._sleep)
        ids = {file.digest: file.id for file in store.held()}
        name = text(draft.attrs.get("name"))
        body = self._api.send("POST", path, template.body_of(name, wanted, ids, draft.marker.unfinished()))
        if not text(body.get("id")):
            raise Unknown(f"POST {path} answered without an id")
        with begun():
            transfer(store, {digest: digest for digest in wanted.values()}, draft.contents, sleep=self._sleep)
            last = template.body_of(name, wanted, ids, draft.marker)
            return self._full(self._api.send("POST", f"{PATH}/{body['id']}", last))

    def _full(self, body: Attrs) -> Observed:
        digests = {id_: digest for id_, _, digest in uploads.listed(self._api)}
        files: dict[str, JSON] = {path: digests.get(id_, "") for path, id_ in template.files_of(body)}
        return self._observed(body, {"name": text(body.get("name")), "files": files})

    def _observed(self, body: Attrs, attrs: Attrs | None = None) -> Observed:
        return Observed(
            id=RemoteId(text(body.get("id"))),
            kind=self.kind,
            name=text(body.get("name")),
            marker=template.marker_of(body),
            version=fingerprint(body)[:32],
            attrs=attrs,
        )


def _files(attrs: Attrs) -> Mapping[str, str]:
    return {path: digest for path, digest in mapping(attrs.get("files")).items() if isinstance(digest, str)}
