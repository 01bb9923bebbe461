"""A request and a response of OpenAI's Responses API; several turns of one conversation."""

from collections.abc import Mapping, Sequence

from gptctl.core.value import JSON, Attrs
from gptctl.logs.sources import items
from gptctl.logs.sources.generation import ANSWER_LOST, Generation, asked, failed
from gptctl.logs.sources.outcome import finish, usage
from gptctl.logs.sources.shapes import array, instant, mapping, maps, text
from gptctl.logs.sources.telling import Telling
from gptctl.logs.sources.tools import definitions, used

CHANGED = "the instructions changed in the middle of the conversation; those of its end are kept"

_ENDED = ("response.completed", "response.incomplete", "response.failed")


def is_request(value: JSON) -> bool:
    given = mapping(value)
    return "messages" not in given and isinstance(given.get("input"), str | list | tuple)


def is_response(value: JSON) -> bool:
    """A response, or the events in which one was streamed."""
    given = response_of(value)
    return given.get("object") == "response" or bool(maps(given.get("output")) and "choices" not in given)


def generation(request: Attrs, response: JSON) -> Generation:
    """Raises Unfit when the request says nothing."""
    return turns([(request, response)])


def turns(told: Sequence[tuple[Attrs, JSON]]) -> Generation:
    """Requests and responses in order, each of which says only what is new. Raises Unfit when one says nothing."""
    telling = Telling()
    listed = [(request, response_of(response)) for request, response in told]
    last_request, last = listed[-1]
    _instruct(telling, listed)
    tools = [tool for request, answer in listed for tool in _tell(telling, request, answer)]
    return Generation(
        telling=telling,
        native=text(last.get("id")),
        model=text(last.get("model")) or text(last_request.get("model")),
        tools=used((), tools),
        finish=_ending(telling, last),
        usage=_sum([usage(answer.get("usage")) for _, answer in listed]),
        created=instant(last.get("created_at")),
    )


def response_of(response: JSON) -> Attrs:
    """The response itself, also from the events in which it was streamed."""
    return mapping(response) or _ended(response)


def _instruct(telling: Telling, listed: Sequence[tuple[Attrs, Attrs]]) -> None:
    """Each request has instructions of its own, as text or as messages."""
    given = [request.get("instructions") or answer.get("instructions") for request, answer in listed]
    if isinstance(given[-1], str):
        telling.system(given[-1])
    else:
        items.tell(telling, given[-1])
    if any(one != given[-1] for one in given):
        telling.lose(CHANGED)


def _tell(telling: Telling, request: Attrs, answer: Attrs) -> tuple[Attrs, ...]:
    """Tell one turn, and give the tools that it had."""
    given, output = request.get("input"), array(answer.get("output"))
    within = items.tell(telling, given)
    asked(telling)
    within = (*within, *items.tell(telling, output))
    if output:
        telling.name_answer(text(answer.get("id")))
    elif not failed(answer):
        telling.lose(ANSWER_LOST)
    declared = definitions(request.get("tools") or answer.get("tools"))
    return used(items.hosted([*array(given), *output]), (*declared, *within))


def _ending(telling: Telling, answer: Attrs) -> str:
    status = text(answer.get("status"))
    if status == "incomplete":
        return finish(mapping(answer.get("incomplete_details")).get("reason")) or "length"
    if status == "completed":
        return "tool_calls" if telling.waits else "content_filter" if _refused(answer) else "stop"
    return "error" if failed(answer) else finish(status)


def _refused(answer: Attrs) -> bool:
    parts = [part for item in maps(answer.get("output")) for part in maps(item.get("content"))]
    return bool(parts) and all(part.get("type") == "refusal" for part in parts)


def _sum(counts: Sequence[Mapping[str, int]]) -> Attrs:
    names = [name for one in counts for name in one]
    return {name: sum(one.get(name, 0) for one in counts) for name in names}


def _ended(events: JSON) -> Attrs:
    return next((mapping(one.get("response")) for one in maps(events) if one.get("type") in _ENDED), {})
