"""Open WebUI 0.12 at the wire, as far as we use it. The real one passes the same conformance suite."""

import time
from itertools import count
from typing import Any

from tests.support.fakes.base import Fake, route
from tests.support.fakes.messages import Refusal, Reply, Request, events, in_pieces
from tests.support.fakes.openwebui_chats import Chats
from tests.support.fakes.openwebui_files import Files
from tests.support.fakes.openwebui_presets import Presets

KEY = "sk-0123456789abcdef0123456789abcdef"
MODEL = "base-model"


class FakeOpenWebUI(Files, Presets, Chats, Fake):
    """Its users have one key. It finds passages by the words they share with a question, and quotes the best."""

    def __init__(self) -> None:
        super().__init__()
        self.ids = count(1)
        self.presets: dict[str, dict[str, Any]] = {}
        self.bases: dict[str, dict[str, Any]] = {}
        self.files: dict[str, dict[str, Any]] = {}
        self.links: dict[str, list[str]] = {}
        self.passages: dict[str, dict[str, dict[str, Any]]] = {}
        self.slow: set[str] = set()
        self.chats: dict[str, dict[str, Any]] = {}
        self.feedbacks: dict[str, dict[str, Any]] = {}
        self.administrator = True
        self.hidden = 0

    def check(self, request: Request) -> None:
        if request.headers.get("authorization") != f"Bearer {KEY}":
            raise Refusal(401, self.error(401, "Your session has expired or the token is invalid."))

    def error(self, status: int, message: str) -> Any:
        return {"detail": message}

    def unknown(self, request: Request) -> Reply:
        """Whatever it does not know it takes for a page of its console."""
        return Reply(body=b"<!doctype html>", headers={"content-type": "text/html"})

    def now(self) -> int:
        return int(time.time())

    @route("GET", "/api/models")
    def models(self, request: Request) -> Reply:
        presets = [{"id": one["id"], "name": one["name"]} for one in self.presets.values()]
        return Reply(body={"data": [{"id": MODEL, "name": MODEL}, *presets]})

    @route("POST", "/api/chat/completions")
    def chat(self, request: Request) -> Reply:
        asked = request.json
        preset = self.presets.get(asked["model"])
        if preset is None:
            raise Refusal(400, self.error(400, "Model not found"))
        sources = self._sources(preset, asked["messages"][-1]["content"])
        said = self._said(asked, sources)
        ended = {"choices": [{"delta": {}, "finish_reason": "tool_calls" if asked.get("tools") else "stop"}]}
        chunks = [*said, ended, {"choices": [], "usage": {"total_tokens": 3}}]
        first = [("", {"sources": sources})] if sources else []
        return events([*first, *(("", {"model": MODEL, **chunk}) for chunk in chunks), ("", "[DONE]")])

    def _said(self, asked: dict[str, Any], sources: list[Any]) -> list[dict[str, Any]]:
        if asked.get("tools"):
            name = asked["tools"][0]["function"]["name"]
            calls = [{"index": 0, "id": "call_1", "function": {"name": name, "arguments": '{"id":'}}]
            more = [{"index": 0, "function": {"arguments": " 7}"}}]
            return [{"choices": [{"delta": {"tool_calls": part}}]} for part in (calls, more)]
        text = sources[0]["document"][0] if sources else "I cannot know: none of the pages says so."
        return [{"choices": [{"delta": {"content": piece}}]} for piece in in_pieces(text)]

    def _sources(self, preset: dict[str, Any], question: str) -> list[Any]:
        """Only presets that are set to legacy have their knowledge searched by the server itself."""
        if preset["params"].get("function_calling") != "legacy":
            return []
        words = set(question.lower().strip("?").split())
        return [group for one in preset["meta"].get("knowledge") or [] if (group := self._group(one, words))]

    def _group(self, item: dict[str, Any], words: set[str]) -> dict[str, Any]:
        found = self.passages.get(item["id"], {}).values()
        ranked = sorted(found, key=lambda one: -len(words & set(one["text"].lower().split())))[:3]
        return {
            "source": item,
            "document": [one["text"] for one in ranked],
            "metadata": [one["about"] for one in ranked],
            "distances": [0.5 for _ in ranked],
        }
