"""Assistants: presets of the workspace, on top of a base model."""

from collections.abc import Iterable, Iterator

from gptctl.core.address import RemoteId
from gptctl.core.marker import Marker
from gptctl.core.resource import Observed
from gptctl.core.value import Attrs, without_nulls
from gptctl.errors import Rejected
from gptctl.providers.api import mapping, text
from gptctl.providers.base import Draft, Problem, Traits
from gptctl.providers.current import deletable, expect
from gptctl.providers.http import Gone
from gptctl.providers.openwebui import preset
from gptctl.providers.openwebui.lower import OPTION, TAG
from gptctl.providers.openwebui.shape import read, written
from gptctl.providers.openwebui.wire import Api


class Assistants:
    """The id is ours to choose, so an attempt whose answer was lost can never make a second preset.

    The server takes no version with a write. So the preset is read again just before: an edit in the moment between
    the two is not noticed; the server's history of the preset keeps it.
    """

    kind = "assistant"
    traits = Traits(settle_seconds=0, versioned=True)

    def __init__(self, api: Api) -> None:
        self._api = api

    def normalize(self, attrs: Attrs) -> Attrs:
        return without_nulls(attrs)

    def validate(self, attrs: Attrs) -> Iterable[Problem]:
        for name in attrs:
            if name.startswith(OPTION):
                yield _no_option(name.removeprefix(OPTION), "options are maps: raw fields of `params` and of `meta`")
        if preset.SLOT in mapping(attrs.get("meta")):
            yield _no_option(f"meta.{preset.SLOT}", "this is where gptctl marks what is its own")

    def list(self, scope: str) -> Iterator[Observed]:
        rows = self._api.listing("/api/v1/models/list", tag=TAG, order_by="created_at", direction="asc")
        for seen in map(preset.observed, rows):
            if seen.marker is not None and seen.marker.scope == scope:
                yield seen

    def read(self, id_: RemoteId) -> Observed | None:
        found = self._get(id_)
        return None if found is None else preset.observed(found)

    def find(self, marker: Marker) -> Observed | None:
        for seen in self.list(marker.scope):
            if seen.marker is not None and (seen.marker.address, seen.marker.nonce) == (marker.address, marker.nonce):
                return seen
        return None

    def create(self, draft: Draft) -> Observed:
        body = preset.body(preset.new_id(draft), draft, self._names(draft), over={})
        return preset.observed(written(self._api.post("/api/v1/models/create", body), "the new preset"))

    def update(self, id_: RemoteId, draft: Draft, *, version: str) -> Observed:
        there = self._get(id_)
        expect(None if there is None else preset.observed(there), id_, version)
        body = preset.body(id_, draft, self._names(draft), over=there or {})
        return preset.observed(written(self._api.post("/api/v1/models/model/update", body), f"the preset {id_}"))

    def announce(self) -> None:
        """Let the server make its list of models anew: it answers from one that it keeps until somebody asks for it."""
        self._api.get("/api/models")

    def delete(self, id_: RemoteId, *, version: str) -> None:
        if not deletable(self.read(id_), id_, version):
            return
        try:
            self._api.post("/api/v1/models/model/delete", {"id": id_})
        except Rejected:
            if self.read(id_) is not None:  # a preset that is gone is answered with 401, as is a wrong key
                raise

    def _get(self, id_: RemoteId) -> Attrs | None:
        try:
            return read(self._api.get("/api/v1/models/model", id=id_), f"GET preset {id_}")
        except Gone:
            return None

    def _names(self, draft: Draft) -> dict[str, str]:
        """The console shows a knowledge base by the name that stands in the preset."""
        ids = preset.knowledge_ids(draft.attrs)
        return {id_: text(mapping(self._api.get(f"/api/v1/knowledge/{id_}")).get("name")) for id_ in ids}


def _no_option(name: str, why: str) -> Problem:
    return Problem(path=f"targets.openwebui.options.{name}", summary="option not taken", detail=f"`{name}`: {why}")
