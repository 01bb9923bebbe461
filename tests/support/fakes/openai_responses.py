"""OpenAI's Responses API: a model that quotes the best page it finds, and calls a function it is told to call."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from tests.support.fakes.base import route
from tests.support.fakes.messages import Reply, Request, events, in_pieces
from tests.support.fakes.openai_forms import invalid, missing, new_id, now, taken
from tests.support.fakes.openai_stores import StoreRoutes

KNOWN = (  # noqa: SIM905  a list of 22 strings reads worse
    "model input instructions tools include stream store previous_response_id temperature top_p max_output_tokens "
    "reasoning text service_tier truncation parallel_tool_calls max_tool_calls metadata prompt_cache_key "
    "safety_identifier tool_choice top_logprobs"
).split()


class ResponseRoutes(StoreRoutes):
    def __init__(self) -> None:
        super().__init__()
        self.responses: dict[str, dict[str, Any]] = {}
        self.said: dict[str, list[Any]] = {}

    @route("POST", "/responses")
    def respond(self, request: Request) -> Reply:
        body = self.wanted(request)
        before = body.get("previous_response_id")
        if before is not None and before not in self.said:
            message = f"Previous response with id '{before}' not found."
            raise invalid(message, "previous_response_id", "previous_response_not_found")
        heard = [*self.said.get(before, ()), *_items(body["input"])]
        response = self._response(body, list(self._output(body, heard)))
        if body.get("store") is not False:
            self.responses[response["id"]] = response
            self.said[response["id"]] = [*heard, *response["output"]]
        return events(_events(response)) if body.get("stream") else Reply(body=response)

    def wanted(self, request: Request) -> dict[str, Any]:
        """The body, with all that makes up the answer."""
        return taken(request, KNOWN, ("model", "input"))

    def _output(self, body: dict[str, Any], heard: Sequence[Any]) -> Iterator[dict[str, Any]]:
        words = _last_words(heard)
        called = next((tool for tool in body.get("tools", ()) if _is_called(tool, words)), None)
        if called is not None:
            arguments = json.dumps({"id": 7})
            call = {"type": "function_call", "id": new_id("fc_"), "call_id": new_id("call_"), "status": "completed"}
            yield {**call, "name": called["name"], "arguments": arguments}
            return
        hits = self._search(body, words)
        if hits is not None:
            results = hits if "file_search_call.results" in body.get("include", ()) else None
            search = {"type": "file_search_call", "id": new_id("fs_"), "status": "completed", "queries": [words]}
            yield {**search, "results": results}
        yield self._message(body, words, hits or [], len(heard))

    def _message(self, body: dict[str, Any], words: str, hits: Sequence[dict[str, Any]], heard: int) -> dict[str, Any]:
        said = hits[0]["text"].strip() if hits else f"{words} [{heard} items, {body.get('instructions', '')[:20]}]"
        cited = [
            {"type": "file_citation", "file_id": hit["file_id"], "filename": hit["filename"], "index": len(said)}
            for hit in hits[:1]
        ]
        part = {"type": "output_text", "text": said, "annotations": cited, "logprobs": []}
        return {"type": "message", "id": new_id("msg_"), "role": "assistant", "status": "completed", "content": [part]}

    def _search(self, body: dict[str, Any], words: str) -> list[dict[str, Any]] | None:
        tool = next((one for one in body.get("tools", ()) if one["type"] == "file_search"), None)
        if tool is None:
            return None
        return sorted(self._hits(tool["vector_store_ids"], set(words.lower().split())), key=lambda hit: -hit["score"])

    def _hits(self, stores: Sequence[str], asked: set[str]) -> Iterator[dict[str, Any]]:
        for store in stores:
            if self.stores.get(store) is None:
                raise missing("vector store", store)
            for file in self.attached[store].values():
                text = self.contents[file["id"]].decode(errors="replace")
                score = len(asked & set(text.lower().split())) / max(len(asked), 1)
                if file["status"] == "completed" and score:
                    name = self.file(file["id"])["filename"]
                    hit = {"file_id": file["id"], "filename": name, "score": score, "text": text}
                    yield {**hit, "attributes": file["attributes"]}

    def _response(self, body: dict[str, Any], output: list[dict[str, Any]]) -> dict[str, Any]:
        tokens = {"input_tokens": 10, "output_tokens": 5, "total_tokens": 15}
        details = {
            "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
            "output_tokens_details": {"reasoning_tokens": 0},
        }
        return {
            "id": new_id("resp_"),
            "object": "response",
            "created_at": float(now()),
            "status": "completed",
            "error": None,
            "incomplete_details": None,
            "instructions": body.get("instructions"),
            "metadata": body.get("metadata") or {},
            "model": body["model"],
            "output": output,
            "parallel_tool_calls": True,
            "previous_response_id": body.get("previous_response_id"),
            "temperature": body.get("temperature", 1.0),
            "tool_choice": "auto",
            "tools": body.get("tools", []),
            "top_p": body.get("top_p", 1.0),
            "usage": {**tokens, **details},
        }


def _items(value: Any) -> list[Any]:
    return [{"role": "user", "content": value}] if isinstance(value, str) else list(value)


def _last_words(heard: Sequence[Any]) -> str:
    for item in reversed(heard):
        if item.get("role") == "user":
            return str(item["content"])
        if item.get("type") == "function_call_output":
            return f"The tool says {item['output']}"
    return ""


def _is_called(tool: dict[str, Any], words: str) -> bool:
    return tool["type"] == "function" and words == f"call {tool['name']}"


def _events(response: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    number = 0

    def event(kind: str, **fields: Any) -> tuple[str, Any]:
        nonlocal number
        number += 1
        return kind, {"type": kind, "sequence_number": number - 1, **fields}

    yield event("response.created", response={**response, "status": "in_progress", "output": []})
    for index, item in enumerate(response["output"]):
        yield event("response.output_item.added", output_index=index, item=item)
        for part in item.get("content", ()):
            place = {"item_id": item["id"], "output_index": index, "content_index": 0}
            for piece in in_pieces(part["text"]):
                yield event("response.output_text.delta", delta=piece, logprobs=[], **place)
        yield event("response.output_item.done", output_index=index, item=item)
    yield event("response.completed", response=response)
