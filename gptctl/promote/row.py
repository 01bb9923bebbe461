"""The unit of curation: a conversation that may become an example."""

from collections.abc import Sequence
from dataclasses import dataclass

from gptctl.promote.chat import Chat


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage:
    """Where a row comes from, as the manifest counts it.

    `commit` is the git commit of its instructions, `instructions` the digest of their text.
    """

    shape: str = ""
    file: str = ""
    provider: str = ""
    model: str = ""
    applied: str = ""
    commit: str = ""
    instructions: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """`id` is the conversation's. `messages` hold no system message and end with the last target.

    `targets` are the indices of the assistant's messages that are meant to be learnt; a loss is on those alone.
    `score` is 0.0 to 1.0 from ratings, None where nobody said. `time` is when it ended, in seconds since the epoch.
    `tools` and `instructions` are digests of what it ran under. `text` is what `chat.said` makes
    of `messages`, so that each step need not join it again.
    """

    id: str
    time: float
    messages: Sequence[Chat]
    targets: tuple[int, ...]
    text: str
    score: float | None = None
    session: str = ""
    instructions: str = ""
    tools: str = ""
    lineage: Lineage = Lineage()
    finish: str = ""
    lost: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """A row that goes no further. `reason` is a short stable word that is counted; `detail` is for whoever asks why."""

    id: str
    reason: str
    detail: str = ""
