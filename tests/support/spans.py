"""Spans written by hand, as a tracer's reader would give them."""

from collections.abc import Sequence

from gptctl.core.conversation import Role, ToolCall
from gptctl.logs.sources.spans.answers import Answer
from gptctl.logs.sources.spans.entry import Entry
from gptctl.logs.sources.spans.span import Kind, Span, Use


def said(*lines: str) -> tuple[Entry, ...]:
    """`u: Hello` for each message; the roles are u, a, s and t."""
    roles = {"u": Role.USER, "a": Role.ASSISTANT, "s": Role.SYSTEM, "t": Role.TOOL}
    return tuple(Entry(role=roles[line[0]], content=line[3:]) for line in lines)


def asks(
    id_: str, asked: Sequence[str], *answers: str, at: float = 0.0, trace: str = "t", conversation: str = ""
) -> Span:
    """A call of a model; each answer is a candidate."""
    return Span(
        id=id_,
        trace=trace,
        kind=Kind.MODEL,
        started=at,
        ended=at + 1,
        asked=said(*asked),
        answers=tuple(Answer(entries=said(f"a: {answer}")) for answer in answers),
        conversation=conversation,
    )


def runs(id_: str, name: str, result: str, *, at: float = 0.0, call_id: str = "", arguments: str = "{}") -> Span:
    """A tool that ran."""
    use = Use(name=name, arguments=arguments, result=result, call_id=call_id)
    return Span(id=id_, trace="t", kind=Kind.TOOL, started=at, ended=at + 1, use=use)


def called(id_: str, name: str, arguments: str = "{}") -> Entry:
    return Entry(role=Role.ASSISTANT, calls=(ToolCall(id=id_, name=name, arguments=arguments),))


def texts(entries: Sequence[Entry]) -> list[str]:
    """What was said, calls by the name of their tool in brackets."""
    return [str(entry.content or "") or f"[{entry.calls[0].name}]" for entry in entries]
