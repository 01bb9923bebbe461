"""What an answer costs: length, time, tokens, money."""

from gptctl.promote.compare.contestant import Reply
from gptctl.promote.compare.measures.base import Measure, Sense, Unit
from gptctl.promote.compare.turn import Turn

MOST = 10.0
"""A longer answer counts as so many times the expected one: one that never ends must not be the whole mean."""


def _length(turn: Turn, reply: Reply) -> float | None:
    wanted, said = turn.expected["content"], reply.message["content"]
    if not wanted or turn.expected.get("tool_calls"):
        return None
    return min(MOST, len(said or "") / len(wanted))


def _tokens(_turn: Turn, reply: Reply) -> float | None:
    if reply.input_tokens is None or reply.output_tokens is None:
        return None
    return float(reply.input_tokens + reply.output_tokens)


LENGTH = Measure(
    name="length",
    says="characters of an answer in words, beside the expected one",
    score=_length,
    sense=Sense.NEITHER,
    unit=Unit.RATIO,
)
LATENCY = Measure(
    name="latency",
    says="from the question to the whole answer",
    score=lambda _turn, reply: reply.seconds,
    sense=Sense.LOWER,
    unit=Unit.SECONDS,
)
TOKENS = Measure(
    name="tokens", says="read and written for an answer", score=_tokens, sense=Sense.LOWER, unit=Unit.TOKENS
)
COST = Measure(
    name="cost",
    says="of an answer",
    score=lambda _turn, reply: reply.dollars,
    sense=Sense.LOWER,
    unit=Unit.DOLLARS,
)
