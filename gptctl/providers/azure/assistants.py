"""Assistants: agents under a name that we choose; every change is a new version of the same agent."""

from collections.abc import Iterable, Iterator

from gptctl.core.address import RemoteId
from gptctl.core.marker import Marker
from gptctl.core.resource import Observed
from gptctl.core.value import Attrs, without_nulls
from gptctl.errors import Rejected, Unknown
from gptctl.providers import current
from gptctl.providers.api import Api, text
from gptctl.providers.azure.limits import problems_of
from gptctl.providers.azure.shape import attrs_of, body_of, declared_name, latest, marker_of, name_of
from gptctl.providers.base import Draft, Problem, Traits
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
        return problems_of(attrs, self._target)

    def list(self, scope: str) -> Iterator[Observed]:
        for agent in listing(self._api, PATH, {"kind": "prompt", "limit": "100"}):
            mark = marker_of(latest(agent))
            if mark is not None and mark.scope == scope:
                yield self._observed(latest(agent))

    def read(self, id_: RemoteId) -> Observed | None:
        agent = self._api.seek(f"{PATH}/{id_}")
        return None if agent is None else self._observed(latest(agent))

    def find(self, marker: Marker) -> Observed | None:
        for seen in self.list(marker.scope):
            if seen.marker is not None and (seen.marker.address, seen.marker.nonce) == (marker.address, marker.nonce):
                return seen
        return None

    def create(self, draft: Draft) -> Observed:
        """A second attempt makes a second version, and no second agent."""
        name = name_of(text(draft.attrs.get("name")), draft.marker)
        before = self._api.seek(f"{PATH}/{name}")
        if before is not None and marker_of(latest(before)) is None:
            raise Rejected(f"there is an agent {name} that does not carry our mark", advice="Rename or delete it.")
        return self._write(name, draft, latest(before or {}))

    def update(self, id_: RemoteId, draft: Draft, *, version: str) -> Observed:
        agent = self._api.seek(f"{PATH}/{id_}")
        current.expect(None if agent is None else self._observed(latest(agent)), id_, version)
        return self._write(id_, draft, latest(agent or {}))

    def delete(self, id_: RemoteId, *, version: str) -> None:
        if current.deletable(self.read(id_), id_, version):
            self._api.delete(f"{PATH}/{id_}")

    def _write(self, name: str, draft: Draft, before: Attrs) -> Observed:
        path = f"{PATH}/{name}/versions"
        made = self._api.send("POST", path, body_of(draft.attrs, draft.marker, before))
        if not text(made.get("version")):
            raise Unknown(f"POST {path} answered without a version")
        return self._observed(made)

    def _observed(self, version: Attrs) -> Observed:
        return Observed(
            id=RemoteId(text(version.get("name"))),
            kind=self.kind,
            name=declared_name(version),
            marker=marker_of(version),
            version=text(version.get("version")),
            attrs=without_nulls(attrs_of(version)),
        )
