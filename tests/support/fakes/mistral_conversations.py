"""Conversations with agents. The id changes with every append, as the documentation says it may."""

import json
import re
import secrets
from collections.abc import Iterator
from typing import Any

from tests.support.fakes.base import route
from tests.support.fakes.messages import Reply, Request, events, in_pieces
from tests.support.fakes.mistral_agents import AgentRoutes
from tests.support.fakes.mistral_forms import invalid, missing, now, number, taken
from tests.support.fakes.mistral_libraries import LibraryRoutes

START = (
    "inputs", "stream", "store", "handoff_execution", "instructions", "tools", "completion_args", "guardrails", "name",
    "description", "metadata", "agent_id", "agent_version", "model",
)  # fmt: skip
APPEND = ("inputs", "stream", "store", "handoff_execution", "completion_args", "tool_confirmations")
ENTRIES = {
    "message.input": ("role", "content"),
    "message.output": ("content",),
    "function.call": ("tool_call_id", "name", "arguments"),
    "function.result": ("tool_call_id", "result"),
}
COMMON = ("object", "type", "created_at", "completed_at", "id", "role", "agent_id", "model", "prefix")


class ConversationRoutes(AgentRoutes, LibraryRoutes):
    """The model answers with the question in capitals; `call NAME` makes it call that function."""

    def __init__(self) -> None:
        super().__init__()
        self.conversations: dict[str, tuple[str, list[dict[str, Any]]]] = {}
        self._kept: dict[str, dict[str, Any]] = {}

    @route("POST", "/v1/conversations")
    def start(self, request: Request) -> Reply:
        body = taken(request.json, START, ("inputs",))
        if "agent_id" not in body:
            raise invalid(["body"], "Either model or agent_id is required", "value_error")
        return _told(body, self.say(self._agent(body["agent_id"]), _entries(body["inputs"])))

    @route("POST", "/v1/conversations/{id_}")
    def append(self, request: Request, id_: str) -> Reply:
        body = taken(request.json, APPEND)
        if id_ not in self.conversations:
            raise missing("Conversation", id_)
        agent, _ = self.conversations[id_]
        return _told(body, self.say(self._agent(agent), _entries(body["inputs"]), id_))

    @route("GET", "/v1/conversations")
    def list_conversations(self, request: Request) -> Reply:
        """A bare list, the newest first; it knows no agents and no times."""
        size = number(request.query.get("page_size", "100"), "page_size", 1000)
        first = number(request.query.get("page", "0"), "page", 10_000) * size
        return Reply(body=[*self._kept.values()][::-1][first : first + size])

    @route("GET", "/v1/conversations/{id_}/history")
    def history(self, request: Request, id_: str) -> Reply:
        if id_ not in self._kept:
            raise missing("Conversation", id_)
        _, entries = self.conversations[id_]
        return Reply(body={"object": "conversation.history", "conversation_id": id_, "entries": entries})

    def _keep(self, agent: dict[str, Any], id_: str, before: str) -> None:
        """Under its new id: the one before is a conversation that went on, and is listed no more."""
        time = now()
        begun = self._kept.pop(before, {"created_at": time})["created_at"]
        self._kept[id_] = {
            "object": "conversation", "id": id_, "agent_id": agent["id"], "agent_version": agent["version"],
            "name": None, "description": None, "metadata": None, "created_at": begun, "updated_at": time,
        }  # fmt: skip

    def converse(self, agent: str, *questions: str) -> None:
        """What somebody else does: a conversation of their own."""
        id_ = ""
        for question in questions:
            id_ = self.say(self._agent(agent), _entries(question), id_)["conversation_id"]

    def say(self, agent: dict[str, Any], new: list[dict[str, Any]], before: str = "") -> dict[str, Any]:
        """Let the model answer in a new conversation, or in one that was there before."""
        _, said = self.conversations.get(before, ("", []))
        outputs = self._outputs(agent, new[-1])
        id_ = f"conv_{secrets.token_hex(16)}"
        made = [{"object": "entry", "id": f"msg_{secrets.token_hex(8)}", "created_at": now(), **one} for one in new]
        self.conversations[id_] = (agent["id"], [*said, *made, *outputs])
        self._keep(agent, id_, before)
        usage = {"prompt_tokens": len(said) + len(new), "completion_tokens": len(outputs), "total_tokens": 9}
        return {"object": "conversation.response", "conversation_id": id_, "outputs": outputs, "usage": usage}

    def _outputs(self, agent: dict[str, Any], last: dict[str, Any]) -> list[dict[str, Any]]:
        question = str(last.get("content", last.get("result", "")))
        made = {"object": "entry", "created_at": now(), "agent_id": agent["id"], "model": agent["model"]}
        wanted = re.match(r"call (\w+)", question)
        if wanted:
            call = {"tool_call_id": secrets.token_hex(5)[:9], "name": wanted[1], "arguments": json.dumps({"a": 1})}
            return [{**made, "type": "function.call", "id": f"fc_{secrets.token_hex(8)}", **call}]
        chunks = [{"type": "text", "text": question.upper()}, *self._references(agent, question)]
        return [{**made, "type": "message.output", "id": f"msg_{secrets.token_hex(8)}", "role": "assistant",
                 "content": chunks}]  # fmt: skip

    def _references(self, agent: dict[str, Any], question: str) -> list[dict[str, Any]]:
        libraries = [id_ for tool in agent["tools"] for id_ in tool.get("library_ids", ())]
        found = [
            one
            for library in libraries
            for one in self.documents.get(library, {}).values()
            if one["process_status"] == "done" and question.lower().encode() in self.contents[one["id"]].lower()
        ]
        return [{"type": "tool_reference", "tool": "document_library", "title": one["name"]} for one in found]


def _told(asked: dict[str, Any], response: dict[str, Any]) -> Reply:
    return events((one["type"], one) for one in _events(response)) if asked.get("stream") else Reply(body=response)


def _events(response: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield {"type": "conversation.response.started", "conversation_id": response["conversation_id"]}
    for index, output in enumerate(response["outputs"]):
        place = {"id": output["id"], "output_index": index, "model": output["model"], "agent_id": output["agent_id"]}
        if output["type"] == "function.call":
            for piece in in_pieces(output["arguments"]):
                call = {name: output[name] for name in ("name", "tool_call_id")}
                yield {"type": "function.call.delta", **place, **call, "arguments": piece}
        for chunk in output.get("content", ()):
            for piece in in_pieces(chunk["text"]) if chunk["type"] == "text" else [chunk]:
                yield {"type": "message.output.delta", "role": "assistant", **place, "content": piece}
    yield {"type": "conversation.response.done", "usage": response["usage"]}


def _entries(inputs: Any) -> list[dict[str, Any]]:
    if isinstance(inputs, str):
        return [{"type": "message.input", "role": "user", "content": inputs}]
    for entry in inputs:
        kind = entry.get("type", "message.input")
        if kind not in ENTRIES:
            raise invalid(["body", "inputs"], f"no entry of type {kind}", "union_tag_invalid")
        taken(entry, (*COMMON, *ENTRIES[kind]), ENTRIES[kind])
        if entry.get("role", "user") not in {"assistant", "user"}:
            raise invalid(["body", "inputs", "role"], "Input should be 'assistant' or 'user'", "literal_error")
    return list(inputs)
