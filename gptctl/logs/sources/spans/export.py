"""Records of any exporter of OpenTelemetry, whichever conventions its attributes follow."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from gptctl.core.value import JSON, Attrs
from gptctl.logs.sources.rows import Unfit, share
from gptctl.logs.sources.shapes import mapping
from gptctl.logs.sources.spans import gathered, genai, inference
from gptctl.logs.sources.spans.envelope import Envelope, envelope, event, otlp, span_id, trace_id
from gptctl.logs.sources.spans.gathered import What
from gptctl.logs.sources.spans.span import Judged, Span

_SPANS, _LOGS = ("resourceSpans", "scopeSpans"), ("resourceLogs", "scopeLogs")


def is_otlp(record: Attrs) -> bool:
    return any(name in record for name in (*_SPANS, *_LOGS))


def claim(first: Sequence[JSON], speaks: Callable[[Attrs], bool], sure: int) -> int:
    """A file of spans is a tracer's however few of them speak its language, since most spans are of other work."""
    known = [mapping(one) for one in first]
    if any(map(speaks, known)) and all(speaks(one) or (trace_id(one) and span_id(one)) for one in known):
        return sure
    return share(first, speaks, sure)


def spans(record: Attrs) -> Iterator[Attrs]:
    """The spans of an OTLP document."""
    return otlp(record, *_SPANS, "spans")


def split(record: Attrs) -> Iterator[gathered.Item]:
    """An OTLP document into its spans and log records; one span or log record as it is. Raises Unfit."""
    if is_otlp(record):
        yield from _otlp(record)
    elif _is_annotation(record):
        told = inference.annotation(record)
        yield gathered.Item(what=What.SCORE, body=record, trace=told.trace, span=told.span, session=told.session)
    elif _is_log(record):
        yield _event(record)
    elif trace_id(record) or span_id(record) or _named(record):
        yield _span(record)
    else:
        raise Unfit("neither a span nor an event of OpenTelemetry")


def _otlp(record: Attrs) -> Iterator[gathered.Item]:
    told, logged = list(spans(record)), list(otlp(record, *_LOGS, "logRecords"))
    if not told and not logged:
        raise Unfit("an export of OpenTelemetry without a span or an event")
    yield from map(_span, told)
    yield from map(_event, logged)


def span(item: gathered.Item) -> Span:
    told = _told(item)
    return inference.span(told) if inference.is_inference(told) else genai.span(told)


def judged(item: gathered.Item) -> Iterator[Judged]:
    if item.what is What.SPAN:
        told = _told(item)
        yield from inference.judged(told)
        for one in told.events:
            yield from genai.judged(one, told.trace, told.id)
    elif _is_annotation(item.body):
        yield inference.annotation(item.body)
    else:
        yield from genai.judged(event(item.body), item.trace, item.span)


def _told(item: gathered.Item) -> Envelope:
    told = envelope(item.body)
    return replace(told, trace=item.trace, id=item.span or told.id)


def _span(one: Attrs) -> gathered.Item:
    told = envelope(one)
    session = genai.session(told.attributes) or inference.session(told.attributes)
    return gathered.Item(what=What.SPAN, body=one, trace=told.trace, span=told.id, session=session)


def _event(one: Attrs) -> gathered.Item:
    told = event(one)
    what = What.SCORE if told.name == genai.EVALUATION else What.EVENT
    session = genai.session(told.attributes)
    return gathered.Item(what=what, body=one, trace=trace_id(one), span=span_id(one), session=session)


def _is_log(one: Attrs) -> bool:
    """A log record has a body, or is named after an event; a span has a name of its own and two times."""
    return not envelope(one).ended and ("body" in one or event(one).name.startswith("gen_ai."))


def _is_annotation(one: Attrs) -> bool:
    return "annotator_kind" in one


def _named(one: Attrs) -> bool:
    told = envelope(one).attributes
    return any(key.startswith(("gen_ai.", "llm.")) for key in told) or bool(mapping(told.get("gen_ai")))
