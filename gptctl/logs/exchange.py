"""One question and its answer, as our own runtime keeps them while a conversation goes on."""

from dataclasses import dataclass

from gptctl.core.conversation import Answer, Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Which declaration an answer was produced under: `applied` is its fingerprint, `commit` its git commit."""

    project: str
    environment: str
    target: str
    assistant: str
    remote_id: str
    applied: str
    commit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One question with its answer. `time` is seconds since the epoch; `turn` counts from 0 in its conversation.

    Where the question is the result of a tool, `beside` are the results of those that were called together with it.
    """

    conversation: str
    turn: int
    time: float
    origin: Origin
    asked: Message
    answer: Answer
    beside: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A conversation at a glance."""

    conversation: str
    assistant: str
    started: float
    turns: int
    first: str
