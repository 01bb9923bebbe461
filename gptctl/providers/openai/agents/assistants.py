"""Assistants: agents, found by the mark in their metadata."""

from collections.abc import Iterable, Iterator

from gptctl.core.address import RemoteId
from gptctl.core.marker import Marker
from gptctl.core.resource import Observed
from gptctl.core.value import Attrs, fingerprint, without_nulls
from gptctl.errors import Unknown
from gptctl.providers import current
from gptctl.providers.api import Api, mapping, text
from gptctl.providers.base import Draft, Problem, Traits
from gptctl.providers.openai.agents import limits
from gptctl.providers.openai.agents.shape import attrs_of, body_of, marker_of
from gptctl.providers.openai_shape.listing import listing

PATH = "/agents"


class Assistants:
    kind = "assistant"
    traits = Traits(versioned=True)

    def __init__(self, api: Api, *, target: str) -> None:
        self._api = api
        self._target = target

    def normalize(self, attrs: Attrs) -> Attrs:
        return without_nulls(attrs)

    def validate(self, attrs: Attrs) -> Iterable[Problem]:
        return limits.of_agent(attrs, self._target)

    def list(self, scope: str) -> Iterator[Observed]:
        for body in listing(self._api, PATH, {"limit": "100"}):
            mark = marker_of(body)
            if mark is not None and mark.scope == scope:
                yield self._observed(body)

    def agent(self, id_: RemoteId) -> Attrs | None:
        """The agent as the API has it."""
        return self._api.seek(f"{PATH}/{id_}")

    def read(self, id_: RemoteId) -> Observed | None:
        body = self.agent(id_)
        return None if body is None else self._observed(body)

    def find(self, marker: Marker) -> Observed | None:
        for seen in self.list(marker.scope):
            if seen.marker is not None and (seen.marker.address, seen.marker.nonce) == (marker.address, marker.nonce):
                return seen
        return None

    def create(self, draft: Draft) -> Observed:
        body = self._api.send("POST", PATH, without_nulls(body_of(draft.attrs, draft.marker, {})))
        if not text(body.get("id")):
            raise Unknown("POST /agents answered without an id")
        return self._observed(body)

    def update(self, id_: RemoteId, draft: Draft, *, version: str) -> Observed:
        body = self.agent(id_)
        current.expect(None if body is None else self._observed(body), id_, version)
        metadata = mapping((body or {}).get("metadata"))
        return self._observed(self._api.send("POST", f"{PATH}/{id_}", body_of(draft.attrs, draft.marker, metadata)))

    def delete(self, id_: RemoteId, *, version: str) -> None:
        if current.deletable(self.read(id_), id_, version):
            self._api.delete(f"{PATH}/{id_}")

    def _observed(self, body: Attrs) -> Observed:
        """Its time of change has a resolution of a second, so the version is a hash of all that there is."""
        return Observed(
            id=RemoteId(text(body.get("id"))),
            kind=self.kind,
            name=text(body.get("name")),
            marker=marker_of(body),
            version=fingerprint(body)[:32],
            attrs=without_nulls(attrs_of(body)),
        )
