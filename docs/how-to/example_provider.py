"""A whole provider, to copy from: Example's agents, and its bases of files as knowledge."""  # noqa: INP001 -- a file beside its page

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from gptctl.core.address import RemoteId
from gptctl.core.marker import Marker
from gptctl.core.resource import Declared, Observed
from gptctl.core.value import Attrs, without_nulls
from gptctl.providers.api import Api, items, mapping, pages, text
from gptctl.providers.base import Draft, Handler, Lowering, Problem, Traits
from gptctl.providers.capabilities import FIELDS, HELD, Capabilities, Limit, losses, lost, problems
from gptctl.providers.current import deletable, expect
from gptctl.providers.endpoint import base_url
from gptctl.providers.http import Client, OnDemand, Retrying, Sender, Upload, find_key
from gptctl.providers.steps import begun
from gptctl.providers.transfer import FileState, Held, files_of, transfer

HOME, KEY = "https://api.example.com", "EXAMPLE_API_KEY"
CAPABILITIES = Capabilities(
    fields={**dict.fromkeys(FIELDS, HELD), "subagents": lost("Example's agents do not hand over to each other")},
    limits=(Limit(path="instructions", most=32_000, unit="characters", source="docs.example.com/agents"),),
)
Sleep = Callable[[float], None]


class Agents:
    kind = "assistant"
    path = "v1/agents"
    traits = Traits(versioned=True)

    def __init__(self, api: Api, sleep: Sleep) -> None:
        self._api, self._sleep = api, sleep

    def normalize(self, attrs: Attrs) -> Attrs:
        return without_nulls(attrs)

    def validate(self, attrs: Attrs) -> Iterable[Problem]:
        return problems(attrs, CAPABILITIES.limits)

    def list(self, scope: str) -> Iterator[Observed]:
        seen = map(self._observed, pages(self._page))
        return (one for one in seen if one.marker is not None and one.marker.scope == scope)

    def read(self, id_: RemoteId) -> Observed | None:
        body = self._api.seek(f"{self.path}/{id_}")
        return None if body is None else self._observed(body)

    def find(self, marker: Marker) -> Observed | None:
        made = {(one.marker.address, one.marker.nonce): one for one in self.list(marker.scope) if one.marker}
        return made.get((marker.address, marker.nonce))

    def create(self, draft: Draft) -> Observed:
        return self._observed(self._api.send("POST", self.path, self._body(draft, draft.marker, {})))

    def update(self, id_: RemoteId, draft: Draft, *, version: str) -> Observed:
        return self._observed(self._put(id_, draft, draft.marker, version))

    def delete(self, id_: RemoteId, *, version: str) -> None:
        if deletable(self.read(id_), id_, version):
            self._api.delete(f"{self.path}/{id_}")

    def _put(self, id_: RemoteId, draft: Draft, marker: Marker, version: str) -> Attrs:
        now = self._api.seek(f"{self.path}/{id_}")
        expect(None if now is None else self._observed(now), id_, version)
        kept = mapping((now or {}).get("metadata"))
        return self._api.send("PUT", f"{self.path}/{id_}", self._body(draft, marker, kept))

    def _body(self, draft: Draft, marker: Marker, foreign: Attrs) -> Attrs:
        said = {name: value for name, value in draft.attrs.items() if name not in {"files", "knowledge"}}
        bases = [text(one.get("$id")) for one in items(draft.attrs.get("knowledge"))]
        return {**said, "bases": bases, "metadata": {**foreign, "gptctl": marker.encode()}}

    def _observed(self, body: Attrs) -> Observed:
        said = {name: value for name, value in body.items() if name not in {"id", "metadata", "version", "bases"}}
        bases = [{"$id": text(one.get("id"))} for one in items(body.get("bases"))]
        return Observed(
            id=RemoteId(text(body.get("id"))),
            kind=self.kind,
            name=text(body.get("name")),
            marker=Marker.decode(mapping(body.get("metadata")).get("gptctl")),
            version=str(body.get("version", "")),
            attrs={**said, "knowledge": bases} if bases else said,
        )

    def _page(self, cursor: str) -> tuple[Sequence[Attrs], str]:
        body = self._api.get(self.path, {"after": cursor} if cursor else {})
        return items(body.get("data")), text(body.get("next"))


class Bases(Agents):
    kind = "knowledge"
    path = "v1/bases"

    def read(self, id_: RemoteId) -> Observed | None:
        seen = super().read(id_)
        files = Files(self._api, f"{self.path}/{id_}")
        return None if seen is None else replace(seen, attrs={"name": seen.name, "files": files_of(files)})

    def create(self, draft: Draft) -> Observed:
        made = self._api.send("POST", self.path, self._body(draft, draft.marker.unfinished(), {}))
        with begun():
            return self.update(RemoteId(text(made.get("id"))), draft, version="")

    def update(self, id_: RemoteId, draft: Draft, *, version: str) -> Observed:
        self._put(id_, draft, draft.marker.unfinished(), version)
        wanted = {path: text(digest) for path, digest in mapping(draft.attrs.get("files")).items()}
        with begun():
            transfer(Files(self._api, f"{self.path}/{id_}"), wanted, draft.contents, sleep=self._sleep)
            self._put(id_, draft, draft.marker, "")
            return expect(self.read(id_), id_, "")

    def _observed(self, body: Attrs) -> Observed:
        return replace(super()._observed(body), attrs=None)  # a listing has no files; the version tells of them


class Files:
    def __init__(self, api: Api, base: str) -> None:
        self._api, self._path = api, f"{base}/files"

    def held(self) -> Sequence[Held]:
        found, ready = items(self._api.get(self._path).get("data")), FileState.READY
        return [Held(id=text(o["id"]), path=text(o["path"]), digest=text(o["sha256"]), state=ready) for o in found]

    def add(self, path: str, digest: str, content: bytes) -> None:
        self._api.upload(self._path, Upload(name=path, content=content, fields={"path": path, "sha256": digest}))

    def remove(self, file: Held) -> None:
        self._api.delete(f"{self._path}/{file.id}")


class ExampleProvider:
    def __init__(self, *, name: str, settings: Attrs, environ: Mapping[str, str], sleep: Sleep = time.sleep) -> None:
        url = base_url(settings, provider=name, default=HOME)
        self.name, self._api = name, Api(OnDemand(lambda: _connect(url, environ, sleep)))
        self.handlers: Mapping[str, Handler] = {one.kind: one(self._api, sleep) for one in (Bases, Agents)}

    def lower(self, declared: Declared) -> Lowering:
        attrs = {name: value for name, value in declared.attrs.items() if name != "subagents"}
        return Lowering(attrs=attrs, losses=losses(declared, CAPABILITIES))

    def close(self) -> None:
        self._api.close()


def _connect(url: str, environ: Mapping[str, str], sleep: Sleep) -> Sender:
    key = find_key(environ, KEY, base_url=url, home_origin=HOME)
    return Retrying(Client(url, key=key, headers={"authorization": f"Bearer {key.value}"}), sleep=sleep)
