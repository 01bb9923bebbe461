"""Assistants: each a vector store with one file in it, the manifest. Files of no other kind can be read back.

The store's metadata carries the mark and says which file counts, so that a change shows all at once.
"""

from collections.abc import Callable, Iterable, Iterator

from gptctl.core.address import RemoteId
from gptctl.core.marker import Marker
from gptctl.core.resource import Observed
from gptctl.core.value import Attrs, without_nulls
from gptctl.providers.api import Api, items, mapping, text
from gptctl.providers.base import Draft, Problem, Traits
from gptctl.providers.openai.responses import limits, manifest
from gptctl.providers.openai_shape.marked_stores import MarkedStores, id_of
from gptctl.providers.openai_shape.stock import Stock
from gptctl.providers.steps import begun
from gptctl.providers.transfer import FileState

FILE = "gptctl_file"
PREFIX = "gptctl: "


class Assistants:
    kind = "assistant"
    traits = Traits(versioned=True)

    def __init__(self, api: Api, *, target: str, sleep: Callable[[float], None]) -> None:
        self._api = api
        self._stores = MarkedStores(api, self.kind, prefix=PREFIX)
        self._target = target
        self._sleep = sleep

    def normalize(self, attrs: Attrs) -> Attrs:
        return without_nulls(attrs)

    def validate(self, attrs: Attrs) -> Iterable[Problem]:
        return limits.problems_of(attrs, self._target)

    def list(self, scope: str) -> Iterator[Observed]:
        for body in self._stores.list(scope):
            yield self._stores.observed(body)

    def read(self, id_: RemoteId) -> Observed | None:
        body = self._stores.get(id_)
        return None if body is None else self._full(body)

    def find(self, marker: Marker) -> Observed | None:
        body = self._stores.having(marker)
        return None if body is None else self._full(body)

    def create(self, draft: Draft) -> Observed:
        body = self._stores.create(_name(draft), draft.marker.unfinished())
        with begun():
            return self._write(body, draft)

    def update(self, id_: RemoteId, draft: Draft, *, version: str) -> Observed:
        body = self._stores.expected(id_, version)
        with begun():
            return self._write(body, draft)

    def delete(self, id_: RemoteId, *, version: str) -> None:
        self._stores.delete(id_, version)

    def _write(self, body: Attrs, draft: Draft) -> Observed:
        """The new file first; then the metadata, which makes it the one that counts; the old file last.

        Only the last call says in the mark that all of it is done: whoever dies before that leaves nothing for good.
        """
        stock = Stock(api=self._api, store=id_of(body))
        file = self._put(stock, manifest.encode(draft.attrs))
        body = self._stores.write(body, draft.marker.unfinished(), name=_name(draft), more={FILE: file})
        stock.remove_all([one for one in stock.held() if one.id != file])
        stock.collect()
        return self._full(self._stores.write(body, draft.marker, name=_name(draft)))

    def _put(self, stock: Stock, content: bytes) -> str:
        digest = manifest.digest_of(content)
        for one in stock.held():
            if one.digest == digest and one.state is FileState.READY:
                return one.id
        file = stock.put(manifest.PATH, digest, content)
        stock.wait_for(file, self._sleep)
        return file

    def _full(self, body: Attrs) -> Observed:
        """What the manifest says, but for the name, which can be changed in the console. Empty when it is lost."""
        file = text(mapping(body.get("metadata")).get(FILE))
        said = self._api.seek(f"/vector_stores/{id_of(body)}/files/{file}/content") if file else None
        held: Attrs = (
            {} if said is None else manifest.decode("".join(text(p.get("text")) for p in items(said.get("data"))))
        )
        return self._stores.observed(body, {**held, "name": self._stores.name_of(body)})


def _name(draft: Draft) -> str:
    return text(draft.attrs.get("name"))
