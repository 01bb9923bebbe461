"""Knowledge: a vector store, its files marked with path and digest."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from gptctl.core.address import RemoteId
from gptctl.core.marker import Marker
from gptctl.core.resource import Observed
from gptctl.core.value import Attrs, without_nulls
from gptctl.providers.api import Api, mapping, text
from gptctl.providers.base import Draft, Problem, Traits
from gptctl.providers.openai_shape import chunking, file_types
from gptctl.providers.openai_shape.file_types import FILE_MOST
from gptctl.providers.openai_shape.marked_stores import MarkedStores, id_of
from gptctl.providers.openai_shape.stock import Stock, common_chunking
from gptctl.providers.steps import begun
from gptctl.providers.transfer import FileState, transfer


class Knowledge:
    kind = "knowledge"
    traits = Traits(exact=frozenset({"files"}), versioned=True, file_bytes=FILE_MOST)

    def __init__(self, api: Api, *, sleep: Callable[[float], None]) -> None:
        self._api = api
        self._stores = MarkedStores(api, self.kind)
        self._sleep = sleep

    def normalize(self, attrs: Attrs) -> Attrs:
        return without_nulls(attrs)

    def validate(self, attrs: Attrs) -> Iterable[Problem]:
        yield from file_types.problems(_files(attrs))
        yield from chunking.problems(attrs.get("chunking"))

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
            return self._fill(body, draft)

    def update(self, id_: RemoteId, draft: Draft, *, version: str) -> Observed:
        body = self._stores.expected(id_, version)
        body = self._stores.write(body, draft.marker.unfinished(), name=_name(draft))
        with begun():
            return self._fill(body, draft)

    def delete(self, id_: RemoteId, *, version: str) -> None:
        self._stores.delete(id_, version)

    def _fill(self, body: Attrs, draft: Draft) -> Observed:
        """Bring the files over, and only then say in the mark that the store holds what it says."""
        stock = Stock(api=self._api, store=id_of(body), chunking=mapping(draft.attrs.get("chunking")) or None)
        transfer(stock, _files(draft.attrs), draft.contents, sleep=self._sleep)
        stock.collect()
        return self._full(self._stores.write(body, draft.marker, name=_name(draft)))

    def _full(self, body: Attrs) -> Observed:
        stock = Stock(api=self._api, store=id_of(body))
        listed = stock.listed()
        ready = [one for one in map(stock.as_held, listed) if one.state is FileState.READY]
        attrs: Attrs = {
            "name": self._stores.name_of(body),
            "files": {one.path or one.id: one.digest for one in ready},
            "chunking": common_chunking(listed),
        }
        return self._stores.observed(body, without_nulls(attrs))


def _name(draft: Draft) -> str:
    return text(draft.attrs.get("name"))


def _files(attrs: Attrs) -> Mapping[str, str]:
    return {path: digest for path, digest in mapping(attrs.get("files")).items() if isinstance(digest, str)}
