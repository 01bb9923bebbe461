"""Knowledge bases and files of the fake Open WebUI, with the traps of the real one.

A text is taken once per base; with a file goes every passage of the same text; an edit of a text leaves the hash of
the file's bytes as it was; a deleted base is taken out of every preset.
"""

import hashlib
import json
from collections.abc import Callable
from itertools import count
from typing import Any

from tests.support.fakes.base import route
from tests.support.fakes.messages import Refusal, Reply, Request
from tests.support.fakes.openwebui_presets import NOT_FOUND, PAGE, paged

DUPLICATE = "Duplicate content detected. Please provide unique content to proceed."
EMPTY = "The content provided is empty. Please ensure that there is text or data present before proceeding."


class Files:
    """A mixin: whoever has it keeps `bases` and `files` by id, and `passages` by base and file.

    A file whose name is in `slow` is still being indexed when its upload is answered.
    """

    bases: dict[str, dict[str, Any]]
    files: dict[str, dict[str, Any]]
    links: dict[str, list[str]]
    passages: dict[str, dict[str, dict[str, Any]]]
    slow: set[str]
    presets: dict[str, dict[str, Any]]
    ids: "count[int]"
    now: Callable[[], int]
    error: Callable[[int, str], Any]
    change_preset: Callable[[dict[str, Any], dict[str, Any]], None]

    @route("POST", "/api/v1/knowledge/create")
    def create_base(self, request: Request) -> Reply:
        id_ = f"10000000-0000-4000-8000-{next(self.ids):012}"
        form = {"name": request.json["name"], "description": request.json["description"]}
        times = {"created_at": self.now(), "updated_at": self.now()}
        self.bases[id_] = {"id": id_, "meta": None, "access_grants": [], **form, **times}
        self.links[id_], self.passages[id_] = [], {}
        return Reply(body={**self.bases[id_], "files": None})

    @route("GET", "/api/v1/knowledge/search")
    def search_bases(self, request: Request) -> Reply:
        wanted = request.query.get("query", "")
        found = [one for one in self.bases.values() if wanted in one["name"] or wanted in one["description"]]
        return Reply(body=paged([{**one, "file_count": len(self.links[one["id"]])} for one in found], request, PAGE))

    @route("GET", "/api/v1/knowledge/{id_}")
    def read_base(self, request: Request, id_: str) -> Reply:
        return Reply(body={**self._base(id_, 404), "files": None})

    @route("POST", "/api/v1/knowledge/{id_}/update")
    def update_base(self, request: Request, id_: str) -> Reply:
        form = {"name": request.json["name"], "description": request.json["description"]}
        self._base(id_).update(**form, updated_at=self.now())
        return Reply(body=self.bases[id_])

    @route("DELETE", "/api/v1/knowledge/{id_}/delete")
    def delete_base(self, request: Request, id_: str) -> Reply:
        self._base(id_)
        for preset in self.presets.values():
            knowledge = preset["meta"].get("knowledge")
            kept = [item for item in knowledge or [] if item["id"] != id_]
            if knowledge and kept != knowledge:
                self.change_preset(preset, {"meta": {**preset["meta"], "knowledge": kept}})
        del self.bases[id_], self.links[id_], self.passages[id_]
        return Reply(body=True)

    @route("GET", "/api/v1/knowledge/{id_}/files")
    def list_base(self, request: Request, id_: str) -> Reply:
        self._base(id_)
        found = [{**self.files[one], "data": None} for one in self.links[id_]]
        return Reply(body=paged(found, request, int(request.query.get("limit", PAGE))))

    @route("GET", "/api/v1/knowledge/{id_}/files/pending")
    def pending(self, request: Request, id_: str) -> Reply:
        self._base(id_, 404)
        waiting = [one for one in self.files.values() if one["data"]["status"] == "pending" and _home(one) == id_]
        for one in waiting:
            self._index(one)
        return Reply(body=waiting)

    @route("POST", "/api/v1/knowledge/{id_}/file/update")
    def index_again(self, request: Request, id_: str) -> Reply:
        self.link(id_, self.files[request.json["file_id"]])
        return Reply(body=self._base(id_))

    @route("POST", "/api/v1/knowledge/{id_}/file/remove")
    def unlink(self, request: Request, id_: str) -> Reply:
        file = request.json["file_id"]
        if file not in self.links[self._base(id_)["id"]]:
            raise Refusal(400, self.error(400, NOT_FOUND))
        self._unlink(id_, file)
        if request.query.get("delete_file", "true") == "true":
            del self.files[file]
        return Reply(body=self.bases[id_])

    @route("POST", "/api/v1/knowledge/{id_}/sync/cleanup")
    def clean(self, request: Request, id_: str) -> Reply:
        self._base(id_, 404)
        for file in request.json["file_ids"]:
            if file in self.links[id_]:
                self._unlink(id_, file)
                if not any(file in linked for linked in self.links.values()):
                    del self.files[file]
        return Reply(body={"status": True})

    @route("POST", "/api/v1/files/")
    def upload(self, request: Request) -> Reply:
        form = request.form
        (sent,) = form.files
        name, id_ = sent.name.rsplit("/", 1)[-1], f"20000000-0000-4000-8000-{next(self.ids):012}"
        about = {
            "name": name,
            "content_type": sent.media_type,
            "size": len(sent.content),
            "file_hash": hashlib.sha256(sent.content).hexdigest(),
            "data": json.loads(form.fields["metadata"]),
        }
        data = {"status": "pending", "content": sent.content.decode().replace("\r\n", "\n")}
        times = {"created_at": self.now(), "updated_at": self.now()}
        self.files[id_] = {"id": id_, "hash": None, "filename": name, "data": data, "meta": about, **times}
        answer = {**self.files[id_], "data": {"status": "pending"}, "status": True}
        if name not in self.slow:
            self._index(self.files[id_])
        return Reply(body=answer)

    @route("GET", "/api/v1/files/user/search")
    def search_files(self, request: Request) -> Reply:
        skip, limit = int(request.query.get("skip", "0")), int(request.query.get("limit", "50"))
        found = [{**one, "data": {**one["data"], "content": ""}} for one in self.files.values()]
        return Reply(body=found[::-1][skip : skip + limit])

    @route("GET", "/api/v1/files/{id_}")
    def read_file(self, request: Request, id_: str) -> Reply:
        return Reply(body=self._file(id_))

    @route("DELETE", "/api/v1/files/{id_}")
    def delete_file(self, request: Request, id_: str) -> Reply:
        self._file(id_)
        for base in [base for base, linked in self.links.items() if id_ in linked]:
            self._unlink(base, id_)
        del self.files[id_]
        return Reply(body={"message": "File deleted successfully"})

    @route("POST", "/api/v1/files/{id_}/data/content/update")
    def edit_file(self, request: Request, id_: str) -> Reply:
        file = self._file(id_)
        file["data"]["content"] = request.json["content"]
        self._hashed(file)
        for base in [base for base, linked in self.links.items() if id_ in linked]:
            self.link(base, file)
        return Reply(body={"content": file["data"]["content"]})

    def _index(self, file: dict[str, Any]) -> None:
        """Index and link one upload, or say why not."""
        content, home = file["data"]["content"], _home(file)
        said = hashlib.sha256(content.encode()).hexdigest()
        if not content.strip():
            file["data"] |= {"status": "failed", "error": EMPTY}
        elif any(one["about"]["hash"] == said for one in self.passages[home].values()):
            file["data"] |= {"status": "failed", "error": DUPLICATE}
        else:
            self._hashed(file)
            self.link(home, file)
            file["data"] |= {"status": "completed", "error": None}

    def _hashed(self, file: dict[str, Any]) -> None:
        file |= {"hash": hashlib.sha256(file["data"]["content"].encode()).hexdigest(), "updated_at": self.now()}

    def link(self, base: str, file: dict[str, Any]) -> None:
        about = {**file["meta"]["data"], "name": file["filename"], "file_id": file["id"], "hash": file["hash"]}
        self.passages[base][file["id"]] = {"text": file["data"]["content"], "about": about}
        if file["id"] not in self.links[base]:
            self.links[base].append(file["id"])

    def _unlink(self, base: str, id_: str) -> None:
        self.links[base].remove(id_)
        said = self.files[id_]["hash"]
        kept = {one: what for one, what in self.passages[base].items() if one != id_ and what["about"]["hash"] != said}
        self.passages[base] = kept

    def _base(self, id_: str, status: int = 400) -> dict[str, Any]:
        if id_ not in self.bases:
            raise Refusal(status, self.error(status, NOT_FOUND))
        return self.bases[id_]

    def _file(self, id_: str) -> dict[str, Any]:
        if id_ not in self.files:
            raise Refusal(404, self.error(404, NOT_FOUND))
        return self.files[id_]


def _home(file: dict[str, Any]) -> str:
    return str(file["meta"]["data"].get("knowledge_id", ""))
