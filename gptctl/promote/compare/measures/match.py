"""The measure that decides: how near an answer is to the one that was found good, whatever its kind."""

from gptctl.promote.chat import Chat
from gptctl.promote.compare.contestant import Reply
from gptctl.promote.compare.measures.base import Measure
from gptctl.promote.compare.measures.calls import normal_calls, normal_json
from gptctl.promote.compare.measures.chrf import chrf
from gptctl.promote.compare.measures.shape import is_json
from gptctl.promote.compare.turn import Turn
from gptctl.promote.duplicates.normal import normal


def _match(turn: Turn, reply: Reply) -> float:
    """1 or 0 for tool calls and for JSON, which are right or wrong; for prose its likeness (chrF).

    Two good answers in prose are hardly ever the same text, so that an exact match of it would measure next to nothing.
    """
    wanted, said = turn.expected, reply.message
    if wanted.get("tool_calls") or said.get("tool_calls"):
        return float(normal_calls(wanted) == normal_calls(said))
    if is_json(_text(wanted)):
        return float(normal_json(_text(wanted)) == normal_json(_text(said)))
    return chrf(_text(wanted), _text(said))


def _exact(turn: Turn, reply: Reply) -> float:
    wanted, said = turn.expected, reply.message
    return float(_text(wanted) == _text(said) and _raw_calls(wanted) == _raw_calls(said))


def _normal(turn: Turn, reply: Reply) -> float:
    wanted, said = turn.expected, reply.message
    same = normal(_text(wanted)) == normal(_text(said))
    return float(same and normal_calls(wanted) == normal_calls(said))


def _alike(turn: Turn, reply: Reply) -> float | None:
    if turn.expected.get("tool_calls"):
        return None
    return chrf(_text(turn.expected), _text(reply.message))


def _text(message: Chat) -> str:
    return message["content"] or ""


def _raw_calls(message: Chat) -> list[tuple[str, str]]:
    return [(call["function"]["name"], call["function"]["arguments"]) for call in message.get("tool_calls", ())]


MATCH = Measure(
    name="match",
    says="the right tool calls or the right JSON, yes or no; for prose the likeness to the answer that was found good",
    score=_match,
)
EXACT = Measure(name="exact", says="the same to the letter", score=_exact)
NORMAL = Measure(name="normalised", says="the same but for case and white space", score=_normal)
LIKENESS = Measure(name="likeness", says="the likeness of answers in words (chrF)", score=_alike)
