"""What of a conversation is counted, text by text."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gptctl.core.value import JSON, canonical
from gptctl.promote.chat import Chat
from gptctl.promote.row import Row
from gptctl.promote.tokens import vocabulary

PER_MESSAGE = 3
"""Tokens around each message, and before the answer, in OpenAI's chat format (their cookbook's rule)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """The ids of many rows in one piece. Row `i` is `ids[starts[i]:starts[i + 1]]`.

    Its first `contexts[i]` ids are what was said before the last target; `tokens[i]` is its length as a chat.
    """

    ids: NDArray[np.uint32]
    starts: NDArray[np.int64]
    contexts: NDArray[np.int64]
    tokens: NDArray[np.int32]


def counted(rows: Sequence[Row], name: str) -> Counted:
    """Each row's ids and counts in the vocabulary of this name. Rows end with their last target."""
    texts: list[str] = []
    starts, contexts = [0], []
    for row in rows:
        texts += pieces(row.messages[:-1])
        contexts.append(len(texts))
        texts += pieces(row.messages[-1:])
        starts.append(len(texts))
    encoded = vocabulary.encode(texts, name)
    at = encoded.ends[np.asarray(starts)]
    around = np.fromiter((len(row.messages) for row in rows), np.int64, len(rows)) * PER_MESSAGE + PER_MESSAGE
    return Counted(
        ids=encoded.ids,
        starts=at,
        contexts=encoded.ends[np.asarray(contexts, dtype=np.int64)] - at[:-1],
        tokens=(np.diff(at) + around).astype(np.int32),
    )


def pieces(messages: Sequence[Chat]) -> list[str]:
    """The texts that a model reads in messages, names and arguments of calls included."""
    texts = []
    for message in messages:
        if message["content"]:
            texts.append(message["content"])
        if "tool_calls" in message:
            for call in message["tool_calls"]:
                texts += call["function"]["name"], call["function"]["arguments"]
    return texts


def overhead(instructions: str, tools: Sequence[JSON], name: str) -> int:
    """Tokens that every example has beside its row: the instructions as a message, and the tools as JSON."""
    texts = [instructions, *(canonical(tool) for tool in tools)]
    return sum(vocabulary.count(texts, name)) + (PER_MESSAGE if instructions else 0)
