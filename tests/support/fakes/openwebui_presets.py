"""Presets of the fake Open WebUI: versions, tags, and what an update keeps."""

import json
import re
from collections.abc import Callable
from itertools import count
from typing import Any

from tests.support.fakes.base import route
from tests.support.fakes.messages import Refusal, Reply, Request

PAGE = 30
NOT_FOUND = "We could not find what you're looking for :/"
TAKEN = "Uh-oh! This model id is already registered. Please choose another model id string."
FILLED_IN = ("profile_image_url", "background_image_url", "description", "i18n", "capabilities", "knowledge", "voice")


class Presets:
    """A mixin: whoever has it keeps `presets` by id."""

    presets: dict[str, dict[str, Any]]
    ids: "count[int]"
    now: Callable[[], int]
    error: Callable[[int, str], Any]

    @route("GET", "/api/v1/models/list")
    def list_presets(self, request: Request) -> Reply:
        tag = json.dumps(request.query.get("tag", "").lower())
        found = [one for one in self.presets.values() if tag == '""' or tag in json.dumps(one["meta"]).lower()]
        return Reply(body=paged(found, request, PAGE))

    @route("GET", "/api/v1/models/model")
    def read_preset(self, request: Request) -> Reply:
        return Reply(body=self._preset(request.query["id"], 404))

    @route("POST", "/api/v1/models/create")
    def create_preset(self, request: Request) -> Reply:
        form = self._form(request)
        if form["id"] in self.presets:
            raise Refusal(401, self.error(401, TAKEN))
        made = {**_snapshot(form), "id": form["id"], "is_active": form.get("is_active", True), "access_grants": []}
        made |= {"version_id": self._version(), "created_at": self.now(), "updated_at": self.now()}
        self.presets[form["id"]] = made
        return Reply(body=made)

    @route("POST", "/api/v1/models/model/update")
    def update_preset(self, request: Request) -> Reply:
        form = self._form(request)
        there = self._preset(form["id"], 401)
        self.change_preset(there, _snapshot(form))
        there["is_active"] = form.get("is_active", there["is_active"])
        return Reply(body=there)

    @route("POST", "/api/v1/models/model/delete")
    def delete_preset(self, request: Request) -> Reply:
        del self.presets[self._preset(request.json["id"], 401)["id"]]
        return Reply(body=True)

    def change_preset(self, there: dict[str, Any], snapshot: dict[str, Any]) -> None:
        """Only a real change makes a new version; every write moves the time."""
        if any(there[key] != value for key, value in snapshot.items()):
            there["version_id"] = self._version()
        there |= {**snapshot, "updated_at": self.now()}

    def _preset(self, id_: str, status: int) -> dict[str, Any]:
        if id_ not in self.presets:
            raise Refusal(status, self.error(status, NOT_FOUND))
        return self.presets[id_]

    def _form(self, request: Request) -> dict[str, Any]:
        form = request.json
        missing = [name for name in ("id", "name", "meta", "params") if name not in form]
        if missing or not re.fullmatch(r"\S+", str(form["id"])):
            raise Refusal(422, {"detail": [{"loc": ["body", name]} for name in missing or ["id"]]})
        return dict(form)

    def _version(self) -> str:
        return f"00000000-0000-4000-8000-{next(self.ids):012}"


def paged(found: list[dict[str, Any]], request: Request, size: int) -> dict[str, Any]:
    page = max(int(request.query.get("page", "1")), 1)
    return {"items": found[(page - 1) * size : page * size], "total": len(found)}


def _snapshot(form: dict[str, Any]) -> dict[str, Any]:
    meta = {**dict.fromkeys(FILLED_IN), **form["meta"]}
    return {"name": form["name"], "base_model_id": form.get("base_model_id"), "params": form["params"], "meta": meta}
