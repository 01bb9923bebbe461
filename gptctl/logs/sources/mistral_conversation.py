"""Conversations with Mistral's agents and models, with their entries."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from gptctl.core.value import JSON, Attrs
from gptctl.logs.sources.base import Item, LogFile
from gptctl.logs.sources.generation import Generation, around, generated
from gptctl.logs.sources.items import AMONG_AGENTS, UNSEEN
from gptctl.logs.sources.parts import kind
from gptctl.logs.sources.rows import Row, each, share
from gptctl.logs.sources.shapes import compact, first, instant, mapping, maps, text
from gptctl.logs.sources.telling import Telling
from gptctl.logs.sources.tools import definitions, tool_call, used


class Reader:
    """One row is `{"conversation": …, "entries": [its history]}`, or the history as the API gives it."""

    shape = "mistral-conversation"
    title = "Mistral conversations with their entries"

    def claims(self, file: str, first: Sequence[JSON]) -> int:
        del file
        return share(first, _is_mine, 95)

    def read(self, files: Sequence[LogFile]) -> Iterator[Item]:
        return each(self.shape, files, _read)


def _is_mine(value: Attrs) -> bool:
    return "entries" in value and (value.get("object") == "conversation.history" or "conversation" in value)


def _read(row: Row) -> Iterable[Item]:
    conversation, entries = mapping(row.value.get("conversation")), maps(row.value.get("entries"))
    times = [instant(entry.get("created_at")) for entry in entries]
    known = replace(
        around(conversation),
        started=instant(conversation.get("created_at")) or next(iter(times), 0.0),
        ended=max([instant(conversation.get("updated_at")), *times]),
        provider="mistral",
        remote_id=text(conversation.get("agent_id")),
    )
    native = text(conversation.get("id")) or text(row.value.get("conversation_id"))
    return [generated(row.place, _generation(conversation, entries), known, native=native)]


def _generation(conversation: Attrs, entries: Sequence[Attrs]) -> Generation:
    telling = Telling()
    telling.system(conversation.get("instructions"))
    for entry in entries:
        _TELL.get(text(entry.get("type")), _other)(telling, entry)
    models = [text(entry.get("model")) for entry in entries if text(entry.get("model"))]
    ran = [text(entry.get("name")) for entry in entries if entry.get("type") == "tool.execution"]
    return Generation(
        telling=telling,
        model=models[-1] if models else text(conversation.get("model")),
        tools=used(ran, definitions(conversation.get("tools"))),
        finish="tool_calls" if telling.waits else "",
    )


def _input(telling: Telling, entry: Attrs) -> None:
    match text(entry.get("role")):
        case "assistant":
            _output(telling, entry)
        case "user" | "":
            telling.user(entry.get("content"), text(entry.get("id")))
        case "system":
            telling.system(entry.get("content"))
        case other:
            telling.lose(f"a message of the role {kind(other)} is not kept")


def _output(telling: Telling, entry: Attrs) -> None:
    telling.assistant(entry.get("content"), id_=text(entry.get("id")))


def _call(telling: Telling, entry: Attrs) -> None:
    telling.call(tool_call(entry.get("tool_call_id"), entry.get("name"), entry.get("arguments")), text(entry.get("id")))


def _result(telling: Telling, entry: Attrs) -> None:
    telling.result(text(entry.get("tool_call_id")), entry.get("result"), text(entry.get("id")))


def _execution(telling: Telling, entry: Attrs) -> None:
    """A tool that Mistral ran. What it found is at best told in short."""
    id_ = first(entry, "tool_call_id", "id")
    telling.call(tool_call(id_, entry.get("name"), entry.get("arguments")), text(entry.get("id")))
    telling.result(id_, compact(entry.get("info")))
    if not mapping(entry.get("info")):
        telling.lose(UNSEEN)


def _handoff(telling: Telling, _entry: Attrs) -> None:
    telling.lose(AMONG_AGENTS)


def _other(telling: Telling, entry: Attrs) -> None:
    telling.lose(f"an entry of the type {kind(entry.get('type'))} is not kept")


_TELL: Mapping[str, Callable[[Telling, Attrs], None]] = {
    "message.input": _input,
    "message.output": _output,
    "function.call": _call,
    "function.result": _result,
    "tool.execution": _execution,
    "agent.handoff": _handoff,
}
