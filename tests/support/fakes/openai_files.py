"""OpenAI's Files API: immutable, without metadata, and most purposes cannot be downloaded."""

from typing import Any

from tests.support.fakes.base import Fake, route
from tests.support.fakes.messages import Reply, Request
from tests.support.fakes.openai_forms import invalid, missing, new_id, now, page
from tests.support.fakes.shelf import Shelf

PURPOSES = ("assistants", "batch", "fine-tune", "vision", "user_data", "evals")
DOWNLOADABLE = ("batch", "vision")


class FileRoutes(Fake):
    def __init__(self) -> None:
        super().__init__()
        self.files = Shelf()
        self.contents: dict[str, bytes] = {}

    @route("POST", "/files")
    def upload(self, request: Request) -> Reply:
        form = request.form
        purpose = form.fields.get("purpose")
        if purpose not in PURPOSES:
            raise invalid(f"'{purpose}' is not one of {list(PURPOSES)} - 'purpose'", "purpose")
        if [one.field for one in form.files] != ["file"]:
            raise invalid("'file' is a required property")
        (file,) = form.files
        if not file.content:
            raise invalid("File is empty.", "file")
        return Reply(body=self.put_file(file.name, file.content, purpose))

    def put_file(self, name: str, content: bytes, purpose: str = "assistants") -> dict[str, Any]:
        id_ = new_id("file-")
        self.contents[id_] = content
        return self.files.put(
            id_,
            {
                "id": id_,
                "object": "file",
                "bytes": len(content),
                "created_at": now(),
                "expires_at": None,
                "filename": name.rsplit("/", 1)[-1],
                "purpose": purpose,
                "status": "processed",
                "status_details": None,
            },
        )

    @route("GET", "/files")
    def list_files(self, request: Request) -> Reply:
        purpose = request.query.get("purpose")
        files = [one for one in self.files.listed() if purpose in (None, one["purpose"])]
        return page(request, files, most=10_000, usual=10_000)

    @route("GET", "/files/{id_}")
    def get_file(self, request: Request, id_: str) -> Reply:
        return Reply(body=self.file(id_))

    @route("GET", "/files/{id_}/content")
    def download(self, request: Request, id_: str) -> Reply:
        purpose = self.file(id_)["purpose"]
        if purpose not in DOWNLOADABLE:
            raise invalid(f"Not allowed to download files of purpose: {purpose}")
        return Reply(body=self.contents[id_], headers={"content-type": "application/octet-stream"})

    @route("DELETE", "/files/{id_}")
    def delete_file(self, request: Request, id_: str) -> Reply:
        self.file(id_)
        self.files.pop(id_)
        self.file_gone(id_)
        return Reply(body={"id": id_, "object": "file", "deleted": True})

    def file(self, id_: str) -> dict[str, Any]:
        found = self.files.get(id_)
        if found is None:
            raise missing("file", id_)
        return found

    def file_gone(self, id_: str) -> None:
        """What a deleted file was attached to loses it."""
