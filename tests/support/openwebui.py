"""A provider for an Open WebUI, fake or real, and the hands of somebody at its console."""

from collections.abc import Sequence
from typing import Any

from gptctl.core.address import RemoteId
from gptctl.providers.openwebui.provider import OpenWebUIProvider
from tests.support.servers.process import call


def provider(url: str, key: str) -> OpenWebUIProvider:
    """One that never really waits."""
    environ = {"OPENWEBUI_API_KEY": key}
    return OpenWebUIProvider(name="openwebui", settings={"base_url": url}, environ=environ, sleep=lambda _: None)


class Console:
    """What people do behind our back."""

    def __init__(self, url: str, key: str) -> None:
        self._url = url
        self._key = key
        self._foreign: list[tuple[str, str]] = []
        self._chats: list[str] = []

    def call(self, method: str, path: str, body: Any = None) -> Any:
        return call(method, f"{self._url}{path}", body, key=self._key)

    def make_foreign(self, kind: str) -> RemoteId:
        if kind == "knowledge":
            made = self.call("POST", "/api/v1/knowledge/create", {"name": "theirs", "description": "Theirs"})
        else:
            preset = {"id": "theirs", "name": "theirs", "base_model_id": "x", "meta": {}, "params": {}}
            made = self.call("POST", "/api/v1/models/create", preset)
        self._foreign.append((kind, made["id"]))
        return RemoteId(made["id"])

    def set_metadata(self, kind: str, id_: RemoteId, text: str) -> None:
        there = self.read(kind, id_)
        if kind == "knowledge":
            self.rewrite_base(there, description=f"{text} {there['description']}")
        else:
            self.rewrite_preset(there, meta={**there["meta"], "theirs": text})

    def get_metadata(self, kind: str, id_: RemoteId) -> str:
        there = self.read(kind, id_)
        return str(there["description"].split(" ")[0] if kind == "knowledge" else there["meta"]["theirs"])

    def edit(self, kind: str, id_: RemoteId) -> None:
        """Another system prompt, or another text for the first file."""
        if kind == "knowledge":
            file = self.call("GET", f"/api/v1/knowledge/{id_}/files")["items"][0]["id"]
            self.call("POST", f"/api/v1/files/{file}/data/content/update", {"content": "Nobody may leave."})
        else:
            there = self.read(kind, id_)
            self.rewrite_preset(there, params={**there["params"], "system": "Be rude."})

    def read(self, kind: str, id_: str) -> Any:
        return self.call("GET", f"/api/v1/knowledge/{id_}" if kind == "knowledge" else f"/api/v1/models/model?id={id_}")

    def converse(self, id_: RemoteId, *questions: str) -> None:
        """A new chat of somebody, in which everything is answered with the same words."""
        messages: dict[str, Any] = {}
        for n, question in enumerate(questions):
            asked, answered, before = f"u{n}", f"a{n}", f"a{n - 1}" if n else None
            messages[asked] = {"id": asked, "parentId": before, "childrenIds": [answered], "role": "user",
                               "content": question, "models": [id_], "timestamp": 1_790_000_000 + n}  # fmt: skip
            messages[answered] = {"id": answered, "parentId": asked, "childrenIds": [], "role": "assistant",
                                  "content": "Indeed.", "model": id_, "done": True,
                                  "timestamp": 1_790_000_000 + n}  # fmt: skip
            if before:
                messages[before]["childrenIds"].append(asked)
        history = {"messages": messages, "currentId": f"a{len(questions) - 1}"}
        made = self.call("POST", "/api/v1/chats/new", {"chat": {"title": "x", "models": [id_], "history": history}})
        self._chats.append(made["id"])

    def rewrite_base(self, there: Any, **changes: str) -> None:
        form = {"name": there["name"], "description": there["description"], **changes}
        self.call("POST", f"/api/v1/knowledge/{there['id']}/update", form)

    def rewrite_preset(self, there: Any, **changes: Any) -> None:
        self.call("POST", "/api/v1/models/model/update", {**there, **changes})

    def forget(self, made: OpenWebUIProvider, scopes: Sequence[str]) -> None:
        """Delete all that a test left on a server that others use after it."""
        for handler in reversed(list(made.handlers.values())):
            for seen in [seen for scope in scopes for seen in handler.list(scope)]:
                handler.delete(seen.id, version="")
        for chat in self._chats:
            self.call("DELETE", f"/api/v1/chats/{chat}")
        for kind, id_ in self._foreign:
            if kind == "knowledge":
                self.call("DELETE", f"/api/v1/knowledge/{id_}/delete")
            else:
                self.call("POST", "/api/v1/models/model/delete", {"id": id_})
