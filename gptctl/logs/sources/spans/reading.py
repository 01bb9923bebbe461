"""From the records of any tracer to conversations: split, gathered by what belongs together, put together, told."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from gptctl.core.value import Attrs
from gptctl.logs.sources.base import Item, LogFile, Rejected
from gptctl.logs.sources.rows import Place, Unfit, rows
from gptctl.logs.sources.shapes import array, digest
from gptctl.logs.sources.spans import gathered
from gptctl.logs.sources.spans.chains import Chain, chains
from gptctl.logs.sources.spans.envelope import moment
from gptctl.logs.sources.spans.gathered import Gathered, Placed, What
from gptctl.logs.sources.spans.grounding import ground
from gptctl.logs.sources.spans.inherit import inherit
from gptctl.logs.sources.spans.ratings import Ratings
from gptctl.logs.sources.spans.span import Judged, Kind, Span
from gptctl.logs.sources.spans.threads import threads
from gptctl.logs.sources.spans.whole import conversation


@dataclass(frozen=True, slots=True, kw_only=True)
class Splitting:
    """What differs from one tracer to the next. Nothing raises for any content, but `split`, which may raise Unfit.

    `split` gives the spans, events and scores in one record; `span` reads an item that is a span, whose
    `body["events"]` holds events that were logged apart, too; `judged` gives all ratings in a span or a score.
    """

    split: Callable[[Attrs], Iterable[gathered.Item]]
    span: Callable[[gathered.Item], Span]
    judged: Callable[[gathered.Item], Iterable[Judged]]


def read(shape: str, tracer: Splitting, files: Sequence[LogFile]) -> Iterator[Item]:
    """Every conversation, every rating of one that is not in these files, and what held no conversation, counted."""
    silent = _Silent()
    with gathered.gathering() as all_:
        yield from _gather(shape, tracer, files, all_)
        for group in all_.groups():
            yield from _group(shape, tracer, group, silent)
        for file, row, count in all_.beyond():
            yield Rejected(file=file, row=row, reason=f"records beyond what is read of one session: {count}")
    yield from silent.told()


def _gather(shape: str, tracer: Splitting, files: Sequence[LogFile], all_: Gathered) -> Iterator[Rejected]:
    for row in rows(shape, files):
        if isinstance(row, Rejected):
            yield row
            continue
        try:
            found = list(tracer.split(row.value))
        except Unfit as unfit:
            yield row.place.reject(str(unfit))
        else:
            yield from _add(found, all_, row.place)


def _add(found: Iterable[gathered.Item], all_: Gathered, place: Place) -> Iterator[Rejected]:
    for item in found:
        if item.what is What.SCORE and not (item.trace or item.span or item.session):
            yield place.reject("a score that does not say of what it is")
        else:
            all_.add(_traced(item), place.file, place.row)


def _traced(item: gathered.Item) -> gathered.Item:
    """A span that nobody gave a trace is one of its own."""
    if item.what is What.SCORE or item.trace:
        return item
    return replace(item, trace=item.span or digest(item.body))


def _group(shape: str, tracer: Splitting, group: Sequence[Placed], silent: "_Silent") -> Iterator[Item]:
    placed_spans = list(_with_events(group))
    spans = inherit([_span(tracer, placed) for placed in placed_spans])
    here = _once(zip(spans, placed_spans, strict=True))
    spans = [span for span, _ in here]
    ratings = Ratings(shape, [one for placed in group for one in tracer.judged(placed.item)])
    taken: set[str] = set()
    spoke: set[str] = set()
    for chain in sorted(threads(chains(_speaking(spans))), key=_rank):
        ground(chain, [span for span in spans if span.trace in set(chain.traces) - spoke])
        first = next(placed for span, placed in here if span is chain.spans[0])
        place = Place(shape=shape, file=first.file, row=first.row)
        try:
            found = conversation(chain, place, _native(chain, taken))
        except Unfit:
            continue
        spoke.update(chain.traces)
        yield ratings.join(found, chain)
    yield from ratings.apart()
    for span, placed in here:
        silent.count(span, placed, told=span.trace in spoke)


def _once(here: Iterable[tuple[Span, Placed]]) -> list[tuple[Span, Placed]]:
    """A span that was exported twice counts once, as it was in the end."""
    found: dict[tuple[str, str], tuple[Span, Placed]] = {}
    for span, placed in here:
        known = found.get((span.trace, span.id))
        if known is None or known[0].ended < span.ended:
            found[span.trace, span.id] = (span, placed)
    return list(found.values())


def _span(tracer: Splitting, placed: Placed) -> Span:
    """A span without an id of its own is known by what it holds."""
    span = tracer.span(placed.item)
    return span if span.id else replace(span, id=digest(placed.item.body))


def _with_events(group: Sequence[Placed]) -> Iterator[Placed]:
    """The spans, each with what was logged apart from it; of a span that is not here its events stand for it."""
    events: dict[tuple[str, str], list[Placed]] = {}
    for placed in sorted(group, key=lambda placed: moment(placed.item.body)):
        if placed.item.what is What.EVENT:
            events.setdefault((placed.item.trace, placed.item.span), []).append(placed)
    for placed in group:
        if placed.item.what is What.SPAN:
            yield _holding(placed, events.pop((placed.item.trace, placed.item.span), []))
    for apart in events.values():
        first = apart[0]
        alone = replace(first.item, what=What.SPAN, body={"trace_id": first.item.trace, "span_id": first.item.span})
        yield _holding(replace(first, item=alone), apart)


def _holding(placed: Placed, events: Sequence[Placed]) -> Placed:
    if not events:
        return placed
    inside = (*array(placed.item.body.get("events")), *(event.item.body for event in events))
    return replace(placed, item=replace(placed.item, body={**placed.item.body, "events": inside}))


def _speaking(spans: Sequence[Span]) -> list[Span]:
    """Calls of models; in a trace that shows none with its content, what is wrapped around them."""
    models = [span for span in spans if span.kind is Kind.MODEL and span.speaks]
    shown = {span.trace for span in models}
    wrapped: dict[str, Span] = {}
    for span in sorted(spans, key=lambda span: (span.started, span.id)):
        if span.kind is Kind.WRAPPER and span.asked and span.answers and span.trace not in shown:
            wrapped.setdefault(span.trace, span)
    return [*models, *wrapped.values()]


def _rank(chain: Chain) -> tuple[int, float, str]:
    """The longest first."""
    first = chain.spans[0]
    return -len(chain.entries), first.started, first.id


def _native(chain: Chain, taken: set[str]) -> str:
    """The source's id of the conversation; of those in one trace the longest bears its id, others name their span."""
    first = chain.spans[0]
    wanted = first.conversation or first.trace
    native = wanted if wanted not in taken else f"{first.trace}/{first.id}"
    taken.add(native)
    return native


@dataclass(slots=True)
class _Silent:
    """Spans that hold nothing of a conversation, counted for each file."""

    _first: dict[str, int] = field(default_factory=dict)
    _other: dict[str, int] = field(default_factory=dict)
    _empty: dict[str, int] = field(default_factory=dict)

    def count(self, span: Span, placed: Placed, *, told: bool) -> None:
        counts = self._empty if span.kind is Kind.MODEL and not span.speaks else self._other
        if span.kind is Kind.OTHER or not told or counts is self._empty:
            self._first.setdefault(placed.file, placed.row)
            counts[placed.file] = counts.get(placed.file, 0) + 1

    def told(self) -> Iterator[Rejected]:
        for file, row in self._first.items():
            other, empty = self._other.get(file, 0), self._empty.get(file, 0)
            reasons = [f"spans that hold no conversation: {other}"] if other else []
            if empty:
                reasons.append(f"calls of a model that were logged without what was said: {empty}")
            yield Rejected(file=file, row=row, reason="; ".join(reasons))
