"""Sessions of Anthropic's managed agents with their events, as the provider lists them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from gptctl.core.value import JSON, Attrs
from gptctl.logs.sources import blocks
from gptctl.logs.sources.base import Item, LogFile
from gptctl.logs.sources.evaluations import Evaluations
from gptctl.logs.sources.generation import Generation, around, generated
from gptctl.logs.sources.items import AMONG_AGENTS, COMPACTED
from gptctl.logs.sources.outcome import usage
from gptctl.logs.sources.parts import kind
from gptctl.logs.sources.rows import Row, each, share
from gptctl.logs.sources.shapes import instant, mapping, maps, text
from gptctl.logs.sources.telling import Telling
from gptctl.logs.sources.tools import definitions, used

INTERRUPTED = "the user interrupted the answer"

_STOPPED = {
    "end_turn": "stop", "requires_action": "tool_calls", "retries_exhausted": "error", "budget_reached": "length",
    "refusal": "content_filter",
}  # fmt: skip
_RUN_BY_PROVIDER = ("agent.tool_use", "agent.mcp_tool_use")
_SILENT = (
    "agent.thinking", "user.tool_confirmation", "session.status_", "session.error", "session.updated",
    "session.usage", "session.deleted", "span.",
)  # fmt: skip
"""Beginnings of the types of events in which nothing is said."""


class Reader:
    """One row is `{"session": a session, "events": [its events]}`, and one conversation.

    What a grader said of the outcome is a rating by a model: the last of them speaks of the whole conversation, those
    before it of the message that they sent back to be revised.
    """

    shape = "anthropic-session"
    title = "Sessions of Anthropic managed agents with their events"

    def claims(self, file: str, first: Sequence[JSON]) -> int:
        del file
        return share(first, _is_mine, 95)

    def read(self, files: Sequence[LogFile]) -> Iterator[Item]:
        return each(self.shape, files, _read)


def _is_mine(value: Attrs) -> bool:
    return bool(mapping(value.get("session"))) and "events" in value


def _read(row: Row) -> Iterable[Item]:
    session, events = mapping(row.value.get("session")), maps(row.value.get("events"))
    known = replace(
        around(session),
        started=instant(session.get("created_at")),
        ended=instant(session.get("updated_at")),
        provider="anthropic",
        remote_id=text(mapping(session.get("agent")).get("id")),
    )
    evaluations = Evaluations()
    conversation = generated(row.place, _generation(session, events, evaluations), known, native=known.native)
    return [replace(conversation, ratings=evaluations.ratings(conversation.message_ids))]


def _generation(session: Attrs, events: Sequence[Attrs], evaluations: Evaluations) -> Generation:
    agent, telling = mapping(session.get("agent")), Telling()
    telling.system(agent.get("system"))
    for event in events:
        evaluations.look(event)
        _tell(telling, event)
    ran = [text(event.get("name")) for event in events if event.get("type") in _RUN_BY_PROVIDER]
    return Generation(
        telling=telling,
        model=text(mapping(agent.get("model")).get("id")) or text(agent.get("model")),
        tools=used(ran, definitions(agent.get("tools"))),
        finish=_finish(events),
        usage=usage(session.get("usage")),
    )


def _tell(telling: Telling, event: Attrs) -> None:
    type_ = text(event.get("type"))
    if event.get("session_thread_id"):
        telling.lose(AMONG_AGENTS)
    elif type_ in _TELL:
        _TELL[type_](telling, event)
    elif type_.startswith(("agent.thread_message", "session.thread_", "workflow_run.")):
        telling.lose(AMONG_AGENTS)
    elif not type_.startswith(_SILENT):
        telling.lose(f"an event of the type {kind(event.get('type'))} is not kept")


def _user(telling: Telling, event: Attrs) -> None:
    telling.user(event.get("content"), text(event.get("id")))


def _outcome(telling: Telling, event: Attrs) -> None:
    """What a user wants to come out is what the agent is asked."""
    telling.user(event.get("description"), text(event.get("id")))


def _assistant(telling: Telling, event: Attrs) -> None:
    telling.assistant(event.get("content"), id_=text(event.get("id")))


def _call(telling: Telling, event: Attrs) -> None:
    blocks.call(telling, event, text(event.get("id")))


def _result(telling: Telling, event: Attrs) -> None:
    blocks.result(telling, event, text(event.get("id")))


def _system(telling: Telling, event: Attrs) -> None:
    telling.system(event.get("content"))


def _compacted(telling: Telling, _event: Attrs) -> None:
    telling.lose(COMPACTED)


def _interrupted(telling: Telling, _event: Attrs) -> None:
    telling.lose(INTERRUPTED)


def _finish(events: Sequence[Attrs]) -> str:
    ended = next((event for event in reversed(events) if text(event.get("type")).startswith("session.status_")), {})
    if ended.get("type") == "session.status_terminated":
        return "error"
    return _STOPPED.get(text(mapping(ended.get("stop_reason")).get("type")), "")


_TELL: Mapping[str, Callable[[Telling, Attrs], None]] = {
    "user.message": _user,
    "user.define_outcome": _outcome,
    "user.interrupt": _interrupted,
    "system.message": _system,
    "agent.message": _assistant,
    "agent.thread_context_compacted": _compacted,
    **dict.fromkeys([*_RUN_BY_PROVIDER, "agent.custom_tool_use"], _call),
    **dict.fromkeys(
        ["agent.tool_result", "agent.mcp_tool_result", "user.custom_tool_result", "user.tool_result"], _result
    ),
}
