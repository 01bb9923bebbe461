"""Langfuse's observations, traces and scores, from its API, its UI's exports or its files in an object store.

Names of fields: its API (`traceId`) and its exports to files (`trace_id`). A trace may hold its observations and
scores, or each is a row of its own, in any order and in several files.
"""

from collections.abc import Iterator, Mapping, Sequence

from gptctl.core.value import JSON, Attrs
from gptctl.logs.conversation import Level, Rating
from gptctl.logs.sources.base import Item, LogFile
from gptctl.logs.sources.rows import Unfit, share
from gptctl.logs.sources.shapes import array, compact, first, instant, mapping, maps, opened, text
from gptctl.logs.sources.spans import gathered, scores
from gptctl.logs.sources.spans.answers import answers, structured
from gptctl.logs.sources.spans.documents import documents
from gptctl.logs.sources.spans.gathered import What
from gptctl.logs.sources.spans.messages import messages
from gptctl.logs.sources.spans.reading import Splitting, read
from gptctl.logs.sources.spans.span import Judged, Kind, Span, Use
from gptctl.logs.sources.tools import definitions

_KINDS = {"GENERATION": Kind.MODEL, "TOOL": Kind.TOOL, "RETRIEVER": Kind.RETRIEVAL, "AGENT": Kind.WRAPPER,
          "CHAIN": Kind.WRAPPER, "SPAN": Kind.WRAPPER, "TRACE": Kind.WRAPPER}  # fmt: skip
_JUDGES = "langfuse-"
"""Langfuse's own environments, in which its models judge and test: nobody's conversations."""


class Reader:
    shape = "langfuse"
    title = "Langfuse observations, traces and scores"

    def claims(self, file: str, first: Sequence[JSON]) -> int:
        del file
        return share(first, lambda one: any(is_(one) for is_ in _KNOWN), 90)

    def read(self, files: Sequence[LogFile]) -> Iterator[Item]:
        return read(self.shape, Splitting(split=_split, span=_span, judged=_judged), files)


def _split(row: Attrs) -> Iterator[gathered.Item]:
    if _is_download(row):
        yield from _trace({**mapping(row.get("trace")), **row})
    elif _is_score(row):
        yield _score(row, "")
    elif _is_observation(row):
        yield _observation(row, first(row, "traceId", "trace_id"))
    elif _is_trace(row):
        yield from _trace(row)
    else:
        raise Unfit("neither an observation nor a trace nor a score of Langfuse's")


def _trace(row: Attrs) -> Iterator[gathered.Item]:
    id_ = first(row, "id")
    body = {**row, "type": "TRACE", "observations": None, "scores": None}
    yield gathered.Item(what=What.SPAN, body=body, trace=id_, span=id_, session=_session(row))
    for observation in maps(opened(row.get("observations"))):
        yield _observation(observation, id_)
    for score in maps(opened(row.get("scores"))):
        yield _score(score, id_)


def _observation(row: Attrs, trace: str) -> gathered.Item:
    body = {**row, "scores": None}
    return gathered.Item(what=What.SPAN, body=body, trace=trace, span=first(row, "id"), session=_session(row))


def _score(row: Attrs, trace: str) -> gathered.Item:
    return gathered.Item(
        what=What.SCORE,
        body=row,
        trace=first(row, "traceId", "trace_id") or trace,
        span=first(row, "observationId", "observation_id"),
        session=_session(row),
    )


def _span(item: gathered.Item) -> Span:
    row = item.body
    kind = Kind.OTHER if first(row, "environment").startswith(_JUDGES) else _kind(row)
    asked, given = opened(row.get("input")), opened(row.get("output"))
    start = instant(row.get("startTime") or row.get("start_time") or row.get("timestamp"))
    return Span(
        id=item.span,
        trace=item.trace,
        parent=first(row, "parentObservationId", "parent_observation_id")
        or (item.trace if item.span != item.trace else ""),
        kind=kind,
        started=start,
        ended=instant(row.get("endTime") or row.get("end_time")) or start,
        asked=messages(_without_tools(asked)),
        answers=answers(row.get("output")) or (structured(given) if kind is Kind.MODEL else ()),
        use=_use(row, asked, given, kind),
        tools=definitions(*_tools(row, asked)),
        model=first(row, "model", "providedModelName", "provided_model_name"),
        session=_session(row),
        user=first(row, "userId", "user_id"),
        failed=first(row, "statusMessage", "status_message") or "error" if row.get("level") == "ERROR" else "",
        usage=mapping(opened(row.get("usageDetails") or row.get("usage_details") or row.get("usage"))),
    )


