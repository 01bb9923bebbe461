"""Memory stores: memories by path, hashed by the server, changed under a precondition."""

import hashlib
from typing import Any

from anthropic.types.beta import (
    BetaManagedAgentsDeletedMemoryStore,
    BetaManagedAgentsMemoryStore,
    MemoryStoreCreateParams,
    MemoryStoreUpdateParams,
)
from anthropic.types.beta.memory_stores import (
    BetaManagedAgentsDeletedMemory,
    BetaManagedAgentsMemory,
    MemoryCreateParams,
)
from anthropic.types.beta.memory_stores import MemoryUpdateParams as SdkMemoryUpdateParams
from typing_extensions import TypedDict

from tests.support.fakes.anthropic_agents import AgentRoutes
from tests.support.fakes.anthropic_forms import given, invalid, merged, missing, new_id, now, page, refusal, taken
from tests.support.fakes.base import route
from tests.support.fakes.messages import Reply, Request
from tests.support.fakes.shelf import Shelf

CONTENT_MOST = 102_400
MEMORIES_MOST = 2000
_HINTS = {name: hint for name, hint in SdkMemoryUpdateParams.__annotations__.items() if name != "memory_store_id"}


class MemoryRoutes(AgentRoutes):
    def __init__(self) -> None:
        super().__init__()
        self.stores = Shelf()
        self.memories: dict[str, Shelf] = {}

    @route("POST", "/v1/memory_stores")
    def create_store(self, request: Request) -> Reply:
        body, time = taken(request, MemoryStoreCreateParams), now()
        store = {
            "type": "memory_store", "id": new_id("memstore"), "name": _name(body["name"]),
            "description": _description(body.get("description")), "created_at": time, "updated_at": time,
            "archived_at": None, "metadata": merged({}, body.get("metadata")),
        }  # fmt: skip
        self.memories[store["id"]] = Shelf()
        return given(BetaManagedAgentsMemoryStore, self.stores.put(store["id"], store))

    @route("GET", "/v1/memory_stores")
    def list_stores(self, request: Request) -> Reply:
        live = [store for store in self.stores.listed() if not store["archived_at"]]
        return page(request, BetaManagedAgentsMemoryStore, live)

    @route("GET", "/v1/memory_stores/{id_}")
    def get_store(self, request: Request, id_: str) -> Reply:
        return given(BetaManagedAgentsMemoryStore, self.store(id_))

    @route("POST", "/v1/memory_stores/{id_}")
    def update_store(self, request: Request, id_: str) -> Reply:
        store, body = self._open(id_), taken(request, MemoryStoreUpdateParams)
        done = {**store, "metadata": merged(store["metadata"], body.get("metadata")), "updated_at": now()}
        if body.get("name") is not None:
            done["name"] = _name(body["name"])
        if body.get("description") is not None:
            done["description"] = _description(body["description"])
        return given(BetaManagedAgentsMemoryStore, self.stores.put(id_, done))

    @route("POST", "/v1/memory_stores/{id_}/archive")
    def archive_store(self, request: Request, id_: str) -> Reply:
        store = self.store(id_)
        return given(BetaManagedAgentsMemoryStore, self.stores.put(id_, {**store, "archived_at": now()}))

    @route("DELETE", "/v1/memory_stores/{id_}")
    def delete_store(self, request: Request, id_: str) -> Reply:
        self.store(id_)
        self.stores.pop(id_)
        del self.memories[id_]
        return given(BetaManagedAgentsDeletedMemoryStore, {"id": id_, "type": "memory_store_deleted"})

    @route("POST", "/v1/memory_stores/{store}/memories")
    def create_memory(self, request: Request, store: str) -> Reply:
        self._open(store)
        body, time = taken(request, MemoryCreateParams), now()
        shelf = self.memories[store]
        if any(memory["path"] == body["path"] for memory in shelf):
            raise refusal(409, "memory_path_conflict_error", f"{body['path']} is taken")
        if len(shelf) >= MEMORIES_MOST:
            raise invalid("a store holds 2000 memories")
        memory = {
            "type": "memory", "id": new_id("mem"), "memory_store_id": store, "path": _path(body["path"]),
            "created_at": time, **_content(body["content"] or ""),
        }  # fmt: skip
        return self._shown(request, shelf.put(memory["id"], memory))

    @route("GET", "/v1/memory_stores/{store}/memories")
    def list_memories(self, request: Request, store: str) -> Reply:
        self.store(store)
        listed = sorted(self.memories[store].listed(), key=lambda memory: str(memory["path"]))
        return page(request, BetaManagedAgentsMemory, [{**memory, "content": None} for memory in listed])

    @route("GET", "/v1/memory_stores/{store}/memories/{id_}")
    def get_memory(self, request: Request, store: str, id_: str) -> Reply:
        return given(BetaManagedAgentsMemory, self.memory(store, id_))

    @route("POST", "/v1/memory_stores/{store}/memories/{id_}")
    def update_memory(self, request: Request, store: str, id_: str) -> Reply:
        self._open(store)
        memory, body = self.memory(store, id_), taken(request, MemoryUpdateBody)
        expected = body.get("precondition", {}).get("content_sha256", memory["content_sha256"])
        if expected != memory["content_sha256"]:
            raise refusal(409, "memory_precondition_failed_error", "the content is another one")
        done = {**memory, **({} if body.get("content") is None else _content(body["content"]))}
        done["path"] = _path(body.get("path") or memory["path"])
        return self._shown(request, self.memories[store].put(id_, done))

    @route("DELETE", "/v1/memory_stores/{store}/memories/{id_}")
    def delete_memory(self, request: Request, store: str, id_: str) -> Reply:
        memory = self.memory(store, id_)
        if request.query.get("expected_content_sha256", memory["content_sha256"]) != memory["content_sha256"]:
            raise refusal(409, "memory_precondition_failed_error", "the content is another one")
        self.memories[store].pop(id_)
        return given(BetaManagedAgentsDeletedMemory, {"id": id_, "type": "memory_deleted"})

    def store(self, id_: str) -> dict[str, Any]:
        found = self.stores.get(id_)
        if found is None:
            raise missing("memory store", id_)
        return found

    def memory(self, store: str, id_: str) -> dict[str, Any]:
        self.store(store)
        found = self.memories[store].get(id_)
        if found is None:
            raise missing("memory", id_)
        return found

    def edit_memory(self, store: str, path: str, content: str) -> None:
        """Somebody writes a memory in the console; the store's own `updated_at` does not move."""
        found = next((one for one in self.memories[store] if one["path"] == path), None)
        before = found or {"type": "memory", "id": new_id("mem"), "memory_store_id": store, "created_at": now()}
        self.memories[store].put(before["id"], {**before, "path": path, **_content(content)})

    def _open(self, id_: str) -> dict[str, Any]:
        store = self.store(id_)
        if store["archived_at"]:
            raise invalid(f"memory store {id_} is archived")
        return store

    def _shown(self, request: Request, memory: dict[str, Any]) -> Reply:
        full = request.query.get("view") == "full"
        return given(BetaManagedAgentsMemory, memory if full else {**memory, "content": None})


MemoryUpdateBody = TypedDict(  # type: ignore[misc]  # made from the SDK's own, without what stands in the path
    "MemoryUpdateBody", _HINTS, total=False
)
MemoryUpdateBody.__module__ = SdkMemoryUpdateParams.__module__


def _content(content: str) -> dict[str, Any]:
    raw = content.encode()
    if len(raw) > CONTENT_MOST:
        raise invalid(f"content: at most {CONTENT_MOST} bytes")
    digest = hashlib.sha256(raw).hexdigest()
    return {
        "content": content, "content_sha256": digest, "content_size_bytes": len(raw), "updated_at": now(),
        "memory_version_id": new_id("memver"),
    }  # fmt: skip


def _path(path: str) -> str:
    parts = path.split("/")
    if parts[0] or len(parts) > 21 or any(part in {"", ".", ".."} for part in parts[1:]) or len(path.encode()) > 1024:
        raise invalid("path: starts with / and has 1 to 20 segments")
    return path


def _name(name: str) -> str:
    if not 1 <= len(name) <= 255:
        raise invalid("name: 1 to 255 characters")
    return name


def _description(description: str | None) -> str:
    if len(description or "") > 1024:
        raise invalid("description: at most 1024 characters")
    return description or ""
