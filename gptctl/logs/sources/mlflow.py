"""MLflow's traces: what is known of each, its spans, and its assessments by people, judges and code.

Names: the package `mlflow`, `mlflow.tracing.constant` and `mlflow.entities`; traces of version 2 and 3.
"""

from base64 import b64decode
from collections.abc import Iterator, Mapping, Sequence

from gptctl.core.value import JSON, Attrs
from gptctl.logs.conversation import Level, Rating
from gptctl.logs.sources.base import Item, LogFile
from gptctl.logs.sources.rows import Unfit, share
from gptctl.logs.sources.shapes import compact, first, instant, mapping, maps, opened, text
from gptctl.logs.sources.spans import gathered, scores
from gptctl.logs.sources.spans.answers import answers, structured
from gptctl.logs.sources.spans.documents import documents
from gptctl.logs.sources.spans.envelope import envelope, span_id
from gptctl.logs.sources.spans.gathered import What
from gptctl.logs.sources.spans.messages import messages
from gptctl.logs.sources.spans.reading import Splitting, read
from gptctl.logs.sources.spans.span import Judged, Kind, Span, Use
from gptctl.logs.sources.tools import definitions

_KINDS = {"CHAT_MODEL": Kind.MODEL, "LLM": Kind.MODEL, "TOOL": Kind.TOOL, "RETRIEVER": Kind.RETRIEVAL,
          "AGENT": Kind.WRAPPER, "CHAIN": Kind.WRAPPER, "WORKFLOW": Kind.WRAPPER, "TASK": Kind.WRAPPER,
          "UNKNOWN": Kind.WRAPPER}  # fmt: skip
_EXPECTED = frozenset({"expected_response", "expected_output", "expected_answer", "ground_truth"})
"""Expectations that hold the answer that a person wanted."""
_BASE64 = 12
"""Letters of eight bytes in base64."""
_JUDGED = {"yes": "true", "no": "false"}
"""What MLflow's own judges answer, `yes` always being the good answer."""


class Reader:
    shape = "mlflow"
    title = "MLflow traces"

    def claims(self, file: str, first: Sequence[JSON]) -> int:
        del file
        return share(first, _is_mine, 95)

    def read(self, files: Sequence[LogFile]) -> Iterator[Item]:
        return read(self.shape, Splitting(split=_split, span=_span, judged=_judged), files)


def _split(row: Attrs) -> Iterator[gathered.Item]:
    trace = _trace(row)
    info = _info(trace)
    id_ = first(info, "trace_id", "request_id")
    if not id_:
        raise Unfit("no trace of MLflow's")
    session = first(_metadata(info), "mlflow.trace.session")
    if not _spans(trace):
        raise Unfit("its spans were not exported")
    for span in _spans(trace):
        body = {**span, "about": {"metadata": _metadata(info), "tags": opened(info.get("tags"))}}
        yield gathered.Item(what=What.SPAN, body=body, trace=id_, span=_hex(span_id(span)), session=session)
    for assessment in maps(opened(info.get("assessments"))):
        span_ = _hex(first(assessment, "span_id"))
        yield gathered.Item(what=What.SCORE, body=assessment, trace=id_, span=span_, session=session)


def _span(item: gathered.Item) -> Span:
    told = envelope(item.body)
    a = {key: _value(value) for key, value in told.attributes.items()}
    about = mapping(item.body.get("about"))
    metadata, tags = mapping(about.get("metadata")), mapping(about.get("tags"))
    kind = Kind.OTHER if tags.get("mlflow.trace.sourceScorer") else _kind(a)
    asked, given = a.get("mlflow.spanInputs"), a.get("mlflow.spanOutputs")
    return Span(
        id=item.span,
        trace=item.trace,
        kind=kind,
        started=told.started,
        ended=told.ended,
        asked=messages(asked),
        answers=answers(given) or (structured(given) if kind is Kind.MODEL else ()),
        use=_use(told.name, asked, given, kind),
        tools=definitions(a.get("mlflow.chat.tools"), mapping(asked).get("tools")),
        model=first(a, "mlflow.llm.model") or first(mapping(given), "model") or first(mapping(asked), "model"),
        provider=first(a, "mlflow.llm.provider").lower(),
        session=item.session,
        parent=_hex(first(item.body, "parent_span_id", "parent_id")),
        user=first(metadata, "mlflow.trace.user"),
        failed=told.failed,
        usage=mapping(a.get("mlflow.chat.tokenUsage")),
    )


