"""A span in words common to all who trace: one call of a model, a tool or a search, or what is wrapped around them."""

from dataclasses import dataclass, field
from enum import StrEnum

from gptctl.core.value import JSON, Attrs
from gptctl.logs.conversation import Rating
from gptctl.logs.sources.spans.answers import Answer
from gptctl.logs.sources.spans.entry import Entry


class Kind(StrEnum):
    """`wrapper` is an agent, a chain or a whole trace: what its model calls said is in it once more."""

    MODEL = "model"
    TOOL = "tool"
    RETRIEVAL = "retrieval"
    WRAPPER = "wrapper"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A tool that ran, or a search: `arguments` is JSON text, `result` is content of a message."""

    name: str
    arguments: str
    result: JSON
    call_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Times are in seconds since the epoch. `asked` and `answers` are empty unless the span is a model's or a wrapper.

    `conversation` is an id that says by its definition that all spans with it are one conversation; `session` only
    that they belong together. `agent` and `agent_id` are what the source calls the assistant.
    """

    id: str
    trace: str
    kind: Kind
    parent: str = ""
    started: float = 0.0
    ended: float = 0.0
    asked: tuple[Entry, ...] = ()
    answers: tuple[Answer, ...] = ()
    use: Use | None = None
    tools: tuple[Attrs, ...] = ()
    model: str = ""
    provider: str = ""
    session: str = ""
    conversation: str = ""
    user: str = ""
    agent: str = ""
    agent_id: str = ""
    failed: str = ""
    usage: Attrs = field(default_factory=dict)

    @property
    def speaks(self) -> bool:
        return bool(self.asked or self.answers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A rating and what it speaks of: the innermost of these ids that is not ""."""

    rating: Rating
    span: str = ""
    trace: str = ""
    session: str = ""
