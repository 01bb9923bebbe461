"""Example's API: what docs/how-to/example_provider.py speaks to."""

from itertools import count
from typing import Any

from tests.support.fakes.base import Fake, route
from tests.support.fakes.messages import Refusal, Reply, Request

KEY = "example-canary-0123456789"
PAGE = 2


class FakeExample(Fake):
    """Agents and bases are objects with versions; a base has files."""

    def __init__(self) -> None:
        super().__init__()
        self.ids = count(1)
        self.objects: dict[str, dict[str, dict[str, Any]]] = {"agents": {}, "bases": {}}
        self.files: dict[str, dict[str, dict[str, str]]] = {}

    def check(self, request: Request) -> None:
        if request.headers.get("authorization") != f"Bearer {KEY}":
            raise Refusal(401, self.error(401, "who are you?"))

    def put(self, kind: str, body: dict[str, Any]) -> dict[str, Any]:
        id_ = f"{kind}-{next(self.ids)}"
        self.objects[kind][id_] = made = {**self._resolved(body), "id": id_, "version": 1}
        self.files[id_] = {}
        return made

    def touch(self, kind: str, id_: str, **fields: Any) -> dict[str, Any]:
        there = self._there(kind, id_)
        there.update(fields, version=there["version"] + 1)
        return there

    @route("GET", "/v1/{kind}")
    def listing(self, request: Request, kind: str) -> Reply:
        start = int(request.query.get("after", "0"))
        found = list(self.objects[kind].values())
        body: dict[str, Any] = {"data": found[start : start + PAGE]}
        return Reply(body={**body, "next": str(start + PAGE)} if start + PAGE < len(found) else body)

    @route("POST", "/v1/{kind}")
    def create(self, request: Request, kind: str) -> Reply:
        return Reply(body=self.put(kind, request.json))

    @route("GET", "/v1/{kind}/{id_}")
    def read(self, request: Request, kind: str, id_: str) -> Reply:
        return Reply(body=self._there(kind, id_))

    @route("PUT", "/v1/{kind}/{id_}")
    def replace(self, request: Request, kind: str, id_: str) -> Reply:
        there = self._there(kind, id_)
        fresh = {**self._resolved(request.json), "id": id_, "version": there["version"] + 1}
        self.objects[kind][id_] = fresh
        return Reply(body=fresh)

    @route("DELETE", "/v1/{kind}/{id_}")
    def delete(self, request: Request, kind: str, id_: str) -> Reply:
        self._there(kind, id_)
        del self.objects[kind][id_]
        return Reply(status=204)

    @route("GET", "/v1/bases/{id_}/files")
    def held(self, request: Request, id_: str) -> Reply:
        return Reply(body={"data": list(self.files[id_].values())})

    @route("POST", "/v1/bases/{id_}/files")
    def upload(self, request: Request, id_: str) -> Reply:
        file = f"file-{next(self.ids)}"
        self.files[id_][file] = {"id": file, **request.form.fields}
        self.touch("bases", id_)
        return Reply(body=self.files[id_][file])

    @route("DELETE", "/v1/bases/{id_}/files/{file}")
    def remove(self, request: Request, id_: str, file: str) -> Reply:
        self.files[id_].pop(file, None)
        self.touch("bases", id_)
        return Reply(status=204)

    def _there(self, kind: str, id_: str) -> dict[str, Any]:
        if id_ not in self.objects[kind]:
            raise Refusal(404, self.error(404, f"there is no {id_}"))
        return self.objects[kind][id_]

    def _resolved(self, body: dict[str, Any]) -> dict[str, Any]:
        """Bases are named by their ids and shown with their names. What nobody said has a default."""
        bases = [{"id": one, "name": self._there("bases", one)["name"]} for one in body.get("bases", ())]
        return {"locale": "en", **body, "bases": bases}
