"""Hybrid search: passages ranked by their words and by their meaning, the two rankings fused.

Chosen by measuring on questions about a staff handbook (benchmarks/retrieval.py): fusing ranks was as good as any
weighting of the scores, and has no scale to tune.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from sqlite3 import Connection

from gptctl.core.address import RemoteId
from gptctl.core.conversation import Source
from gptctl.providers.local import embed
from gptctl.providers.local.terms import all_of, terms, two_of

CANDIDATES = 50
# How slowly a rank loses weight: little, because the first few of either ranking are what matters.
RANK_OFFSET = 10
# Most questions about the handbook reach the first with some passage. So do a few about something else, but they have
# words that occur nowhere: to outweigh those takes the second. Measured on questions other than the benchmark's.
LEAST_COSINE = 0.27
SURE_COSINE = 0.33


class By(Enum):
    """What a search may go by."""

    BOTH = "words and meaning"
    WORDS = "words"
    MEANING = "meaning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The best passages first; `by` is what the search really went by."""

    sources: tuple[Source, ...]
    by: By


def search(db: Connection, knowledge: Sequence[RemoteId], question: str, *, limit: int, by: By = By.BOTH) -> Found:
    """The passages that may answer a question, the best of each file before the second of any.

    Nothing is found for a question that is about something else.
    """
    words = terms(question)
    cosines = {} if by is By.WORDS else _cosines(db, knowledge, question)
    named = _named(db, knowledge, two_of(words), limit=CANDIDATES)
    went_by = by if cosines else By.WORDS
    nearest = max(cosines.values(), default=0.0)
    known = (named or nearest >= LEAST_COSINE) and _speaks_of(db, knowledge, words)
    if not (known or nearest >= SURE_COSINE):
        return Found(sources=(), by=went_by)
    scores = _fused(cosines, () if by is By.MEANING else named)
    return Found(sources=_spread(_sources(db, scores))[:limit], by=went_by)


def _speaks_of(db: Connection, knowledge: Sequence[RemoteId], words: Sequence[str]) -> bool:
    """Whether two of three words occur anywhere: questions about something else have words that never do."""
    known = sum(bool(_named(db, knowledge, all_of([word]), limit=1)) for word in words)
    return known * 3 >= len(words) * 2


def _cosines(db: Connection, knowledge: Sequence[RemoteId], question: str) -> Mapping[int, float]:
    """The passages nearest in meaning, nearest first; empty when there are no embeddings."""
    vectors = embed.vectors()
    if vectors is None:
        return {}
    rows = db.execute(
        """SELECT passages.id, vector FROM passages JOIN files ON files.id = passages.file
           WHERE vector IS NOT NULL AND files.object IN (SELECT value FROM json_each(?)) ORDER BY passages.id""",
        (json.dumps(knowledge),),
    ).fetchall()
    ids = [id_ for id_, _ in rows]
    near = vectors.nearest([vector for _, vector in rows], " ".join(terms(question)) or question, CANDIDATES)
    return {ids[index]: cosine for index, cosine in near}


def _named(db: Connection, knowledge: Sequence[RemoteId], query: str, *, limit: int) -> Sequence[int]:
    """The passages that say the words, best first. Titles and keywords count four times, headings twice."""
    if not query:
        return ()
    rows = db.execute(
        """SELECT passages.id FROM words
           JOIN passages ON passages.id = words.rowid JOIN files ON files.id = passages.file
           WHERE words MATCH ? AND files.object IN (SELECT value FROM json_each(?))
           ORDER BY bm25(words, 4.0, 2.0, 4.0, 1.0), passages.id LIMIT ?""",
        (query, json.dumps(knowledge), limit),
    )
    return [id_ for (id_,) in rows]


def _fused(*rankings: Iterable[int]) -> Mapping[int, float]:
    scores: dict[int, float] = defaultdict(float)
    for ranking in rankings:
        for rank, id_ in enumerate(ranking, 1):
            scores[id_] += 1 / (RANK_OFFSET + rank)
    return scores


def _sources(db: Connection, scores: Mapping[int, float]) -> Sequence[Source]:
    rows = db.execute(
        """SELECT passages.id, path, title, heading, text FROM passages JOIN files ON files.id = passages.file
           WHERE passages.id IN (SELECT value FROM json_each(?))""",
        (json.dumps(list(scores)),),
    )
    sources = [
        Source(file=path, heading=heading or title, text=text, score=scores[id_])
        for id_, path, title, heading, text in rows
    ]
    return sorted(sources, key=lambda source: (-source.score, source.file, source.heading))


def _spread(sources: Sequence[Source]) -> tuple[Source, ...]:
    """The best of each file first: five passages of one page answer less than five pages."""
    best = {source.file: source for source in reversed(sources)}
    first = [source for source in sources if best[source.file] is source]
    return (*first, *(source for source in sources if best[source.file] is not source))
