"""What may be wrong with a conversation."""

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """The words that are counted; they do not change."""

    LOST = "lost"
    TRUNCATED = "truncated"
    FILTERED = "filtered"
    FAILED = "failed"
    NO_TARGET = "no target"
    ORDER = "role order"
    UNPAIRED = "unpaired call"
    NO_NAME = "no tool name"
    UNKNOWN_TOOL = "unknown tool"
    NOT_JSON = "arguments not JSON"
    SCHEMA = "arguments against schema"
    UNDECLARED = "tool no longer declared"
    SCHEMA_NOW = "arguments against present schema"
    EMPTY = "empty answer"
    ERROR = "error answer"
    REFUSAL = "refusal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """`at` is the index of the message that has it."""

    reason: Reason
    at: int
