"""OpenAI's Agents API (beta): agents and environment templates, with the defaults that the server fills in."""

import base64
from typing import Any

from tests.support.fakes.base import route
from tests.support.fakes.messages import Reply, Request
from tests.support.fakes.openai_files import FileRoutes
from tests.support.fakes.openai_forms import invalid, missing, new_id, now, page, pairs, taken
from tests.support.fakes.shelf import Shelf

FIELDS = (
    "name", "model", "instructions", "metadata", "tools", "reasoning", "text", "service_tier", "multi_agent",
    "compaction", "experimental",
)  # fmt: skip
_TOOLS: dict[str, dict[str, Any]] = {
    "function": {"defer_loading": False},
    "mcp": {"allowed_tools": None, "connection_origin": "service", "request_metadata": {}, "required": False},
    "web_search": {"allowed_domains": None, "context_size": "medium", "location": None, "mode": "live"},
}
_SHELL = {"capability_directories": [], "plugins": [], "skills": []}
_PACKAGES: dict[str, list[str]] = {"npm": [], "python": [], "system": []}


class AgentRoutes(FileRoutes):
    def __init__(self) -> None:
        super().__init__()
        self.agents = Shelf()
        self.templates = Shelf()

    @route("POST", "/agents")
    def create_agent(self, request: Request) -> Reply:
        return Reply(body=self.put_agent(taken(request, FIELDS, ("model",))))

    def put_agent(self, body: dict[str, Any]) -> dict[str, Any]:
        id_, made = new_id("agent_"), now()
        agent = {"id": id_, "object": "agent", "created_at": made, "updated_at": made, **_resolved(body)}
        return self.agents.put(id_, agent)

    @route("GET", "/agents")
    def list_agents(self, request: Request) -> Reply:
        return page(request, self.agents.listed())

    @route("GET", "/agents/{id_}")
    def get_agent(self, request: Request, id_: str) -> Reply:
        return Reply(body=self.agent(id_))

    @route("POST", "/agents/{id_}")
    def update_agent(self, request: Request, id_: str) -> Reply:
        """What is left out stays; what is given replaces the whole field, and null puts its default back."""
        agent, body = self.agent(id_), taken(request, FIELDS)
        known = {name: agent[name] for name in FIELDS if name in agent}
        agent.update(_resolved({**known, **body}), updated_at=now())
        return Reply(body=agent)

    @route("DELETE", "/agents/{id_}")
    def delete_agent(self, request: Request, id_: str) -> Reply:
        self.agent(id_)
        self.agents.pop(id_)
        return Reply(body={"id": id_, "object": "agent.deleted", "deleted": True})

    @route("POST", "/agents/environments/templates")
    def create_template(self, request: Request) -> Reply:
        return Reply(body=self.put_template(taken(request, ("name", "files", "network", "packages"))))

    def put_template(self, body: dict[str, Any]) -> dict[str, Any]:
        id_, made = new_id("envtmpl_"), now()
        template = {"id": id_, "object": "agent.environment.template", "created_at": made, "updated_at": made}
        return self.templates.put(id_, {**template, **_SHELL, **self._template(body)})

    @route("GET", "/agents/environments/templates")
    def list_templates(self, request: Request) -> Reply:
        return page(request, self.templates.listed())

    @route("GET", "/agents/environments/templates/{id_}")
    def get_template(self, request: Request, id_: str) -> Reply:
        return Reply(body=self.template(id_))

    @route("POST", "/agents/environments/templates/{id_}")
    def update_template(self, request: Request, id_: str) -> Reply:
        template, body = self.template(id_), taken(request, ("name", "files", "network", "packages"))
        shown = self._template(body)
        template.update({name: shown[name] for name in body}, updated_at=now())
        return Reply(body=template)

    @route("DELETE", "/agents/environments/templates/{id_}")
    def delete_template(self, request: Request, id_: str) -> Reply:
        self.template(id_)
        self.templates.pop(id_)
        return Reply(body={"id": id_, "object": "agent.environment.template.deleted", "deleted": True})

    def agent(self, id_: str) -> dict[str, Any]:
        found = self.agents.get(id_)
        if found is None:
            raise missing("agent", id_)
        return found

    def template(self, id_: str) -> dict[str, Any]:
        found = self.templates.get(id_)
        if found is None:
            raise missing("environment template", id_)
        return found

    def _template(self, body: dict[str, Any]) -> dict[str, Any]:
        network = body.get("network") or {"access": "enabled"}
        return {
            "name": body.get("name"),
            "files": [self._file(file) for file in body.get("files") or ()],
            "network": {"allowed_domains": [], **network},
            "packages": {**_PACKAGES, **(body.get("packages") or {})},
        }

    def _file(self, file: dict[str, Any]) -> dict[str, Any]:
        """As it is shown: the bytes of an inline file are never given back."""
        if not file["path"].startswith("/workspace/") or "/../" in file["path"]:
            raise invalid("A path must be inside /workspace.", "files")
        if file["type"] == "inline":
            size = len(base64.b64decode(file["data"], validate=True))
            return {"type": "inline", "path": file["path"], "size_bytes": size}
        self.file(file["file_id"])
        return {"type": "file_id", "path": file["path"], "file_id": file["file_id"]}


def _resolved(body: dict[str, Any]) -> dict[str, Any]:
    """An agent as it is shown, every default filled in."""
    reasoning, text = body.get("reasoning") or {}, body.get("text") or {}
    multi = body.get("multi_agent") or {"enabled": False}
    return {
        "name": body.get("name"),
        "model": body["model"],
        "instructions": body.get("instructions"),
        "metadata": pairs(body.get("metadata"), "metadata"),
        "tools": [_tool(tool) for tool in body.get("tools") or ()],
        "reasoning": {"effort": reasoning.get("effort", "medium"), "summary": reasoning.get("summary")},
        "text": {"format": _format(text.get("format")), "verbosity": text.get("verbosity", "medium")},
        "service_tier": body.get("service_tier") or "auto",
        "multi_agent": {"max_concurrent_subagents": 6, **multi},
    }


def _tool(tool: dict[str, Any]) -> dict[str, Any]:
    if tool.get("type") not in _TOOLS:
        raise invalid(f"Unknown tool type: {tool.get('type')}", "tools")
    if tool["type"] == "function" and not {"name", "description", "parameters"} <= tool.keys():
        raise invalid("Missing required parameter: 'tools[].description'.", "tools")
    return {**_TOOLS[tool["type"]], **tool}


def _format(form: dict[str, Any] | None) -> dict[str, Any]:
    return form or {"type": "text"}
