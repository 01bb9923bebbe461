"""The chats of all users, as an administrator sees them, and what they think of the answers."""

from collections.abc import Callable
from itertools import count
from typing import Any

from tests.support.fakes.base import route
from tests.support.fakes.messages import Refusal, Reply, Request
from tests.support.fakes.openwebui_presets import NOT_FOUND, PAGE, paged


class Chats:
    """A mixin: whoever has it keeps `chats` and `feedbacks`.

    `administrator` is whose key it is; `hidden` are chats that are counted, and slip from page to page.
    """

    chats: dict[str, dict[str, Any]]
    feedbacks: dict[str, dict[str, Any]]
    administrator: bool
    hidden: int
    ids: "count[int]"
    now: Callable[[], int]
    error: Callable[[int, str], Any]

    @route("POST", "/api/v1/chats/new")
    def new_chat(self, request: Request) -> Reply:
        id_, time, chat = f"30000000-0000-4000-8000-{next(self.ids):012}", self.now(), request.json["chat"]
        self.chats[id_] = {
            "id": id_, "user_id": "somebody", "title": chat.get("title", "New Chat"), "chat": chat, "updated_at": time,
            "created_at": time, "share_id": None, "archived": False, "pinned": False, "meta": {}, "folder_id": None,
        }  # fmt: skip
        return Reply(body=self.chats[id_])

    @route("GET", "/api/v1/chats/{id_}")
    def read_chat(self, request: Request, id_: str) -> Reply:
        if id_ not in self.chats:
            raise Refusal(401, self.error(401, NOT_FOUND))
        return Reply(body=self.chats[id_])

    @route("GET", "/api/v1/analytics/models/{preset}/chats")
    def list_chats(self, request: Request, preset: str) -> Reply:
        self._only_administrators()
        first, size = int(request.query["skip"]), min(int(request.query["limit"]), 100)
        found = sorted((one for one in self.chats.values() if _with(one, preset)), key=lambda one: one["updated_at"])
        rows = [
            {
                "chat_id": one["id"], "user_id": one["user_id"], "user_name": "Somebody",
                "first_message": one["title"], "updated_at": one["updated_at"],
            }
            for one in found
        ]  # fmt: skip
        return Reply(body={"chats": rows[first : first + size], "total": len(rows) + self.hidden})

    @route("POST", "/api/v1/evaluations/feedback")
    def rate(self, request: Request) -> Reply:
        id_, time = f"40000000-0000-4000-8000-{next(self.ids):012}", self.now()
        body = {name: request.json[name] for name in ("type", "data", "meta")}
        self.feedbacks[id_] = {
            "id": id_, "user_id": "somebody", "version": 0, **body, "created_at": time, "updated_at": time
        }  # fmt: skip
        return Reply(body=self.feedbacks[id_])

    @route("GET", "/api/v1/evaluations/feedbacks/list")
    def list_feedbacks(self, request: Request) -> Reply:
        self._only_administrators()
        wanted = request.query["model_id"]
        found = [one for one in self.feedbacks.values() if one["data"]["model_id"] == wanted]
        return Reply(body=paged(found, request, PAGE))

    def _only_administrators(self) -> None:
        if not self.administrator:
            raise Refusal(401, self.error(401, "You do not have permission to access this resource."))


def _with(chat: dict[str, Any], preset: str) -> bool:
    return any(one.get("model") == preset for one in chat["chat"]["history"]["messages"].values())