def _judged(item: gathered.Item) -> Iterator[Judged]:
    if item.what is not What.SCORE:
        return
    row = item.body
    called, value = first(row, "name"), row.get("value")
    words = first(row, "stringValue", "string_value", "longStringValue", "long_string_value")
    type_ = first(row, "dataType", "data_type").upper()
    correction = words if type_ == "CORRECTION" else None
    rating = Rating(
        name=called,
        score=None if correction else _value(value, words, type_),
        level=Level.CONVERSATION,
        by=scores.rater(row.get("source"), called),
        label="" if correction or type_ == "BOOLEAN" else words or scores.label(value),
        comment=first(row, "comment"),
        correction=correction,
        time=instant(row.get("timestamp") or row.get("createdAt") or row.get("created_at")),
    )
    yield Judged(rating=rating, span=item.span, trace=item.trace, session=item.session)


def _value(value: JSON, words: str, type_: str) -> float | None:
    """A categorical score has a number too, but it is the number of the category and no grade."""
    return scores.score(words if type_ in {"CATEGORICAL", "TEXT"} or (value is None and words) else value)


def _is_score(row: Attrs) -> bool:
    judged = any(key in row for key in ("value", "stringValue", "string_value"))
    return judged and "name" in row and text(row.get("source")).upper() in {"API", "ANNOTATION", "EVAL"}


def _is_download(row: Attrs) -> bool:
    """One trace as its page in the UI hands it out."""
    return bool(first(mapping(row.get("trace")), "id")) and "observations" in row


def _is_observation(row: Attrs) -> bool:
    kinds = {*_KINDS, "EVENT", "EMBEDDING", "GUARDRAIL", "EVALUATOR"}
    traced = any(key in row for key in ("traceId", "trace_id"))
    return traced and text(row.get("type")).upper() in kinds and "run_type" not in row


def _is_trace(row: Attrs) -> bool:
    marks = ("sessionId", "session_id", "userId", "user_id", "htmlPath", "observations", "bookmarked", "release")
    return bool(first(row, "id")) and "run_type" not in row and "timestamp" in row and any(key in row for key in marks)


def _kind(row: Attrs) -> Kind:
    return _KINDS.get(text(row.get("type")).upper(), Kind.OTHER)


def _session(row: Attrs) -> str:
    return first(row, "sessionId", "session_id")


def _without_tools(asked: JSON) -> JSON:
    """Its handler for LangChain puts the definitions of tools among the messages, as messages of a tool."""
    listed = array(asked)
    return [one for one in listed if not _is_definition(one)] if listed else asked


def _is_definition(one: JSON) -> bool:
    inner = mapping(mapping(one).get("content"))
    return mapping(one).get("role") == "tool" and inner.get("type") == "function" and "function" in inner


def _tools(row: Attrs, asked: JSON) -> Iterator[JSON]:
    yield [mapping(one)["content"] for one in array(asked) if _is_definition(one)]
    yield mapping(asked).get("tools")
    for name in ("metadata", "modelParameters", "model_parameters"):
        yield mapping(opened(row.get(name))).get("tools")
    named = mapping(opened(row.get("tool_definitions") or row.get("toolDefinitions")))
    yield [{"name": name, **mapping(opened(one))} for name, one in named.items()]


def _use(row: Attrs, asked: JSON, given: JSON, kind: Kind) -> Use | None:
    if kind not in {Kind.TOOL, Kind.RETRIEVAL}:
        return None
    arguments = asked if isinstance(asked, Mapping) else {"query" if kind is Kind.RETRIEVAL else "input": asked}
    told = mapping(given)
    answered = text(told.get("tool_call_id"))
    result = told.get("content") if answered else row.get("output")
    if kind is Kind.RETRIEVAL:
        result = documents(given)
    return Use(name=first(row, "name"), arguments=compact(arguments), result=compact(result), call_id=answered)


_KNOWN = (_is_download, _is_observation, _is_score, _is_trace)
