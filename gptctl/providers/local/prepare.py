"""Read the files of a knowledge base and cut them into passages, before the database is locked."""

from collections.abc import Mapping

from gptctl.providers.base import Contents
from gptctl.providers.local import embed
from gptctl.providers.local.files import Prepared
from gptctl.providers.local.ingest.readers import read
from gptctl.providers.local.passage import MOST_WORDS, Passage, cut


def prepare(
    wanted: Mapping[str, str], have: Mapping[str, str], contents: Contents, *, words: int | None
) -> tuple[Prepared, ...]:
    """Read what is new or changed, nothing else, and cut it into passages of so many words at most; None for ours."""
    return tuple(
        _prepare(path, digest, cut(path, read(path, contents.read(digest)), words=words or MOST_WORDS))
        for path, digest in sorted(wanted.items())
        if have.get(path) != digest
    )


def _prepare(path: str, digest: str, passages: tuple[Passage, ...]) -> Prepared:
    vectors = embed.vectors()
    made = vectors.of_passages(passages) if vectors else ()
    return Prepared(path=path, digest=digest, passages=passages, vectors=made)
