"""Knowledge bases: a row each, a row per file, and the passages that the files were cut into."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from sqlite3 import Connection

from gptctl.core.address import RemoteId
from gptctl.core.marker import Marker
from gptctl.core.resource import Observed
from gptctl.core.value import Attrs, without_nulls
from gptctl.errors import Rejected
from gptctl.providers.base import Draft, Problem, Traits
from gptctl.providers.local import files, objects, uses
from gptctl.providers.local.store import Store


class KnowledgeBases:
    kind = "knowledge"
    traits = Traits(settle_seconds=0, versioned=True, exact=frozenset({"files"}))

    def __init__(self, store: Store) -> None:
        self._store = store

    def normalize(self, attrs: Attrs) -> Attrs:
        return without_nulls({**attrs, "files": _files(attrs)})

    def validate(self, attrs: Attrs) -> Iterable[Problem]:
        from gptctl.providers.local import limits  # noqa: PLC0415 -- an unchanged project is not checked again

        return limits.of_knowledge(attrs)

    def list(self, scope: str) -> Iterator[Observed]:
        with self._store.read() as db:
            found = tuple(objects.listing(db, self.kind, scope))
        yield from found

    def read(self, id_: RemoteId) -> Observed | None:
        with self._store.read() as db:
            return _with_files(db, objects.get(db, self.kind, id_))

    def find(self, marker: Marker) -> Observed | None:
        with self._store.read() as db:
            id_ = objects.having(db, self.kind, marker)
            return None if id_ is None else _with_files(db, objects.get(db, self.kind, id_))

    def create(self, draft: Draft) -> Observed:
        wanted = _files(draft.attrs)
        prepared = _prepared(draft, wanted, {})
        with self._store.write() as db:
            id_ = objects.insert(db, self.kind, _row(draft.attrs), draft.marker)
            files.put(db, id_, wanted, prepared)
            return self._written(db, id_)

    def update(self, id_: RemoteId, draft: Draft, *, version: str) -> Observed:
        seen = self.read(id_)
        held = {} if seen is None else seen.attrs or {}
        wanted, have = _files(draft.attrs), _files(held) if _words(held) == _words(draft.attrs) else {}
        prepared = _prepared(draft, wanted, have)
        # What was prepared fits what was read: so the write counts on that version, whoever gave none.
        counted_on = version or ("" if seen is None else seen.version)
        with self._store.write() as db:
            objects.overwrite(db, self.kind, id_, _row(draft.attrs), draft.marker, version=counted_on)
            files.put(db, id_, wanted, prepared)
            return self._written(db, id_)

    def delete(self, id_: RemoteId, *, version: str) -> None:
        with self._store.write() as db:
            users = uses.users_of(db, id_)
            if users:
                raise Rejected(f"knowledge base {id_} is still used by {', '.join(users)}")
            objects.remove(db, self.kind, id_, version=version)

    def _written(self, db: Connection, id_: RemoteId) -> Observed:
        seen = objects.written(db, self.kind, id_)
        return replace(seen, attrs={**(seen.attrs or {}), "files": files.stored(db, id_)})


def _with_files(db: Connection, seen: Observed | None) -> Observed | None:
    """The file rows count, not what was asked for: a row changed by hand is drift."""
    if seen is None:
        return None
    return replace(seen, attrs={**(seen.attrs or {}), "files": files.stored(db, seen.id)})


def _row(attrs: Attrs) -> Attrs:
    return {key: value for key, value in attrs.items() if key != "files"}


def _files(attrs: Attrs) -> Mapping[str, str]:
    declared = attrs.get("files")
    if not isinstance(declared, Mapping):
        return {}
    return {path: digest for path, digest in declared.items() if isinstance(digest, str)}


def _prepared(draft: Draft, wanted: Mapping[str, str], have: Mapping[str, str]) -> "tuple[files.Prepared, ...]":
    from gptctl.providers.local.prepare import prepare  # noqa: PLC0415 -- only an apply reads documents

    return prepare(wanted, have, draft.contents, words=_words(draft.attrs))


def _words(attrs: Attrs) -> int | None:
    """The longest passage: three words to four tokens."""
    chunking = attrs.get("chunking")
    tokens = chunking.get("max_tokens") if isinstance(chunking, Mapping) else None
    return tokens * 3 // 4 if isinstance(tokens, int) else None
