"""What an answer rests on: tools and searches that ran in a trace and that its messages do not show."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from gptctl.core.conversation import Role, ToolCall
from gptctl.core.value import JSON
from gptctl.logs.sources.parts import said
from gptctl.logs.sources.shapes import compact, opened
from gptctl.logs.sources.spans.chains import Chain
from gptctl.logs.sources.spans.entry import Entry, arguments
from gptctl.logs.sources.spans.span import Span, Use


def ground(chain: Chain, spans: Iterable[Span]) -> None:
    """Puts each use before the answer it was for, as a call with its result; what the messages hold stays as it is.

    A call that the messages hold without its result gets it.
    """
    shown = _Shown(chain.entries)
    for span in sorted(spans, key=lambda span: (span.started, span.id)):
        use = span.use
        if use is not None and not shown.has(use):
            made = _made(use, f"span_{span.id}")
            waiting = _waiting(chain.entries, made, use) if shown.waits(use) else None
            _put(chain, span, made, waiting)
            shown.add(use)


class _Shown:
    """Tools whose results the messages hold: by the id of the call, by call, and by what came of it."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        results = [entry for entry in entries if entry.role is Role.TOOL]
        self._ids = {entry.answers for entry in results}
        self._texts = {_plainly(entry.content) for entry in results}
        calls = [call for entry in entries for call in entry.calls]
        self._calls = {(call.name, arguments(call)) for call in calls if call.id in self._ids}
        waiting = [call for call in calls if call.id not in self._ids or not call.id]
        self._waiting = {call.id for call in waiting} | {(call.name, arguments(call)) for call in waiting}

    def has(self, use: Use) -> bool:
        if use.call_id:
            return use.call_id in self._ids or self._knows(use)
        return _called(use) in self._calls or self._knows(use)

    def waits(self, use: Use) -> bool:
        """A call of it has no result."""
        return (use.call_id or _called(use)) in self._waiting

    def add(self, use: Use) -> None:
        self._ids |= {use.call_id} - {""}
        self._texts.add(_plainly(use.result))
        self._calls.add(_called(use))

    def _knows(self, use: Use) -> bool:
        told = _plainly(use.result)
        return bool(told) and told in self._texts


def _called(use: Use) -> tuple[str, str]:
    return use.name, arguments(_made(use, ""))


def _made(use: Use, otherwise: str) -> ToolCall:
    return ToolCall(id=use.call_id or otherwise, name=use.name, arguments=use.arguments)


def _plainly(content: JSON) -> str:
    """Its text, or its JSON without the spaces that one of two writers put into it."""
    return compact(opened(said(content).text.strip()))


def _put(chain: Chain, span: Span, made: ToolCall, waiting: int | None) -> None:
    content = span.use.result if span.use else None
    if waiting is not None:
        at = waiting + 1
        new: tuple[Entry, ...] = (Entry(role=Role.TOOL, content=content, answers=_id(chain, waiting, made)),)
    else:
        at = _place(chain, span)
        call = Entry(role=Role.ASSISTANT, calls=(made,))
        new = (call, Entry(role=Role.TOOL, content=content, answers=made.id))
    chain.entries = (*chain.entries[:at], *new, *chain.entries[at:])
    chain.answered = {id_: n + len(new) if n >= at else n for id_, n in chain.answered.items()}
    chain.others = [replace(other, at=other.at + len(new)) if other.at >= at else other for other in chain.others]


def _waiting(entries: Sequence[Entry], made: ToolCall, use: Use) -> int | None:
    """The message that calls this tool and has not got its result."""
    done = {entry.answers for entry in entries if entry.role is Role.TOOL}
    for at, entry in enumerate(entries):
        for call in entry.calls:
            same = call.id == use.call_id if use.call_id else _like(call, made)
            if same and (call.id not in done or not call.id):
                return at
    return None


def _like(call: ToolCall, made: ToolCall) -> bool:
    return call.name == made.name and arguments(call) == arguments(made)


def _id(chain: Chain, at: int, made: ToolCall) -> str:
    """The call's own id, which a source may not have told with the use."""
    calls = chain.entries[at].calls
    return next((call.id for call in calls if call.id == made.id or _like(call, made)), made.id)


def _place(chain: Chain, span: Span) -> int:
    """Before the first answer of the same trace that began after the tool had ended; else before the last one."""
    same = [one for one in chain.spans if one.trace == span.trace and one.id in chain.answered]
    later = next((one for one in same if span.ended <= one.started), None)
    answer = later or (same[-1] if same else None)
    return chain.answered[answer.id] if answer else len(chain.entries)
