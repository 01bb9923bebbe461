"""OpenAI's vector stores: files are attached, taken in after a while, and can be read back as text."""

from pathlib import PurePosixPath
from typing import Any

from tests.support.fakes.base import route
from tests.support.fakes.messages import Reply, Request
from tests.support.fakes.openai_files import FileRoutes
from tests.support.fakes.openai_forms import invalid, missing, new_id, now, page, pairs, taken
from tests.support.fakes.shelf import Shelf

SUFFIXES = frozenset(
    ".c .cpp .cs .css .doc .docx .go .html .java .js .json .md .pdf .php .pptx .py .rb .sh .tex .ts .txt".split()  # noqa: SIM905 -- reads better
)
AUTO = {"type": "static", "static": {"max_chunk_size_tokens": 800, "chunk_overlap_tokens": 400}}
_COUNTS = ("in_progress", "completed", "failed", "cancelled")


class StoreRoutes(FileRoutes):
    """`slow` looks pass before a file is taken in; names that hold a word of `spoiled` fail."""

    def __init__(self) -> None:
        super().__init__()
        self.stores = Shelf()
        self.attached: dict[str, dict[str, dict[str, Any]]] = {}
        self.slow = 1
        self.spoiled: set[str] = set()
        self._looks: dict[tuple[str, str], int] = {}

    @route("POST", "/vector_stores")
    def create_store(self, request: Request) -> Reply:
        known = ("name", "description", "file_ids", "chunking_strategy", "expires_after", "metadata")
        body = taken(request, known)
        store = self.put_store(body.get("name") or "", pairs(body.get("metadata"), "metadata"))
        for file_id in body.get("file_ids") or ():
            self._attach(store["id"], file_id, {}, body.get("chunking_strategy"))
        return Reply(body=self.shown(store["id"]))

    def put_store(self, name: str, metadata: dict[str, str]) -> dict[str, Any]:
        id_ = new_id("vs_")
        self.attached[id_] = {}
        made = now()
        return self.stores.put(
            id_,
            {
                "id": id_,
                "object": "vector_store",
                "created_at": made,
                "name": name,
                "status": "completed",
                "expires_after": None,
                "expires_at": None,
                "last_active_at": made,
                "metadata": metadata,
            },
        )

    @route("GET", "/vector_stores")
    def list_stores(self, request: Request) -> Reply:
        return page(request, [self.shown(one["id"]) for one in self.stores.listed()])

    @route("GET", "/vector_stores/{id_}")
    def get_store(self, request: Request, id_: str) -> Reply:
        return Reply(body=self.shown(id_))

    @route("POST", "/vector_stores/{id_}")
    def update_store(self, request: Request, id_: str) -> Reply:
        store, body = self.store(id_), taken(request, ("name", "expires_after", "metadata"))
        if body.get("name") is not None:
            store["name"] = body["name"]
        if "metadata" in body:
            store["metadata"] = pairs(body["metadata"], "metadata")
        return Reply(body=self.shown(id_))

    @route("DELETE", "/vector_stores/{id_}")
    def delete_store(self, request: Request, id_: str) -> Reply:
        self.store(id_)
        self.stores.pop(id_)
        self.attached.pop(id_)
        return Reply(body={"id": id_, "object": "vector_store.deleted", "deleted": True})

    @route("POST", "/vector_stores/{id_}/files")
    def attach(self, request: Request, id_: str) -> Reply:
        self.store(id_)
        body = taken(request, ("file_id", "attributes", "chunking_strategy"), ("file_id",))
        attributes = pairs(body.get("attributes"), "attributes", (str, int, float, bool))
        return Reply(body=self._attach(id_, body["file_id"], attributes, body.get("chunking_strategy")))

    @route("GET", "/vector_stores/{id_}/files")
    def list_attached(self, request: Request, id_: str) -> Reply:
        self.store(id_)
        for file_id in self.attached[id_]:
            self._look(id_, file_id)
        return page(request, list(self.attached[id_].values()))

    @route("GET", "/vector_stores/{id_}/files/{file_id}")
    def get_attached(self, request: Request, id_: str, file_id: str) -> Reply:
        self._look(id_, file_id)
        return Reply(body=self.in_store(id_, file_id))

    @route("DELETE", "/vector_stores/{id_}/files/{file_id}")
    def detach(self, request: Request, id_: str, file_id: str) -> Reply:
        self.in_store(id_, file_id)
        self.attached[id_].pop(file_id)
        return Reply(body={"id": file_id, "object": "vector_store.file.deleted", "deleted": True})

    @route("GET", "/vector_stores/{id_}/files/{file_id}/content")
    def read_attached(self, request: Request, id_: str, file_id: str) -> Reply:
        if self.in_store(id_, file_id)["status"] != "completed":
            raise invalid("The file is not ready yet.")
        # The text of a file is what its extractor makes of it: blanks in a row are one.
        words = " ".join(self.contents[file_id].decode().split())
        data = [{"type": "text", "text": words[n : n + 4000]} for n in range(0, len(words), 4000)]
        page_ = {"object": "vector_store.file_content.page", "data": data, "has_more": False, "next_page": None}
        return Reply(body=page_)

    def store(self, id_: str) -> dict[str, Any]:
        found = self.stores.get(id_)
        if found is None:
            raise missing("vector store", id_)
        return found

    def in_store(self, id_: str, file_id: str) -> dict[str, Any]:
        self.store(id_)
        if file_id not in self.attached[id_]:
            raise missing("file", file_id)
        return self.attached[id_][file_id]

    def shown(self, id_: str) -> dict[str, Any]:
        """A store with its counts."""
        files = self.attached[id_].values() if id_ in self.attached else ()
        counts = {status: sum(one["status"] == status for one in files) for status in _COUNTS}
        used = sum(one["usage_bytes"] for one in files)
        return {**self.store(id_), "file_counts": {**counts, "total": len(files)}, "usage_bytes": used}

    def file_gone(self, id_: str) -> None:
        for files in self.attached.values():
            files.pop(id_, None)

    def _attach(self, id_: str, file_id: str, attributes: dict[str, Any], chunking: Any) -> dict[str, Any]:
        file = self.file(file_id)
        if file["purpose"] not in ("assistants", "user_data"):
            raise invalid("Files of this purpose cannot be used in vector stores.", "file_id")
        self._looks[id_, file_id] = self.slow
        self.attached[id_][file_id] = {
            "id": file_id,
            "object": "vector_store.file",
            "created_at": now(),
            "usage_bytes": 0,
            "vector_store_id": id_,
            "status": "in_progress",
            "last_error": None,
            "attributes": attributes,
            "chunking_strategy": _chunking(chunking),
        }
        return self.attached[id_][file_id]

    def _look(self, id_: str, file_id: str) -> None:
        """A file is taken in while one looks at it."""
        file = self.in_store(id_, file_id)
        if file["status"] != "in_progress":
            return
        self._looks[id_, file_id] -= 1
        if self._looks[id_, file_id] < 0:
            self._take_in(file, self.file(file_id)["filename"])

    def _take_in(self, file: dict[str, Any], name: str) -> None:
        if any(word in name for word in self.spoiled):
            file.update(status="failed", last_error={"code": "invalid_file", "message": "The file cannot be parsed."})
        elif PurePosixPath(name).suffix not in SUFFIXES:
            file.update(status="failed", last_error={"code": "unsupported_file", "message": "Unsupported file type."})
        else:
            file.update(status="completed", usage_bytes=len(self.contents[file["id"]]) * 3)


def _chunking(strategy: Any) -> dict[str, Any]:
    if strategy is None or strategy.get("type") == "auto":
        return AUTO
    static = strategy.get("static", {})
    most, overlap = static.get("max_chunk_size_tokens", 0), static.get("chunk_overlap_tokens", 0)
    if not 100 <= most <= 4096 or overlap * 2 > most:
        raise invalid("Invalid 'chunking_strategy'.", "chunking_strategy")
    return {"type": "static", "static": {"max_chunk_size_tokens": most, "chunk_overlap_tokens": overlap}}
