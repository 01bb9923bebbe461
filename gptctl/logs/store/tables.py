"""What the store keeps, as tables with typed columns."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The types of columns, by DuckDB's names."""

    TEXT = "VARCHAR"
    WHOLE = "BIGINT"
    REAL = "DOUBLE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """`key` is the column whose value occurs once."""

    name: str
    key: str
    columns: Mapping[str, Kind]


def _texts(*names: str) -> dict[str, Kind]:
    return dict.fromkeys(names, Kind.TEXT)


CONVERSATIONS = Table(
    name="conversations",
    key="id",
    columns={
        **_texts("id", "content", "assistant", "project", "environment", "target", "remote_id", "applied", "commit"),
        **_texts("provider", "model", "shape", "file"),
        "row": Kind.WHOLE,
        "native": Kind.TEXT,
        "started": Kind.REAL,
        "ended": Kind.REAL,
        **_texts("session", "user", "finish"),
        "turns": Kind.WHOLE,
        "length": Kind.WHOLE,
        **_texts("instructions", "tools", "message_ids", "messages", "usage", "ratings", "signals", "alternatives"),
        "lost": Kind.TEXT,
    },
)
"""`content` is a digest of all that was said and is known, as it was read, but not of where and whose. `turns` counts
the messages of the user, `length` all of them. `instructions` and `tools` are digests, "" for none, of rows of TEXTS.

The rest of the columns hold JSON text: `messages` in OpenAI's chat shape, `message_ids` and `lost` lists of texts,
`ratings`, `signals` and `alternatives` lists of objects with the fields of the classes of those names.
"""

TEXTS = Table(name="texts", key="digest", columns=_texts("digest", "text"))
"""Instructions, and tools as JSON text, each kept once."""

FEEDBACK = Table(
    name="feedback",
    key="id",
    columns={
        **_texts("id", "conversation", "message", "session", "name"),
        "score": Kind.REAL,
        **_texts("level", "by"),
        "at": Kind.WHOLE,
        **_texts("label", "comment", "correction"),
        "time": Kind.REAL,
    },
)
"""Ratings that came on their own. `id` is a digest of the rest; `score` and `correction` may be null."""

FORGOTTEN = Table(name="forgotten", key="digest", columns={**_texts("digest", "reason"), "time": Kind.REAL})
"""Tombstones: SHA-256 of the ids of conversations that must not come back."""

TABLES = (CONVERSATIONS, TEXTS, FEEDBACK, FORGOTTEN)
