"""What every span has around its attributes, in the many spellings of OpenTelemetry's exporters."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gptctl.core.value import JSON, Attrs
from gptctl.logs.sources.shapes import array, first, instant, mapping, maps, name, opened, text
from gptctl.logs.sources.spans.dotted import at, within

_DEEPEST = 64
"""How deep an OTLP value may be nested; what lies deeper is null."""
_INTEGER = re.compile(r"-?[0-9]{1,19}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """`attributes` holds the body of a log record too, under its own keys."""

    name: str
    attributes: Attrs


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """`failed` is the error's type or message; "" for a span that went well."""

    trace: str
    id: str
    parent: str
    name: str
    kind: str
    started: float
    ended: float
    failed: str
    attributes: Attrs
    events: Sequence[Event]


def envelope(span: Attrs) -> Envelope:
    """Of a span as OTLP, an SDK, a vendor's export or a table of spans writes it."""
    attributes = plain(opened(span.get("attributes"))) or within(span, "attributes") or span
    return Envelope(
        trace=trace_id(span),
        id=span_id(span),
        parent=_id(first(span, "parent_span_id", "parentSpanId", "parent_id")),
        name=text(span.get("name")),
        kind=text(span.get("span_kind")),
        started=_time(span, "start_time", "startTimeUnixNano", "start_time_unix_nano", "startTime", "timestamp"),
        ended=_time(span, "end_time", "endTimeUnixNano", "end_time_unix_nano", "endTime"),
        failed=_failed(span, attributes),
        attributes=attributes,
        events=tuple(event(one) for one in maps(opened(span.get("events")))),
    )


def event(one: Attrs) -> Event:
    """Of an event of a span or a log record: old conventions put the content in its body, new ones in attributes."""
    attributes = plain(opened(one.get("attributes")))
    body = opened(value(one.get("body")))
    inside: Attrs = body if isinstance(body, Mapping) else {"content": body} if body else {}
    called = first(one, "event_name", "eventName") or text(at(attributes, "event.name")) or text(one.get("name"))
    return Event(name=called, attributes={**attributes, **inside})


def moment(one: Attrs) -> float:
    """When an event of a span or a log record was."""
    return _time(one, "timeUnixNano", "time_unix_nano", "timestamp", "time", "observedTimeUnixNano")


def trace_id(one: Attrs) -> str:
    return _id(name(at(one, "trace_id", "traceId", "context.trace_id", "context.traceId")))


def span_id(one: Attrs) -> str:
    return _id(name(at(one, "span_id", "spanId", "context.span_id", "context.spanId")))


def plain(attributes: JSON) -> Attrs:
    """A map of attributes; OTLP writes it as a list of keys and typed values."""
    if isinstance(attributes, Mapping):
        return attributes
    return {text(one.get("key")): value(one.get("value")) for one in maps(attributes) if text(one.get("key"))}


def value(one: JSON, depth: int = _DEEPEST) -> JSON:
    """What an OTLP `AnyValue` holds; any other value as it is."""
    if not isinstance(one, Mapping) or not one:
        return one
    kind, inner = next(iter(one.items()))
    if depth == 0 or len(one) > 1:
        return one if depth else None
    if kind == "arrayValue":
        return [value(each, depth - 1) for each in array(mapping(inner).get("values"))]
    if kind == "kvlistValue":
        return {
            text(each.get("key")): value(each.get("value"), depth - 1) for each in maps(mapping(inner).get("values"))
        }
    if kind == "intValue" and isinstance(inner, str):
        return int(inner) if _INTEGER.fullmatch(inner) else inner
    return inner if kind in {"stringValue", "intValue", "doubleValue", "boolValue", "bytesValue"} else one


def otlp(record: Attrs, outer: str, scope: str, inner: str) -> Iterator[Attrs]:
    """The spans or log records in an OTLP document, such as those under `resourceSpans`, `scopeSpans`, `spans`."""
    resources = maps(record.get(outer)) if outer in record else [record]
    for resource in resources:
        for one in maps(resource.get(scope)):
            yield from maps(one.get(inner))


def _time(span: Attrs, *names: str) -> float:
    return next((found for key in names if (found := instant(span.get(key)))), 0.0)


def _id(found: str) -> str:
    return found.removeprefix("0x")


def _failed(span: Attrs, attributes: Attrs) -> str:
    status = mapping(opened(span.get("status")))
    code = name(status.get("code")) or first(status, "status_code") or first(span, "status_code", "status")
    if code.upper().rpartition("_")[2] not in {"ERROR", "2"}:
        return text(at(attributes, "error.type"))
    return text(at(attributes, "error.type")) or first(status, "message", "description") or "error"
