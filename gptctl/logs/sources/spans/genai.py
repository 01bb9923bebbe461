"""OpenTelemetry's conventions for generative AI, in their new names, their old ones and OpenLLMetry's.

Names: the repository `open-telemetry/semantic-conventions-genai`, and the deprecated part of the registry.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from gptctl.core.value import JSON, Attrs
from gptctl.logs.conversation import Level, Rater, Rating
from gptctl.logs.sources import outcome
from gptctl.logs.sources.shapes import array, compact, mapping, maps, number, opened, text
from gptctl.logs.sources.spans import scores
from gptctl.logs.sources.spans.answers import Answer, answers, candidates
from gptctl.logs.sources.spans.documents import documents
from gptctl.logs.sources.spans.dotted import at, listed
from gptctl.logs.sources.spans.entry import Entry
from gptctl.logs.sources.spans.envelope import Envelope, Event
from gptctl.logs.sources.spans.messages import messages, system
from gptctl.logs.sources.spans.span import Judged, Kind, Span, Use
from gptctl.logs.sources.tools import definitions

EVALUATION = "gen_ai.evaluation.result"
_DETAILS = "gen_ai.client.inference.operation.details"
_OPERATIONS = {
    "chat": Kind.MODEL, "generate_content": Kind.MODEL, "text_completion": Kind.MODEL, "completion": Kind.MODEL,
    "execute_tool": Kind.TOOL, "tool": Kind.TOOL, "retrieval": Kind.RETRIEVAL, "invoke_agent": Kind.WRAPPER,
    "invoke_workflow": Kind.WRAPPER, "agent": Kind.WRAPPER, "workflow": Kind.WRAPPER, "task": Kind.WRAPPER,
    "embeddings": Kind.OTHER, "embedding": Kind.OTHER, "rerank": Kind.OTHER, "create_agent": Kind.OTHER,
}  # fmt: skip
_ROLES = {f"gen_ai.{role}.message": role for role in ("system", "user", "assistant", "tool")}
_CONTENT = ("gen_ai.event.content", "message", "body")


def span(told: Envelope) -> Span:
    """A span whose attributes have these names; any other is of the kind `other`."""
    a = _with_details(told)
    kind = _kind(a, told.events)
    return Span(
        id=told.id,
        trace=told.trace,
        parent=told.parent,
        kind=kind,
        started=told.started,
        ended=told.ended,
        asked=_asked(a, told.events),
        answers=_answers(a, told.events),
        use=_use(told, a, kind),
        tools=definitions(at(a, "gen_ai.tool.definitions", "gen_ai.request.tools"), _functions(a)),
        model=text(at(a, "gen_ai.response.model", "gen_ai.request.model")),
        provider=text(at(a, "gen_ai.provider.name", "gen_ai.system")).lower(),
        session=session(a),
        conversation=text(at(a, "gen_ai.conversation.id")),
        user=text(at(a, "user.id", "enduser.id", "gen_ai.user.id")),
        agent=text(at(a, "gen_ai.agent.name")),
        agent_id=text(at(a, "gen_ai.agent.id")),
        failed=told.failed,
        usage=_usage(a),
    )


def session(attributes: Attrs) -> str:
    """What its spans belong to."""
    names = ("gen_ai.conversation.id", "session.id", "traceloop.association.properties.session_id")
    return text(at(attributes, *names))


def judged(event: Event, trace: str, span_id: str) -> Iterator[Judged]:
    """A result of an evaluation; nobody says who evaluates, and mostly it is a model."""
    a = event.attributes
    name = text(at(a, "gen_ai.evaluation.name"))
    if event.name != EVALUATION or not name:
        return
    value, label = at(a, "gen_ai.evaluation.score.value"), text(at(a, "gen_ai.evaluation.score.label"))
    rating = Rating(
        name=name,
        score=scores.score(value if number(value) is not None else label),
        level=Level.MESSAGE,
        by=scores.rater("", name, Rater.MODEL),
        label=label or scores.label(value),
        comment=text(at(a, "gen_ai.evaluation.explanation")),
    )
    yield Judged(rating=rating, span=span_id, trace=trace)


def _with_details(told: Envelope) -> Attrs:
    details = next((event.attributes for event in told.events if event.name == _DETAILS), {})
    return {**told.attributes, **details}


def _kind(a: Attrs, events: Sequence[Event]) -> Kind:
    for name in ("gen_ai.operation.name", "llm.request.type", "traceloop.span.kind"):
        found = _OPERATIONS.get(text(at(a, name)).lower())
        if found is not None:
            return found
    if at(a, "gen_ai.tool.name"):
        return Kind.TOOL
    speaks = any(event.name in _ROLES or event.name == "gen_ai.choice" for event in events)
    named = at(a, "gen_ai.request.model", "gen_ai.response.model", "gen_ai.input.messages", "gen_ai.output.messages")
    return Kind.MODEL if speaks or named else Kind.OTHER


def _asked(a: Attrs, events: Sequence[Event]) -> tuple[Entry, ...]:
    beside = system(at(a, "gen_ai.system_instructions"))
    whole = at(a, "gen_ai.input.messages")
    indexed = [_indexed(one, "user") for one in listed(a, "gen_ai.prompt")]
    said = [_event(event, _ROLES[event.name]) for event in events if event.name in _ROLES]
    old = _of_event(events, "gen_ai.content.prompt", "gen_ai.prompt")
    found = whole or indexed or said or at(a, "gen_ai.prompt") or old or at(a, "traceloop.entity.input")
    return (*beside, *messages(found))


def _answers(a: Attrs, events: Sequence[Event]) -> tuple[Answer, ...]:
    choices = [_event(event, "assistant") for event in events if event.name == "gen_ai.choice"]
    listed_ = (
        at(a, "gen_ai.output.messages")
        or [_indexed(one, "assistant") for one in listed(a, "gen_ai.completion")]
        or choices
    )
    old = at(a, "gen_ai.completion") or _of_event(events, "gen_ai.content.completion", "gen_ai.completion")
    found = candidates(listed_) if listed_ else answers(old or at(a, "traceloop.entity.output"))
    reasons = at(a, "gen_ai.response.finish_reasons")
    words = array(opened(reasons)) or (reasons,)
    return tuple(replace(one, finish=one.finish or outcome.finish(words[0])) for one in found)


def _of_event(events: Sequence[Event], name: str, attribute: str) -> JSON:
    return next((at(event.attributes, attribute) for event in events if event.name == name), None)


def _event(event: Event, role: str) -> Attrs:
    """The message that an event of the old conventions holds."""
    inside = [opened(at(event.attributes, name)) for name in _CONTENT]
    body = next((one for one in maps(inside) if one), {})
    whole = {"role": role, **event.attributes, **body}
    return {**whole, "tool_call_id": whole.get("id")} if role == "tool" else whole


def _indexed(one: Attrs, otherwise: str) -> Attrs:
    """A message of OpenLLMetry's, whose calls have indices too; content may be JSON text of its parts."""
    content = opened(one.get("content"))
    typed = isinstance(content, list | tuple) and bool(content) and all("type" in mapping(part) for part in content)
    whole = {"role": one.get("role", otherwise), **one, "tool_calls": [*listed(one, "tool_calls")]}
    return {**whole, "content": content} if typed else whole


