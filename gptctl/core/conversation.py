"""What is said to an assistant and what it answers, in words common to all providers."""

from dataclasses import dataclass, field
from enum import StrEnum

from gptctl.core.value import Attrs


class Role(StrEnum):
    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"
    TOOL = "tool"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolCall:
    """A call the model asks its caller to run; `arguments` is the model's own JSON text."""

    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    role: Role
    text: str
    tool_calls: tuple[ToolCall, ...] = ()
    tool_call_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A passage an answer rests on. `heading` is the path of headings above it; `score` only orders."""

    file: str
    heading: str
    text: str
    score: float


class Engine(StrEnum):
    """What made the answer."""

    SERVER = "server"
    EMBEDDED = "embedded"
    EXTRACTED = "extracted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`notes` are sentences for people about how it came about, such as a part that is missing."""

    text: str
    engine: Engine
    model: str
    sources: tuple[Source, ...] = ()
    tool_calls: tuple[ToolCall, ...] = ()
    usage: Attrs = field(default_factory=dict)
    notes: tuple[str, ...] = ()
