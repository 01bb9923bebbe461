"""A Foundry project: its agents, each with versions, and the OpenAI-shaped API beside them.

Made from the types of azure-ai-projects and the openai package; the tests hold it against both.
"""

import re
from dataclasses import replace
from typing import Any

from tests.support.fakes.base import route
from tests.support.fakes.messages import Refusal, Reply, Request
from tests.support.fakes.openai_forms import new_id, now, page, pairs, taken
from tests.support.fakes.openai_responses import ResponseRoutes
from tests.support.fakes.openai_tuning import TuningRoutes
from tests.support.fakes.shelf import Shelf
from tests.support.fakes.trouble import Trouble

KEY = "azure-canary-0123456789abcdef"
PROJECT = "/api/projects/demo"
_NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\Z")
_DEFAULTS: dict[str, dict[str, Any]] = {
    "file_search": {"max_num_results": 20},
    "mcp": {"headers": None},
    "openapi": {},
    "function": {},
    "web_search": {"search_context_size": "medium"},
    "code_interpreter": {},
    "image_generation": {"size": "auto", "quality": "auto"},
}


class FakeAzure(ResponseRoutes, TuningRoutes):
    """Journal, trouble and routes leave the project and `/openai/v1` out. A file is looked through before a job."""

    suffix_most = 18
    looks = 2

    def __init__(self) -> None:
        super().__init__()
        self.agents = Shelf()
        self.versions: dict[str, list[dict[str, Any]]] = {}

    @property
    def endpoint(self) -> str:
        return f"{self.url}{PROJECT}"

    def answer(self, request: Request) -> tuple[Reply, Trouble]:
        if not request.path.startswith(f"{PROJECT}/"):
            return self.unknown(request), Trouble.NONE
        path = request.path.removeprefix(PROJECT)
        if path.startswith("/agents") != (request.query.get("api-version") == "v1"):
            return Reply(status=400, body=self.error(400, "the api-version is wrong")), Trouble.NONE
        return super().answer(replace(request, path=path.removeprefix("/openai/v1")))

    def check(self, request: Request) -> None:
        key = request.headers.get("api-key") or request.headers.get("authorization", "").removeprefix("Bearer ")
        if key != KEY:
            raise Refusal(401, self.error(401, f"Access denied due to invalid subscription key {key}."))
        if "openai-organization" in request.headers:
            raise Refusal(400, self.error(400, "what is for OpenAI is not for Azure"))

    def error(self, status: int, message: str) -> Any:
        return {"error": {"code": str(status), "message": message}}

    @route("GET", "/agents")
    def list_agents(self, request: Request) -> Reply:
        return page(request, [self.shown_agent(one["name"]) for one in self.agents.listed()])

    @route("GET", "/agents/{name}")
    def get_agent(self, request: Request, name: str) -> Reply:
        return Reply(body=self.shown_agent(name))

    @route("POST", "/agents/{name}/versions")
    def create_version(self, request: Request, name: str) -> Reply:
        body = taken(request, ("definition", "metadata", "description", "draft"), ("definition",))
        if not _NAME.match(name):
            raise Refusal(400, self.error(400, f"{name} is no name of an agent"))
        return Reply(body=self.put_version(name, body))

    def put_version(self, name: str, body: dict[str, Any]) -> dict[str, Any]:
        if self.agents.get(name) is None:
            self.agents.put(name, {"id": name, "name": name, "guid": new_id("")})
            self.versions[name] = []
        number = str(len(self.versions[name]) + 1)
        version = {
            "object": "agent.version",
            "id": f"{name}:{number}",
            "name": name,
            "version": number,
            "description": body.get("description"),
            "created_at": now(),
            "metadata": pairs(body.get("metadata"), "metadata"),
            "definition": self._resolved(body["definition"]),
            "draft": False,
            "status": "active",
        }
        self.versions[name].append(version)
        return version

    @route("DELETE", "/agents/{name}")
    def delete_agent(self, request: Request, name: str) -> Reply:
        self.shown_agent(name)
        self.agents.pop(name)
        self.versions.pop(name)
        return Reply(body={"object": "agent.deleted", "name": name, "deleted": True})

    def latest(self, name: str) -> dict[str, Any]:
        self.shown_agent(name)
        return self.versions[name][-1]

    def shown_agent(self, name: str) -> dict[str, Any]:
        if self.agents.get(name) is None:
            raise Refusal(404, self.error(404, f"there is no agent {name}"))
        state = {"state": "enabled", "configuration_state": "enabled"}
        return {"object": "agent", "id": name, "name": name, **state, "versions": {"latest": self.versions[name][-1]}}

    def wanted(self, request: Request) -> dict[str, Any]:
        """What an agent is asked for is its own; nothing of it may be said beside. Without one a deployment answers."""
        if "agent_reference" not in request.json:
            return super().wanted(request)
        known = ("input", "agent_reference", "stream", "store", "previous_response_id")
        body = taken(request, known, ("input", "agent_reference"))
        agent = self.latest(body["agent_reference"]["name"])["definition"]
        return {**{name: agent[name] for name in ("model", "instructions", "tools") if agent.get(name)}, **body}

    def _resolved(self, definition: dict[str, Any]) -> dict[str, Any]:
        if definition.get("kind") != "prompt" or not definition.get("model"):
            raise Refusal(400, self.error(400, "the definition is no prompt agent's"))
        return {**definition, "tools": [self._tool(tool) for tool in definition.get("tools") or ()]}

    def _tool(self, tool: dict[str, Any]) -> dict[str, Any]:
        if tool.get("type") not in _DEFAULTS:
            raise Refusal(400, self.error(400, f"unknown tool {tool.get('type')}"))
        return {**_DEFAULTS[tool["type"]], **tool}
