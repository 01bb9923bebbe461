"""File search stores: nothing in them can be changed; an upload has two steps and is taken in behind an operation."""

import secrets
from typing import Any

from tests.support.fakes.base import Fake, route
from tests.support.fakes.google_forms import camel, failure, invalid, marks, missing, named, now, page, taken, title
from tests.support.fakes.messages import Refusal, Reply, Request
from tests.support.fakes.shelf import Shelf


class StoreRoutes(Fake):
    """Contents in `spoiled` cannot be processed. `slow` looks pass before an upload is taken in, and as many before
    its document is searchable.
    """

    def __init__(self) -> None:
        super().__init__()
        self.stores = Shelf()
        self.documents: dict[str, Shelf] = {}
        self.contents: dict[str, bytes] = {}
        self.spoiled: set[bytes] = set()
        self.uploads: list[str] = []
        self.slow = 1
        self._begun: dict[str, tuple[str, dict[str, Any]]] = {}
        self._operations: dict[str, list[Any]] = {}
        self._waits: dict[str, int] = {}

    @route("POST", "/v1/fileSearchStores")
    def create_store(self, request: Request) -> Reply:
        body = taken(camel(request.json), ("displayName", "embeddingModel"))
        name, time = f"fileSearchStores/{named(title(body))}", now()
        self.documents[name] = Shelf()
        made = {"name": name, "displayName": title(body), "createTime": time, "updateTime": time,
                "embeddingModel": "models/gemini-embedding-001"}  # fmt: skip
        return Reply(body=self.stores.put(name, made))

    @route("GET", "/v1/fileSearchStores")
    def list_stores(self, request: Request) -> Reply:
        return Reply(body=page(request, self.stores.listed(), "fileSearchStores"))

    @route("GET", "/v1/fileSearchStores/{store}")
    def get_store(self, request: Request, store: str) -> Reply:
        return Reply(body=self._store(f"fileSearchStores/{store}"))

    @route("DELETE", "/v1/fileSearchStores/{store}")
    def delete_store(self, request: Request, store: str) -> Reply:
        name = self._store(f"fileSearchStores/{store}")["name"]
        if len(self.documents[name]) and request.query.get("force", "").lower() != "true":
            raise Refusal(400, failure(400, "Cannot delete non-empty FileSearchStore.", "FAILED_PRECONDITION"))
        self.stores.pop(name)
        self.documents.pop(name)
        return Reply(body={})

    @route("POST", "/upload/v1/fileSearchStores/{store}:uploadToFileSearchStore")
    def upload(self, request: Request, store: str) -> Reply:
        name = self._store(f"fileSearchStores/{store}")["name"]
        command = request.headers.get("x-goog-upload-command", "")
        if command == "start":
            return self._begin(request, name)
        token = request.query.get("upload_id", "")
        if command != "upload, finalize" or token not in self._begun:
            raise invalid("Invalid upload command.")
        where, body = self._begun.pop(token)
        self.uploads.append(body.get("displayName", ""))
        return Reply(body=self._take_in(where, body, request.body), headers={"x-goog-upload-status": "final"})

    @route("GET", "/v1/fileSearchStores/{store}/upload/operations/{operation}")
    def operation(self, request: Request, store: str, operation: str) -> Reply:
        name = f"fileSearchStores/{store}/upload/operations/{operation}"
        if name not in self._operations:
            raise missing(name)
        return Reply(body=self._told(name))

    @route("GET", "/v1/fileSearchStores/{store}/documents")
    def list_documents(self, request: Request, store: str) -> Reply:
        name = self._store(f"fileSearchStores/{store}")["name"]
        for operation in [one for one in self._operations if one.startswith(f"{name}/")]:
            self._told(operation)  # it goes on whether anybody asks or not
        found = [self._processed(name, one) for one in self.documents[name].listed()]
        return Reply(body=page(request, found, "documents"))

    @route("GET", "/v1/fileSearchStores/{store}/documents/{document}")
    def get_document(self, request: Request, store: str, document: str) -> Reply:
        return Reply(body=self._document(f"fileSearchStores/{store}", document))

    @route("DELETE", "/v1/fileSearchStores/{store}/documents/{document}")
    def delete_document(self, request: Request, store: str, document: str) -> Reply:
        found = self._document(f"fileSearchStores/{store}", document)
        if request.query.get("force", "").lower() != "true":
            raise Refusal(400, failure(400, "Cannot delete non-empty Document.", "FAILED_PRECONDITION"))
        self.documents[f"fileSearchStores/{store}"].pop(found["name"])
        self._count(f"fileSearchStores/{store}")
        return Reply(body={})

    def put_document(self, store: str, body: dict[str, Any], content: bytes) -> dict[str, Any]:
        """A document that is there and searchable at once."""
        name, time = f"{store}/documents/{named(body.get('displayName', ''))}", now()
        self.contents[name] = content
        made = {"name": name, "displayName": body.get("displayName", ""), "state": "STATE_ACTIVE",
                "sizeBytes": str(len(content)), "mimeType": body.get("mimeType", "text/plain"), "createTime": time,
                "updateTime": time, "customMetadata": body.get("customMetadata", [])}  # fmt: skip
        self.documents[store].put(name, made)
        self._count(store)
        return made

    def _begin(self, request: Request, name: str) -> Reply:
        body = taken(camel(request.json), ("displayName", "mimeType", "customMetadata", "chunkingConfig"))
        checked = {**body, "displayName": title(body), "customMetadata": marks(body)}
        token = secrets.token_hex(8)
        self._begun[token] = (name, checked)
        url = f"{self.url}/upload/v1/{name}:uploadToFileSearchStore?upload_id={token}&upload_protocol=resumable"
        return Reply(body={}, headers={"x-goog-upload-url": url, "x-goog-upload-status": "active"})

    def _take_in(self, store: str, body: dict[str, Any], content: bytes) -> dict[str, Any]:
        name = f"{store}/upload/operations/{named(body['displayName'])}"
        self._operations[name] = [self.slow, store, body, content]
        return self._told(name)

    def _told(self, name: str) -> dict[str, Any]:
        left, store, body, content = self._operations[name]
        if left > 0:
            self._operations[name][0] -= 1
            return {"name": name}
        if left == 0:
            made = self.put_document(store, body, content)
            self._operations[name] = [-1, store, made["name"], content]
            self._waits[made["name"]] = self.slow
            made["state"] = "STATE_PENDING"
            self._count(store)
        response = {"parent": store, "documentName": self._operations[name][2]}
        return {"name": name, "done": True, "response": response}

    def _processed(self, store: str, one: dict[str, Any]) -> dict[str, Any]:
        """Each look at it finds it one step further."""
        if one["state"] == "STATE_PENDING":
            self._waits[one["name"]] -= 1
            if self._waits[one["name"]] < 0:
                bad = self.contents[one["name"]] in self.spoiled
                one["state"] = "STATE_FAILED" if bad else "STATE_ACTIVE"
                self._count(store)
        return one

    def _count(self, store: str) -> None:
        held = list(self.documents[store])
        states = {"activeDocumentsCount": "STATE_ACTIVE", "pendingDocumentsCount": "STATE_PENDING",
                  "failedDocumentsCount": "STATE_FAILED"}  # fmt: skip
        counts = {name: str(sum(one["state"] == state for one in held)) for name, state in states.items()}
        size = str(sum(int(one["sizeBytes"]) for one in held))
        told = {name: count for name, count in {**counts, "sizeBytes": size}.items() if count != "0"}
        kept = {name: value for name, value in self._store(store).items() if name not in {*states, "sizeBytes"}}
        self.stores.put(store, {**kept, **told, "updateTime": now()})

    def _store(self, name: str) -> dict[str, Any]:
        store = self.stores.get(name)
        if store is None:
            raise missing(name)
        return store

    def _document(self, store: str, document: str) -> dict[str, Any]:
        self._store(store)
        found = self.documents[store].get(f"{store}/documents/{document}")
        if found is None:
            raise missing(document)
        return found
