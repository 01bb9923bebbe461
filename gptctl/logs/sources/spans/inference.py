"""OpenInference's conventions: messages, documents and annotations flattened into attributes.

Names: the package `openinference-semantic-conventions`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from gptctl.core.value import JSON, Attrs
from gptctl.logs.conversation import Level, Rating
from gptctl.logs.sources import outcome
from gptctl.logs.sources.shapes import compact, name, opened, text
from gptctl.logs.sources.spans import scores
from gptctl.logs.sources.spans.answers import Answer, answers, candidates
from gptctl.logs.sources.spans.documents import documents
from gptctl.logs.sources.spans.dotted import at, listed, within
from gptctl.logs.sources.spans.entry import Entry
from gptctl.logs.sources.spans.envelope import Envelope
from gptctl.logs.sources.spans.messages import messages
from gptctl.logs.sources.spans.span import Judged, Kind, Span, Use
from gptctl.logs.sources.tools import definitions

_KINDS = {"LLM": Kind.MODEL, "TOOL": Kind.TOOL, "RETRIEVER": Kind.RETRIEVAL,
          "CHAIN": Kind.WRAPPER, "AGENT": Kind.WRAPPER}  # fmt: skip
_SCOPES = ("annotations", "evaluations")


def is_inference(told: Envelope) -> bool:
    return bool(_kind(told)) or any(key.startswith(("llm.input_messages", "llm.output_messages"))
                                    for key in told.attributes)  # fmt: skip


def span(told: Envelope) -> Span:
    a = told.attributes
    kind = _KINDS.get(_kind(told), Kind.OTHER)
    return Span(
        id=told.id,
        trace=told.trace,
        parent=told.parent,
        kind=kind,
        started=told.started,
        ended=told.ended,
        asked=_asked(a),
        answers=_answers(a),
        use=_use(told, kind),
        tools=definitions([opened(_schema(one)) for one in listed(a, "llm.tools")]),
        model=text(at(a, "llm.response.model_name", "llm.model_name", "llm.request.model_name")),
        provider=text(at(a, "llm.provider", "llm.system")).lower(),
        session=session(a),
        user=name(at(a, "user.id")),
        agent=text(at(a, "agent.name")),
        failed=told.failed,
        usage={f"{key}_tokens": at(a, f"llm.token_count.{key}") for key in ("prompt", "completion", "total")},
    )


def session(attributes: Attrs) -> str:
    return name(at(attributes, "session.id"))


def judged(told: Envelope) -> Iterator[Judged]:
    """Annotations and evaluations that ride on the span, of itself, its trace or its session."""
    for scope in _SCOPES:
        one = scope[:-1]
        for each in listed(told.attributes, scope):
            yield Judged(rating=_rating(within(each, one), Level.MESSAGE), span=told.id, trace=told.trace)
        for each in listed(told.attributes, f"trace.{scope}"):
            yield Judged(rating=_rating(within(each, one), Level.CONVERSATION), trace=told.trace)
        for each in listed(told.attributes, f"session.{scope}"):
            yield Judged(rating=_rating(within(each, one), Level.EPISODE), session=session(told.attributes))


def annotation(row: Attrs) -> Judged:
    """One of Phoenix's annotations, which it exports apart from the spans."""
    told = {**row, **within(row, "result"), "name": row.get("annotation_name", row.get("name"))}
    ids = {key: text(at(row, f"{key}_id", f"context.{key}_id")) for key in ("span", "trace", "session")}
    return Judged(rating=_rating(told, Level.MESSAGE), **ids)


def _kind(told: Envelope) -> str:
    return (text(at(told.attributes, "openinference.span.kind")) or told.kind).upper()


def _asked(a: Attrs) -> tuple[Entry, ...]:
    flat = [_message(one) for one in listed(a, "llm.input_messages")]
    prompts = [{"role": "user", "content": at(one, "prompt.text")} for one in listed(a, "llm.prompts")]
    return messages(flat or prompts or at(a, "input.value"))


def _answers(a: Attrs) -> tuple[Answer, ...]:
    flat = [_message(one) for one in listed(a, "llm.output_messages")]
    texts: JSON = [{"text": at(one, "completion.text")} for one in listed(a, "llm.choices")]
    found = candidates(flat or texts) or answers(at(a, "output.value"))
    finish = outcome.finish(at(a, "llm.finish_reason"))
    return tuple(replace(one, finish=one.finish or finish) for one in found)


def _message(one: Attrs) -> Attrs:
    """A message in OpenAI's chat shape."""
    told = within(one, "message")
    calls = [within(each, "tool_call") for each in listed(told, "tool_calls")]
    contents = [_part(within(each, "message_content")) for each in listed(told, "contents")]
    legacy = {"name": told.get("function_call_name"), "arguments": told.get("function_call_arguments_json")}
    return {
        "role": told.get("role"),
        "content": contents or told.get("content"),
        "tool_calls": [_call(each) for each in calls],
        "function_call": legacy if legacy["name"] else None,
        "tool_call_id": told.get("tool_call_id"),
    }


def _call(one: Attrs) -> Attrs:
    function = {"name": at(one, "function.name"), "arguments": at(one, "function.arguments")}
    return {"id": one.get("id"), "function": function}


def _part(one: Attrs) -> Attrs:
    return {"type": one.get("type", "text"), "text": one.get("text")} if one.get("text") else {"type": one.get("type")}


def _schema(tool: Attrs) -> JSON:
    return at(tool, "tool.json_schema", "json_schema")


def _use(told: Envelope, kind: Kind) -> Use | None:
    a = told.attributes
    if kind is Kind.RETRIEVAL:
        found = documents(listed(a, "retrieval.documents") or at(a, "output.value"))
        query = compact({"query": at(a, "input.value")})
        return Use(name=told.name or "retrieval", arguments=query, result=found)
    if kind is not Kind.TOOL:
        return None
    given = opened(at(a, "input.value", "tool.parameters"))
    return Use(
        name=text(at(a, "tool.name")) or told.name,
        arguments=compact(given if isinstance(given, Mapping) else {"input": given}),
        result=compact(at(a, "output.value")),
        call_id=text(at(a, "tool.id", "tool_call.id")),
    )


def _rating(told: Attrs, level: Level) -> Rating:
    called = text(told.get("name")) or "annotation"
    value = told.get("score")
    known = scores.score(value) if value is not None else scores.score(told.get("label"))
    return Rating(
        name=called,
        score=known,
        level=level,
        by=scores.rater(told.get("annotator_kind"), called),
        label=text(told.get("label")) or scores.label(value),
        comment=text(told.get("explanation")),
    )
