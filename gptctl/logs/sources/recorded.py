"""What our own runtime recorded, as a conversation like any other."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

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
    answer: so whoever reads it sees, as in any other log, that it rests on what was looked up.
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
        messages=tuple(_messages(exchanges)),
        started=first.time,
        ended=last.time,
        finish="tool_calls" if last.answer.tool_calls else "stop",
        usage=_usage(exchanges),
        lost=tuple(_lost(exchanges)),
    )


def _messages(exchanges: Sequence[Exchange]) -> Iterator[Message]:
    question = ""
    for exchange in exchanges:
        yield from (*exchange.beside, exchange.asked)
        question = exchange.asked.text if exchange.asked.role is Role.USER else question
        if exchange.answer.sources:
            yield from _search(f"{SEARCH}-{exchange.turn}", question, exchange.answer)
        yield Message(role=Role.ASSISTANT, text=exchange.answer.text, tool_calls=exchange.answer.tool_calls)


def _search(call: str, question: str, answer: Answer) -> Iterator[Message]:
    query = json.dumps({"query": question}, ensure_ascii=False)
    yield Message(role=Role.ASSISTANT, text="", tool_calls=(ToolCall(id=call, name=SEARCH, arguments=query),))
    yield Message(role=Role.TOOL, text=_passages(answer), tool_call_id=call)


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
        yield "an answer was put together from passages, by no model"
    if any(_calls(one) != _results(after) for one, after in pairwise(exchanges)):
        yield "a tool call has no result"
    if [exchange.turn for exchange in exchanges] != list(range(len(exchanges))):
        yield "some of its exchanges are missing"


def _calls(exchange: Exchange) -> set[str]:
    return {call.id for call in exchange.answer.tool_calls}


def _results(exchange: Exchange) -> set[str]:
    return {one.tool_call_id for one in (*exchange.beside, exchange.asked) if one.role is Role.TOOL}
