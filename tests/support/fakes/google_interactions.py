"""Interactions: only what was said is carried over; instructions and tools have to come with every turn."""

import json
import re
import secrets
from collections.abc import Iterator
from typing import Any

from tests.support.fakes.base import route
from tests.support.fakes.google_forms import invalid, missing, now, taken
from tests.support.fakes.google_stores import StoreRoutes
from tests.support.fakes.messages import Reply, Request, events, in_pieces

KNOWN = (
    "model", "background", "continuation_token", "environment", "generation_config", "input", "labels",
    "previous_interaction_id", "response_format", "response_mime_type", "response_modalities", "safety_settings",
    "service_tier", "store", "stream", "system_instruction", "tools", "webhook_config",
)  # fmt: skip
STEPS = {
    "user_input": ("content",),
    "model_output": ("content",),
    "function_call": ("id", "name", "arguments"),
    "function_result": ("call_id", "result", "name", "is_error"),
}
TOOLS = {
    "function": ("name", "description", "parameters"),
    "mcp_server": ("name", "url", "headers", "allowed_tools"),
    "google_search": ("search_types",),
    "code_execution": (),
    "url_context": (),
    "file_search": ("file_search_store_names", "top_k", "metadata_filter"),
}


class InteractionRoutes(StoreRoutes):
    """The model answers with the question in capitals; `call NAME` makes it call that function."""

    def __init__(self) -> None:
        super().__init__()
        self.interactions: dict[str, list[dict[str, Any]]] = {}

    @route("POST", "/v1/interactions")
    def interact(self, request: Request) -> Reply:
        body = taken(request.json, KNOWN)
        before = body.get("previous_interaction_id")
        if before is not None and before not in self.interactions:
            raise missing(before)
        tools = [self._tool(tool) for tool in body.get("tools", [])]
        new = _steps(body["input"])
        made = self._outputs(new[-1], tools)
        id_ = f"v1_{secrets.token_hex(16)}"
        self.interactions[id_] = [*self.interactions.get(before or "", []), *new, *made]
        status = "requires_action" if any(step["type"] == "function_call" for step in made) else "completed"
        usage = {"total_input_tokens": 5, "total_output_tokens": 4, "total_tokens": 9}
        told = {"id": id_, "model": body["model"], "status": status, "created": now(), "updated": now(),
                "steps": made, "usage": usage, "object": "interaction"}  # fmt: skip
        return events((one["event_type"], one) for one in _events(told)) if body.get("stream") else Reply(body=told)

    def _tool(self, given: Any) -> dict[str, Any]:
        kind = given.get("type")
        if kind not in TOOLS:
            raise invalid(f"Unknown tool type {kind}.")
        tool = taken(given, ("type", *TOOLS[kind]))
        for store in tool.get("file_search_store_names", ()):
            self._store(store)
        return tool

    def _outputs(self, last: dict[str, Any], tools: list[dict[str, Any]]) -> list[dict[str, Any]]:
        question = last["result"] if last["type"] == "function_result" else last["content"][0]["text"]
        wanted = re.match(r"call (\w+)", question)
        if wanted:
            return [{"type": "function_call", "id": secrets.token_hex(4), "name": wanted[1], "arguments": {"a": 1}}]
        content = {"type": "text", "text": question.upper(), "annotations": self._cited(question, tools)}
        return [{"type": "model_output", "content": [content]}]

    def _cited(self, question: str, tools: list[dict[str, Any]]) -> list[dict[str, Any]]:
        stores = [store for tool in tools for store in tool.get("file_search_store_names", ())]
        return [
            {
                "type": "file_citation",
                "file_name": one["displayName"],
                "source": self.contents[one["name"]].decode(),
                "custom_metadata": {mark["key"]: mark.get("stringValue") for mark in one["customMetadata"]},
            }
            for store in stores
            for one in self.documents[store]
            if one["state"] == "STATE_ACTIVE" and question.lower().encode() in self.contents[one["name"]].lower()
        ]


def _events(told: dict[str, Any]) -> Iterator[dict[str, Any]]:
    partial = {name: told[name] for name in ("id", "model", "created", "updated", "object")}
    yield {"event_type": "interaction.created", "interaction": {**partial, "status": "in_progress"}}
    for index, step in enumerate(told["steps"]):
        call = step["type"] == "function_call"
        first = {**step, "arguments": {}} if call else {"type": step["type"], "content": []}
        yield {"event_type": "step.start", "index": index, "step": first}
        for delta in [_arguments(piece) for piece in in_pieces(json.dumps(step["arguments"]))] if call else _said(step):
            yield {"event_type": "step.delta", "index": index, "delta": delta}
        yield {"event_type": "step.stop", "index": index}
    ended = {**partial, "status": told["status"], "usage": told["usage"]}
    yield {"event_type": "interaction.completed", "interaction": ended}


def _arguments(piece: str) -> dict[str, Any]:
    return {"type": "arguments_delta", "arguments": piece}


def _said(step: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for chunk in step["content"]:
        yield from ({"type": "text", "text": piece} for piece in in_pieces(chunk["text"]))
        yield {"type": "text_annotation_delta", "annotations": chunk["annotations"]}


def _steps(given: Any) -> list[dict[str, Any]]:
    if isinstance(given, str):
        return [{"type": "user_input", "content": [{"type": "text", "text": given}]}]
    for step in given:
        if step.get("type") not in STEPS:
            raise invalid(f"Unknown step type {step.get('type')}.")
        taken(step, ("type", *STEPS[step["type"]]))
    return list(given)
