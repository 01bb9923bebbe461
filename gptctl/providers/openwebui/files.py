"""The files of a knowledge base as the server lists them. Pure.

The server hashes the bytes it got (`meta.file_hash`) and the text it made of them (`hash`). Somebody who edits the
text in the console changes the second alone. So we keep a seal over all texts as we left them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gptctl.core.value import Attrs, fingerprint
from gptctl.providers.api import mapping, text
from gptctl.providers.openwebui.shape import whole

MARK = "gptctl"
"""The key of a file's own metadata that holds its path: ours, and shown with every passage of an answer."""

COMPLETED = "completed"
"""The status of a file whose text is indexed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """`path` and `digest` are empty for a file that is not ours; `said` is the hash of its text, empty for none.

    `status` and `error` tell how indexing went, where the listing says so. `made` and `touched` are seconds.
    """

    id: str
    path: str
    digest: str
    said: str
    status: str
    error: str
    made: int
    touched: int


def row(item: Attrs, knowledge: str) -> Row:
    """One file, seen from this knowledge base: a file that we put into another one is not ours here."""
    meta, data = mapping(item.get("meta")), mapping(item.get("data"))
    mark = mapping(meta.get("data"))
    ours = mark.get("knowledge_id") == knowledge
    path = text(mark.get(MARK)) if ours else ""
    return Row(
        id=text(item.get("id")),
        path=path,
        digest=text(meta.get("file_hash")) if path else "",
        said=text(item.get("hash")),
        status=text(data.get("status")),
        error=text(data.get("error")),
        made=whole(item.get("created_at")),
        touched=whole(item.get("updated_at")),
    )


def seal(rows: Iterable[Row]) -> str:
    """How many files are ours, and 20 hex digits that stand for every one of them with its text."""
    ours = sorted([one.id, one.path, one.digest, one.said] for one in rows if one.path)
    return f"{len(ours)}-{fingerprint(ours)[:20]}"


def edited(rows: Sequence[Row], *, sealed: str, since: int) -> frozenset[str]:
    """The ids of files whose text may not be the one we left; none when the seal is whole or was never set.

    Only what was touched since the seal was set can be meant. If nothing was and no file is missing, somebody wrote
    to the base after the edit, and every file can be.
    """
    if not sealed or seal(rows) == sealed:
        return frozenset()
    ours = [one for one in rows if one.path]
    touched = frozenset(one.id for one in ours if one.touched > since)
    complete = sealed.startswith(f"{len(ours)}-")
    return frozenset(one.id for one in ours) if complete and not touched else touched


def contents(rows: Iterable[Row], edited: frozenset[str]) -> Mapping[str, str]:
    """Path and digest of every file that is searchable; the digest is empty where the text is not what we left.

    A file that is not ours stands under its id.
    """
    return {one.path or one.id: "" if one.id in edited else one.digest for one in rows if one.said}
