"""Assistants as agents. Every change makes a version; the listing gives whole agents and filters by our scope."""

import json
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

from gptctl.core.address import RemoteId
from gptctl.core.marker import Marker
from gptctl.core.resource import Observed
from gptctl.core.value import Attrs
from gptctl.providers.api import Api, items, pages, text
from gptctl.providers.base import Draft, Problem, Traits
from gptctl.providers.current import deletable, expect
from gptctl.providers.mistral import agent, limits

PAGE = 100


class Agents:
    kind = "assistant"
    traits = Traits(versioned=True)

    def __init__(self, api: Api) -> None:
        self._api = api

    def normalize(self, attrs: Attrs) -> Attrs:
        return agent.normal(attrs)

    def validate(self, attrs: Attrs) -> Iterable[Problem]:
        return limits.of_agent(attrs)

    def list(self, scope: str) -> Iterator[Observed]:
        for body in pages(lambda cursor: self._page(scope, cursor)):
            seen = agent.observed(body)
            if seen.marker is not None and seen.marker.scope == scope:
                yield seen

    def read(self, id_: RemoteId) -> Observed | None:
        body = self._api.seek(_path(id_))
        return None if body is None else agent.observed(body)

    def find(self, marker: Marker) -> Observed | None:
        for seen in self.list(marker.scope):
            if seen.marker is not None and (seen.marker.address, seen.marker.nonce) == (marker.address, marker.nonce):
                return seen
        return None

    def create(self, draft: Draft) -> Observed:
        return agent.observed(self._api.send("POST", "v1/agents", agent.creation(draft.attrs, draft.marker)))

    def update(self, id_: RemoteId, draft: Draft, *, version: str) -> Observed:
        now = self._api.seek(_path(id_))
        expect(None if now is None else agent.observed(now), id_, version)
        body = agent.change(draft.attrs, draft.marker, now or {})
        return agent.observed(self._api.send("PATCH", _path(id_), body))

    def delete(self, id_: RemoteId, *, version: str) -> None:
        if deletable(self.read(id_), id_, version):
            self._api.delete(_path(id_))

    def _page(self, scope: str, cursor: str) -> tuple[Sequence[Attrs], str]:
        query = {"page_size": str(PAGE), "metadata": json.dumps({agent.SCOPE: scope})}
        body = self._api.get("v1/agents/pages", {**query, "page_token": cursor} if cursor else query)
        return items(body.get("data")), text(body.get("next_page_token"))


def _path(id_: RemoteId) -> str:
    return f"v1/agents/{quote(id_, safe='')}"
