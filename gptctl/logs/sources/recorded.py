"""What our own runtime recorded, as a conversation like any other."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence

from gptctl.core.conversation import Answer, Engine, Message, Role, ToolCall
from gptctl.logs.conversation import Conversation, Provenance, Ran, identify
from gptctl.logs.exchange import Exchange

SHAPE = "gptctl"
FILE = "conversations.db"
SEARCH = "knowledge_search"
"""The tool that an answer with passages is told to have called: the passages are its result."""


def conversation(exchanges: Sequence[Exchange]) -> Conversation:
    """All exchanges of one conversation, in order and at least one.

    An answer that rests on passages is told as a call of SEARCH with the question, the passages as JSON, and the
    answer: so every reader sees that it rests on what was looked up.
    """
    first, last = exchanges[0], exchanges[-1]
    origin, native = last.origin, last.conversation
    return Conversation(
        id=identify(SHAPE, native),
        came=Provenance(shape=SHAPE, file=FILE, row=1, native=native),
        ran=Ran(
            assistant=origin.assistant,
            project=origin.project,
            environment=origin.environment,
            target=origin.target,
            remote_id=origin.remote_id,
            applied=origin.applied,
            commit=origin.commit,
            provider=origin.target,
            model=last.answer.model,
        ),
        messages=tuple(message for exchange in exchanges for message in _messages(exchange)),
        started=first.time,
        ended=last.time,
        finish="tool_calls" if last.answer.tool_calls else "stop",
        usage=_usage(exchanges),
        lost=tuple(_lost(exchanges)),
    )


def _messages(exchange: Exchange) -> Iterator[Message]:
    yield exchange.asked
    answer = exchange.answer
    if answer.sources:
        call = f"{SEARCH}-{exchange.turn}"
        query = json.dumps({"query": exchange.asked.text}, ensure_ascii=False)
        yield Message(role=Role.ASSISTANT, text="", tool_calls=(ToolCall(id=call, name=SEARCH, arguments=query),))
        yield Message(role=Role.TOOL, text=_passages(answer), tool_call_id=call)
    yield Message(role=Role.ASSISTANT, text=answer.text, tool_calls=answer.tool_calls)


def _passages(answer: Answer) -> str:
    return json.dumps(
        [{"file": one.file, "heading": one.heading, "text": one.text} for one in answer.sources], ensure_ascii=False
    )


def _usage(exchanges: Sequence[Exchange]) -> dict[str, int | float]:
    total: Counter[str] = Counter()
    for exchange in exchanges:
        total.update({name: value for name, value in exchange.answer.usage.items() if type(value) is int})
    return dict(total)


def _lost(exchanges: Sequence[Exchange]) -> Iterator[str]:
    if any(exchange.answer.engine is Engine.EXTRACTED for exchange in exchanges):
        yield "Answers were put together from passages, by no model."
    if any(len(exchange.answer.tool_calls) > 1 for exchange in exchanges[:-1]):
        yield "Of tools that were called together only the last result was recorded."
    if [exchange.turn for exchange in exchanges] != list(range(len(exchanges))):
        yield "Some of its exchanges are missing."
