"""LangSmith's runs and feedback, from its API or its bulk export, in LangChain's words or a provider's own."""

from collections.abc import Iterator, Mapping, Sequence

from gptctl.core.value import JSON, Attrs
from gptctl.logs.conversation import Level, Rating
from gptctl.logs.sources import outcome
from gptctl.logs.sources.base import Item, LogFile
from gptctl.logs.sources.rows import Unfit, share
from gptctl.logs.sources.shapes import array, compact, first, instant, mapping, maps, number, opened, text
from gptctl.logs.sources.spans import gathered, scores
from gptctl.logs.sources.spans.answers import answers
from gptctl.logs.sources.spans.documents import documents
from gptctl.logs.sources.spans.dotted import at
from gptctl.logs.sources.spans.gathered import What
from gptctl.logs.sources.spans.messages import messages
from gptctl.logs.sources.spans.reading import Splitting, read
from gptctl.logs.sources.spans.span import Judged, Kind, Span, Use
from gptctl.logs.sources.tools import definitions

_KINDS = {"llm": Kind.MODEL, "chat_model": Kind.MODEL, "tool": Kind.TOOL, "retriever": Kind.RETRIEVAL,
          "chain": Kind.WRAPPER, "agent": Kind.WRAPPER}  # fmt: skip
_THREADS = ("session_id", "thread_id", "conversation_id")
"""Keys of the metadata by which LangSmith itself groups traces into threads."""
_DEEPEST = 50
"""Runs inside runs; those below are not read."""


class Reader:
    shape = "langsmith"
    title = "LangSmith runs and feedback"

    def claims(self, file: str, first: Sequence[JSON]) -> int:
        del file
        return share(first, lambda one: _is_run(one) or _is_feedback(one), 95)

    def read(self, files: Sequence[LogFile]) -> Iterator[Item]:
        return read(self.shape, Splitting(split=_split, span=_span, judged=_judged), files)


def _split(row: Attrs) -> Iterator[gathered.Item]:
    if _is_feedback(row):
        yield gathered.Item(what=What.SCORE, body=row, trace=first(row, "trace_id"), span=first(row, "run_id"))
    elif _is_run(row):
        yield from _runs(row, first(row, "trace_id") or first(row, "id"))
    else:
        raise Unfit("neither a run nor a feedback of LangSmith's")


def _runs(row: Attrs, trace: str, depth: int = _DEEPEST) -> Iterator[gathered.Item]:
    body = {**row, "child_runs": None}
    thread = first(row, "thread_id") or first(_metadata(row), *_THREADS)
    yield gathered.Item(what=What.SPAN, body=body, trace=trace, span=first(row, "id"), session=thread)
    for child in maps(opened(row.get("child_runs"))) if depth else ():
        yield from _runs(child, trace, depth - 1)


def _span(item: gathered.Item) -> Span:
    row = item.body
    kind = _KINDS.get(text(row.get("run_type")), Kind.OTHER)
    asked, given = opened(row.get("inputs")), opened(row.get("outputs"))
    extra, metadata = mapping(opened(row.get("extra"))), _metadata(row)
    model = ("metadata.ls_model_name", "invocation_params.model", "invocation_params.model_name")
    return Span(
        id=item.span,
        trace=item.trace,
        parent=first(row, "parent_run_id"),
        kind=kind,
        started=instant(row.get("start_time")),
        ended=instant(row.get("end_time")),
        asked=messages(asked),
        answers=answers(given),
        use=_use(row, asked, given, kind),
        tools=definitions(at(extra, "invocation_params.tools"), mapping(asked).get("tools")),
        model=text(at(extra, *model)),
        provider=first(metadata, "ls_provider"),
        session=item.session,
        user=first(metadata, "user_id"),
        failed=text(row.get("error")),
        usage=_usage(row, given),
    )


def _judged(item: gathered.Item) -> Iterator[Judged]:
    if item.what is What.SCORE:
        yield Judged(rating=_feedback(item.body), span=item.span, trace=item.trace)
        return
    for key, told in mapping(opened(item.body.get("feedback_stats"))).items():
        count = number(mapping(told).get("n"))
        if count:
            yield Judged(rating=_average(key, mapping(told)), span=item.span, trace=item.trace)


def _feedback(row: Attrs) -> Rating:
    key, value, given = first(row, "key"), row.get("score"), row.get("value")
    told = value if value is not None else given
    corrected = opened(row.get("correction"))
    wanted = scores.corrected(corrected)
    comment = first(row, "comment") or (compact(corrected) if wanted is None else "")
    return Rating(
        name=key,
        score=scores.score(told),
        level=Level.CONVERSATION,
        by=scores.rater(mapping(opened(row.get("feedback_source"))).get("type"), key),
        label=text(given) or scores.label(told),
        comment=comment,
        correction=wanted,
        time=instant(row.get("created_at")),
    )


def _average(key: str, told: Attrs) -> Rating:
    """A run tells only the average of its feedback: who gave it stands in the feedback's own rows."""
    value = told.get("avg")
    return Rating(
        name=key,
        score=scores.score(value),
        level=Level.CONVERSATION,
        by=scores.rater("", key),
        label=scores.label(value),
    )


def _is_run(row: Attrs) -> bool:
    return "run_type" in row and "id" in row


def _is_feedback(row: Attrs) -> bool:
    return "run_id" in row and "key" in row and any(key in row for key in ("score", "value", "correction"))


def _metadata(row: Attrs) -> Attrs:
    return mapping(opened(mapping(opened(row.get("extra"))).get("metadata")))


def _use(row: Attrs, asked: JSON, given: JSON, kind: Kind) -> Use | None:
    if kind is Kind.RETRIEVAL:
        listed = mapping(given).get("documents", mapping(given).get("output"))
        return Use(name=first(row, "name"), arguments=compact(asked), result=documents(listed or given))
    if kind is not Kind.TOOL:
        return None
    inner = opened(mapping(asked).get("input", asked))
    told = mapping(given).get("output", given)
    message = next((entry for entry in messages([told]) if entry.answers), None)
    called = first(mapping(opened(row.get("extra"))), "tool_call_id")
    return Use(
        name=first(row, "name"),
        arguments=compact(inner if isinstance(inner, Mapping) else {"input": inner}),
        result=message.content if message else compact(told),
        call_id=message.answers if message else called,
    )


def _usage(row: Attrs, given: JSON) -> Attrs:
    """Counts of the run, else those of the message that LangChain made."""
    own = {key: row.get(key) for key in ("prompt_tokens", "completion_tokens", "total_tokens")}
    if outcome.usage(own):
        return own
    candidates = array(mapping(given).get("generations"))
    best = candidates[0] if candidates else None
    message = mapping(mapping((array(best) or (best,))[0]).get("message"))
    return mapping(at(message, "kwargs.usage_metadata", "usage_metadata") or mapping(given).get("usage_metadata"))