def _functions(a: Attrs) -> JSON:
    return [{**one, "parameters": opened(one.get("parameters"))} for one in listed(a, "llm.request.functions")]


def _use(told: Envelope, a: Attrs, kind: Kind) -> Use | None:
    if kind is Kind.RETRIEVAL:
        query = text(at(a, "gen_ai.retrieval.query.text"))
        found = documents(at(a, "gen_ai.retrieval.documents"))
        return Use(name=told.name or "retrieval", arguments=compact({"query": query}), result=found)
    if kind is not Kind.TOOL:
        return None
    return Use(
        name=text(at(a, "gen_ai.tool.name", "traceloop.entity.name")) or told.name.removeprefix("execute_tool "),
        arguments=compact(at(a, "gen_ai.tool.call.arguments", "traceloop.entity.input") or {}),
        result=compact(at(a, "gen_ai.tool.call.result", "traceloop.entity.output")),
        call_id=text(at(a, "gen_ai.tool.call.id")),
    )


def _usage(a: Attrs) -> Attrs:
    old = {"input_tokens": "prompt_tokens", "output_tokens": "completion_tokens"}
    counted = {new: at(a, f"gen_ai.usage.{new}", f"gen_ai.usage.{name}") for new, name in old.items()}
    return {**counted, "total_tokens": at(a, "llm.usage.total_tokens", "gen_ai.usage.total_tokens")}
