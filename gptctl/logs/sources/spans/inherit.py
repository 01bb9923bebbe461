"""What a span says of itself is true of the spans inside it: whose agent it is, in which session, for which user."""

from collections.abc import Sequence
from dataclasses import replace

from gptctl.logs.sources.spans.span import Span

_HIGHEST = 50
"""Spans around a span; those further out are not asked."""


def inherit(spans: Sequence[Span]) -> list[Span]:
    """The same spans, each with what it does not say itself from the nearest span around it that does."""
    by_id = {(span.trace, span.id): span for span in spans}
    return [_completed(span, by_id) for span in spans]


def _completed(span: Span, by_id: dict[tuple[str, str], Span]) -> Span:
    around, whole = span, span
    for _ in range(_HIGHEST):
        found = by_id.get((span.trace, around.parent)) if around.parent else None
        if found is None:
            return whole
        around = found
        whole = replace(
            whole,
            session=whole.session or around.session,
            conversation=whole.conversation or around.conversation,
            user=whole.user or around.user,
            agent=whole.agent or around.agent,
            agent_id=whole.agent_id or around.agent_id,
        )
    return whole
