"""Libraries and their documents: equal content is kept once, and is searchable only when it has been processed."""

import hashlib
import uuid
from collections.abc import Mapping
from typing import Any

from tests.support.fakes.base import Fake, route
from tests.support.fakes.messages import Reply, Request
from tests.support.fakes.mistral_forms import invalid, missing, now, number, taken
from tests.support.fakes.shelf import Shelf

LOOKS = ("todo", "in_progress")
"""What the first looks at a document see, before it is done."""


class LibraryRoutes(Fake):
    """Contents in `spoiled` cannot be processed."""

    def __init__(self) -> None:
        super().__init__()
        self.libraries = Shelf()
        self.documents: dict[str, dict[str, dict[str, Any]]] = {}
        self.contents: dict[str, bytes] = {}
        self.spoiled: set[bytes] = set()
        self.uploads: list[str] = []

    @route("POST", "/v1/libraries")
    def create_library(self, request: Request) -> Reply:
        body = taken(request.json, ("name", "description", "chunk_size", "owner_type"), ("name",))
        id_, time = str(uuid.uuid4()), now()
        self.documents[id_] = {}
        made = {
            "id": id_,
            "name": body["name"],
            "description": body.get("description"),
            "created_at": time,
            "updated_at": time,
            "owner_id": str(uuid.uuid4()),
            "owner_type": "Workspace",
            "total_size": 0,
            "nb_documents": 0,
            "chunk_size": None,
            "generated_description": None,
        }
        return Reply(status=201, body=self.libraries.put(id_, made))

    @route("GET", "/v1/libraries")
    def list_libraries(self, request: Request) -> Reply:
        found = self.libraries.listed()
        size = number(request.query.get("page_size", "100"), "page_size", 100)
        start = int(request.query.get("page_token", "0"))
        token = str(start + size) if start + size < len(found) else None
        return Reply(body={"data": found[start : start + size], "next_page_token": token})

    @route("GET", "/v1/libraries/{id_}")
    def get_library(self, request: Request, id_: str) -> Reply:
        return Reply(body=self._library(id_))

    @route("PATCH", "/v1/libraries/{id_}")
    def update_library(self, request: Request, id_: str) -> Reply:
        body = taken(request.json, ("name", "description"))
        return Reply(body=self.libraries.put(id_, {**self._library(id_), **body, "updated_at": now()}))

    @route("DELETE", "/v1/libraries/{id_}")
    def delete_library(self, request: Request, id_: str) -> Reply:
        self._library(id_)
        self.libraries.pop(id_)
        self.documents.pop(id_)
        return Reply(status=204)

    @route("POST", "/v1/libraries/{id_}/documents")
    def upload(self, request: Request, id_: str) -> Reply:
        self._library(id_)
        files = [file for file in request.form.files if file.field == "file"]
        if len(files) != 1:
            raise invalid(["body", "file"], "Field required", "missing")
        self.uploads.append(files[0].name)
        digest = hashlib.md5(files[0].content, usedforsecurity=False).hexdigest()
        known = next((one for one in self.documents[id_].values() if one["hash"] == digest), None)
        if known is not None:
            return Reply(body=known)
        made = self._document(id_, files[0].name, files[0].content, digest)
        self._count(id_)
        return Reply(status=201, body=made)

    @route("GET", "/v1/libraries/{id_}/documents")
    def list_documents(self, request: Request, id_: str) -> Reply:
        self._library(id_)
        for one in self.documents[id_].values():
            self._process(one)
        found = sorted(self.documents[id_].values(), key=lambda one: one["created_at"])
        if request.query.get("sort_order", "desc") == "desc":
            found.reverse()
        size = number(request.query.get("page_size", "100"), "page_size", 100)
        page = number(request.query.get("page", "0"), "page", 10_000)
        pages = -(-len(found) // size)
        told = {"total_items": len(found), "total_pages": pages, "current_page": page, "page_size": size}
        body = {"pagination": {**told, "has_more": page + 1 < pages}, "data": found[page * size : (page + 1) * size]}
        return Reply(body=body)

    @route("GET", "/v1/libraries/{id_}/documents/{document}")
    def get_document(self, request: Request, id_: str, document: str) -> Reply:
        return Reply(body=self._one(id_, document))

    @route("PATCH", "/v1/libraries/{id_}/documents/{document}")
    def update_document(self, request: Request, id_: str, document: str) -> Reply:
        one = self._one(id_, document)
        body = taken(request.json, ("name", "attributes", "expires_at"))
        if any(isinstance(value, Mapping) for value in (body.get("attributes") or {}).values()):
            raise invalid(["body", "attributes"], "Input should be a valid string", "string_type")
        one.update(body)
        return Reply(body=one)

    @route("DELETE", "/v1/libraries/{id_}/documents/{document}")
    def delete_document(self, request: Request, id_: str, document: str) -> Reply:
        self.documents[id_].pop(self._one(id_, document)["id"])
        self._count(id_)
        return Reply(status=204)

    def _document(self, library: str, name: str, content: bytes, digest: str) -> dict[str, Any]:
        id_ = str(uuid.uuid4())
        self.contents[id_] = content
        made = {
            "id": id_,
            "library_id": library,
            "hash": digest,
            "mime_type": "text/plain",
            "extension": None,
            "size": len(content),
            "name": name,
            "created_at": now(),
            "process_status": LOOKS[0],
            "uploaded_by_id": None,
            "uploaded_by_type": "Workspace",
            "processing_status": "Running",
            "tokens_processing_total": 0,
            "summary": None,
            "attributes": None,
            "expires_at": None,
        }
        self.documents[library][id_] = made
        return made

    def _process(self, one: dict[str, Any]) -> None:
        """Each look at it finds it one step further."""
        steps = (*LOOKS, "error" if self.contents[one["id"]] in self.spoiled else "done")
        if one["process_status"] in LOOKS:
            one["process_status"] = steps[steps.index(one["process_status"]) + 1]
            one["processing_status"] = "Completed" if one["process_status"] == "done" else "Running"

    def _count(self, id_: str) -> None:
        held = self.documents[id_].values()
        counted = {"nb_documents": len(held), "total_size": sum(one["size"] for one in held), "updated_at": now()}
        self.libraries.put(id_, {**self._library(id_), **counted})

    def _library(self, id_: str) -> dict[str, Any]:
        library = self.libraries.get(id_)
        if library is None:
            raise missing("Library", id_)
        return library

    def _one(self, id_: str, document: str) -> dict[str, Any]:
        self._library(id_)
        one = self.documents[id_].get(document)
        if one is None:
            raise missing("Document", document)
        return one
