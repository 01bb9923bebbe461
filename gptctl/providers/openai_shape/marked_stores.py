"""Vector stores with our mark in their metadata: what both knowledge and manifests are made of."""

from collections.abc import Iterator, Mapping

from gptctl.core.address import RemoteId
from gptctl.core.marker import Marker
from gptctl.core.resource import Observed
from gptctl.core.value import JSON, Attrs, fingerprint
from gptctl.errors import Unknown
from gptctl.providers import current
from gptctl.providers.api import Api, mapping, text
from gptctl.providers.openai_shape.listing import listing
from gptctl.providers.openai_shape.stock import Stock
from gptctl.providers.steps import begun

MARK = "gptctl"
KIND = "gptctl_kind"


class MarkedStores:
    """The vector stores of one kind. Listings and reads leave foreign stores out; writes keep foreign metadata.

    `prefix` stands before our names at the provider, for people who look at its console.
    """

    def __init__(self, api: Api, kind: str, *, prefix: str = "") -> None:
        self._api = api
        self._kind = kind
        self._prefix = prefix

    def list(self, scope: str) -> Iterator[Attrs]:
        for body in listing(self._api, "/vector_stores", {"limit": "100"}):
            mark = marker_of(body)
            if mark is not None and mark.scope == scope and mapping(body.get("metadata")).get(KIND) == self._kind:
                yield body

    def having(self, marker: Marker) -> Attrs | None:
        """The store that the attempt with this marker's nonce made or last wrote."""
        wanted = (marker.address, marker.nonce)
        for body in self.list(marker.scope):
            mark = marker_of(body)
            if mark is not None and (mark.address, mark.nonce) == wanted:
                return body
        return None

    def get(self, id_: RemoteId) -> Attrs | None:
        return self._api.seek(f"/vector_stores/{id_}")

    def expected(self, id_: RemoteId, version: str) -> Attrs:
        """The store as it is now. Raises Conflict when it is gone, or no longer at this version."""
        body = self.get(id_)
        current.expect(None if body is None else self.observed(body), id_, version)
        return body or {}

    def create(self, name: str, marker: Marker) -> Attrs:
        metadata = {MARK: marker.encode(), KIND: self._kind}
        body = self._api.send("POST", "/vector_stores", {"name": self._prefix + name, "metadata": metadata})
        if not text(body.get("id")):
            raise Unknown("POST /vector_stores answered without an id")
        return body

    def write(self, body: Attrs, marker: Marker, *, name: str, more: Mapping[str, JSON] | None = None) -> Attrs:
        """Replace the mark and the name. The provider replaces metadata as a whole, so what is there goes along."""
        metadata = {**mapping(body.get("metadata")), **(more or {}), MARK: marker.encode(), KIND: self._kind}
        return self._api.send(
            "POST", f"/vector_stores/{id_of(body)}", {"name": self._prefix + name, "metadata": metadata}
        )

    def delete(self, id_: RemoteId, version: str) -> None:
        """The files first: a store that is gone could not say any more which of them were its own.

        Already gone is success. Raises Rejected for a store that is not ours, Conflict for another version.
        """
        body = self.get(id_)
        seen = None if body is None else self.observed(body)
        if body is None or not current.deletable(seen, id_, version) or seen is None or seen.marker is None:
            return
        self.write(body, seen.marker.unfinished(), name=seen.name)
        with begun():
            stock = Stock(api=self._api, store=id_)
            stock.remove_all(stock.held())
            stock.collect()
            self._api.delete(f"/vector_stores/{id_}")

    def name_of(self, body: Attrs) -> str:
        return text(body.get("name")).removeprefix(self._prefix)

    def observed(self, body: Attrs, attrs: Attrs | None = None) -> Observed:
        return Observed(
            id=id_of(body),
            kind=self._kind,
            name=self.name_of(body),
            marker=marker_of(body),
            version=version_of(body),
            attrs=attrs,
        )


def id_of(body: Attrs) -> RemoteId:
    return RemoteId(text(body.get("id")))


def marker_of(body: Attrs) -> Marker | None:
    return Marker.decode(mapping(body.get("metadata")).get(MARK))


def version_of(body: Attrs) -> str:
    """A vector store has no version: this is a hash of everything in its listing that changes with its content."""
    fields = ("name", "metadata", "file_counts", "usage_bytes")
    return fingerprint({name: body.get(name) for name in fields})[:32]