def _judged(item: gathered.Item) -> Iterator[Judged]:
    row = item.body
    if item.what is not What.SCORE or row.get("valid") is False:
        return
    called = first(row, "assessment_name", "name")
    feedback, expectation = mapping(row.get("feedback")), mapping(row.get("expectation"))
    wanted = _wanted(expectation)
    correction = scores.corrected(wanted) if called in _EXPECTED else None
    value = feedback.get("value")
    told = _JUDGED.get(text(value).lower(), value)
    rating = Rating(
        name=called,
        score=scores.score(told),
        level=Level.CONVERSATION,
        by=scores.rater(mapping(row.get("source")).get("source_type"), called),
        label=scores.label(value),
        comment=first(row, "rationale") or ("" if correction else compact(wanted)),
        correction=correction,
        time=instant(row.get("create_time") or row.get("create_time_ms")),
    )
    yield Judged(rating=rating, span=item.span, trace=item.trace)


def _wanted(expectation: Attrs) -> JSON:
    serialized = mapping(expectation.get("serialized_value")).get("value")
    return expectation.get("value", opened(serialized))


def _is_mine(row: Attrs) -> bool:
    trace = _trace(row)
    info = _info(trace)
    known = any(key in info for key in ("trace_location", "trace_metadata", "request_metadata", "experiment_id"))
    return bool(first(info, "trace_id", "request_id")) and (known or any(map(_is_span, _spans(trace))))


def _is_span(span: Attrs) -> bool:
    return any(key.startswith("mlflow.") for key in mapping(span.get("attributes")))


def _trace(row: Attrs) -> Attrs:
    """A row of the table of traces holds the whole trace as JSON text, beside columns of its parts."""
    return mapping(opened(row.get("trace"))) or row


def _info(trace: Attrs) -> Attrs:
    return mapping(opened(trace.get("info"))) or trace


def _spans(trace: Attrs) -> Sequence[Attrs]:
    data = mapping(opened(trace.get("data")))
    return maps(opened(data.get("spans", trace.get("spans"))))


def _metadata(info: Attrs) -> Attrs:
    return mapping(opened(info.get("trace_metadata", info.get("request_metadata"))))


def _kind(a: Attrs) -> Kind:
    return _KINDS.get(first(a, "mlflow.spanType").upper(), Kind.OTHER)


def _value(value: JSON) -> JSON:
    """Every attribute is JSON text, a string with its quotes."""
    if isinstance(value, str) and value[:1] == value[-1:] == '"':
        return text(mapping(opened(f'{{"value":{value}}}')).get("value")) or value
    return opened(value)


def _hex(id_: str) -> str:
    """Spans name themselves in base64, assessments name them in hexadecimal."""
    try:
        return b64decode(id_, validate=True).hex() if len(id_) == _BASE64 else id_.removeprefix("0x")
    except ValueError:
        return id_


def _use(name: str, asked: JSON, given: JSON, kind: Kind) -> Use | None:
    if kind is Kind.RETRIEVAL:
        return Use(name=name, arguments=compact(asked), result=documents(given))
    if kind is not Kind.TOOL:
        return None
    arguments = asked if isinstance(asked, Mapping) else {"input": asked}
    told = mapping(given)
    answered = text(told.get("tool_call_id"))
    result = told.get("content") if answered else given
    return Use(name=name, arguments=compact(arguments), result=compact(result), call_id=answered)
