"""A chain of calls as a conversation."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from gptctl.core.conversation import Role
from gptctl.core.value import Attrs
from gptctl.logs.conversation import Alternative, Conversation, Ran, Sign, Signal, pseudonym
from gptctl.logs.sources import outcome
from gptctl.logs.sources.rows import Place, drafted
from gptctl.logs.sources.spans.chains import Chain, Other
from gptctl.logs.sources.spans.entry import tell
from gptctl.logs.sources.spans.span import Span
from gptctl.logs.sources.tools import merged


def conversation(chain: Chain, place: Place, native: str) -> Conversation:
    """Its instructions, tools and model are those of the last call. Raises Unfit when nothing was said."""
    system = [entry for entry in chain.last.asked if entry.role is Role.SYSTEM]
    telling = tell([*system, *chain.entries])
    last = chain.last
    drawn = drafted(place, native, telling, _ran(last, chain))
    spans = chain.spans
    return replace(
        drawn,
        tools=merged(last.tools or next((span.tools for span in reversed(spans) if span.tools), ())),
        started=min((span.started for span in spans if span.started), default=0.0),
        ended=max(max(span.ended, span.started) for span in spans),
        session=_latest(chain, lambda span: span.session) or _latest(chain, lambda span: span.conversation),
        user=pseudonym(_latest(chain, lambda span: span.user)),
        finish=(last.answers[0].finish if last.answers else "") or ("error" if last.failed else ""),
        usage=_used(chain),
        signals=tuple(Signal(sign=Sign.REGENERATED, at=other.at) for other in chain.others
                      if other.again and _is_answer(drawn, other.at)),
    )  # fmt: skip


def _ran(last: Span, chain: Chain) -> Ran:
    """Whose model it was is told by its name before it is told by who served it."""
    model = last.model or _latest(chain, lambda span: span.model)
    provider = outcome.maker(model) or last.provider or _latest(chain, lambda span: span.provider)
    return Ran(
        assistant=_latest(chain, lambda span: span.agent),
        remote_id=_latest(chain, lambda span: span.agent_id),
        provider=provider,
        model=model,
    )


def _latest(chain: Chain, field: Callable[[Span], str]) -> str:
    return next((found for span in reversed(chain.spans) if (found := field(span))), "")


def _used(chain: Chain) -> Attrs:
    """Tokens of all its calls, since each was paid for."""
    counted: dict[str, int] = {}
    for span in chain.spans:
        for name, count in outcome.usage(span.usage).items():
            counted[name] = counted.get(name, 0) + count
    return counted


def alternatives(chain: Chain, drawn: Conversation) -> Iterator[tuple[Other, Alternative]]:
    """The answers that were not used, beside what is known of each."""
    for other in chain.others:
        found = Alternative(at=other.at, messages=tell(other.entries).messages)
        if found.messages and _is_answer(drawn, found.at):
            yield other, found


def _is_answer(drawn: Conversation, at: int) -> bool:
    """Results of tools may be moved to their calls: an index that no longer points at an answer says nothing."""
    return at < len(drawn.messages) and drawn.messages[at].role is Role.ASSISTANT
