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
    for span in sorted(spans, key=lambda span: (span.started, span.id)):
        use = span.use
        if use is not None and not _is_told(chain.entries, use):
            _put(chain, span, use)


def _is_told(entries: Sequence[Entry], use: Use) -> bool:
    told = _plainly(use.result)
    results = [entry for entry in entries if entry.role is Role.TOOL]
    if use.call_id and any(entry.answers == use.call_id for entry in results):
        return True
    done = {entry.answers for entry in results}
    made = _made(use, "")
    if any(_like(call, made) and call.id in done for entry in entries for call in entry.calls):
        return True
    return bool(told) and any(told == _plainly(entry.content) for entry in results)


def _made(use: Use, otherwise: str) -> ToolCall:
    return ToolCall(id=use.call_id or otherwise, name=use.name, arguments=use.arguments)


def _plainly(content: JSON) -> str:
    """Its text, or its JSON without the spaces that one of two writers put into it."""
    return compact(opened(said(content).text.strip()))


def _put(chain: Chain, span: Span, use: Use) -> None:
    made = _made(use, f"span_{span.id}")
    waiting = _waiting(chain.entries, made, use)
    if waiting is not None:
        at = waiting + 1
        new: tuple[Entry, ...] = (Entry(role=Role.TOOL, content=use.result, answers=_id(chain, waiting, made)),)
    else:
        at = _place(chain, span)
        call = Entry(role=Role.ASSISTANT, calls=(made,))
        new = (call, Entry(role=Role.TOOL, content=use.result, answers=made.id))
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
