"""Agents: every change is a new version, a PATCH leaves alone what it does not name, metadata is replaced whole."""

import json
import secrets
from typing import Any

from tests.support.fakes.base import Fake, route
from tests.support.fakes.messages import Reply, Request
from tests.support.fakes.mistral_forms import invalid, missing, now, number, taken
from tests.support.fakes.shelf import Shelf

ARGUMENTS = (
    "stop", "presence_penalty", "frequency_penalty", "temperature", "top_p", "max_tokens", "random_seed", "prediction",
    "response_format", "tool_choice", "reasoning_effort",
)  # fmt: skip
CREATE = (
    "model", "name", "instructions", "tools", "completion_args", "guardrails", "description", "handoffs", "metadata",
    "version_message",
)  # fmt: skip
UPDATE = (*CREATE, "deployment_chat")
FLOATS = ("temperature", "top_p", "presence_penalty", "frequency_penalty")
TOOLS = {
    "function": ("function",),
    "web_search": ("tool_configuration",),
    "web_search_premium": ("tool_configuration",),
    "code_interpreter": ("tool_configuration",),
    "image_generation": ("tool_configuration",),
    "document_library": ("library_ids", "tool_configuration"),
    "connector": ("connector_id", "authorization", "tool_configuration"),
}


class AgentRoutes(Fake):
    def __init__(self) -> None:
        super().__init__()
        self.agents = Shelf()
        self.versions: dict[str, list[dict[str, Any]]] = {}

    @route("POST", "/v1/agents")
    def create_agent(self, request: Request) -> Reply:
        body = taken(request.json, CREATE, ("model", "name"))
        id_, time = f"ag_{secrets.token_hex(16)}", now()
        agent = {
            **dict.fromkeys(CREATE),
            **filled(body),
            "object": "agent",
            "id": id_,
            "version": 0,
            "versions": [0],
            "created_at": time,
            "updated_at": time,
            "deployment_chat": False,
            "source": "api",
            "owner_id": "owner",
        }
        self.versions[id_] = [agent]
        return Reply(body=self.agents.put(id_, agent))

    @route("GET", "/v1/agents/pages")
    def list_agents(self, request: Request) -> Reply:
        wanted = json.loads(request.query.get("metadata", "{}"))
        if not isinstance(wanted, dict):
            raise invalid(["query", "metadata"], "Input should be a valid dictionary", "dict_type")
        found = [agent for agent in self.agents.listed() if wanted.items() <= (agent["metadata"] or {}).items()]
        size, start = number(request.query.get("page_size", "20"), "page_size", 1000), self._start(request)
        token = f"t{start + size}" if start + size < len(found) else None
        return Reply(body={"object": "list", "data": found[start : start + size], "next_page_token": token})

    @route("GET", "/v1/agents/{id_}")
    def get_agent(self, request: Request, id_: str) -> Reply:
        return Reply(body=self._agent(id_))

    @route("PATCH", "/v1/agents/{id_}")
    def update_agent(self, request: Request, id_: str) -> Reply:
        agent = self._agent(id_)
        body = filled(taken(request.json, UPDATE))
        version = len(self.versions[id_])
        changed = {**agent, **body, "version": version, "versions": [*range(version + 1)], "updated_at": now()}
        self.versions[id_].append(changed)
        return Reply(body=self.agents.put(id_, changed))

    @route("PATCH", "/v1/agents/{id_}/version")
    def switch_agent(self, request: Request, id_: str) -> Reply:
        versions = self.versions[self._agent(id_)["id"]]
        chosen = versions[number(request.query.get("version", ""), "version", len(versions) - 1)]
        return Reply(body=self.agents.put(id_, {**chosen, "versions": [*range(len(versions))], "updated_at": now()}))

    @route("DELETE", "/v1/agents/{id_}")
    def delete_agent(self, request: Request, id_: str) -> Reply:
        self.agents.pop(self._agent(id_)["id"])
        return Reply(status=204)

    def _agent(self, id_: str) -> dict[str, Any]:
        agent = self.agents.get(id_)
        if agent is None:
            raise missing("Agent", id_)
        return agent

    def _start(self, request: Request) -> int:
        token = request.query.get("page_token", "t0")
        if not token.removeprefix("t").isdigit():
            raise invalid(["query", "page_token"], "Invalid page token", "value_error")
        return int(token.removeprefix("t"))


def filled(body: dict[str, Any]) -> dict[str, Any]:
    """What was given, with what the server fills in beside it."""
    if body.get("handoffs") == []:
        raise invalid(["body", "handoffs"], "List should have at least 1 item", "too_short")
    done = dict(body)
    if "completion_args" in body:
        done["completion_args"] = _arguments(body["completion_args"])
    if "tools" in body:
        done["tools"] = [_tool(tool) for tool in body["tools"]]
    return {"tools": [], "completion_args": _arguments({}), **done} if "model" in body else done


def _arguments(given: Any) -> dict[str, Any]:
    args = taken(given, ARGUMENTS)
    for name in FLOATS:
        if args.get(name) is not None:
            args[name] = float(args[name])
    if not 0 <= (args.get("temperature") or 0) <= 1:
        raise invalid(["body", "completion_args", "temperature"], "Input should be at most 1", "less_than_equal")
    return {**dict.fromkeys(ARGUMENTS), "tool_choice": "auto", **args}


def _tool(given: Any) -> dict[str, Any]:
    kind = given.get("type") if isinstance(given, dict) else None
    if kind not in TOOLS:
        raise invalid(["body", "tools"], f"Input tag {kind!r} is not one of the expected tags", "union_tag_invalid")
    tool = taken(given, ("type", *TOOLS[kind]), TOOLS[kind][:1] if "tool_configuration" not in TOOLS[kind][:1] else ())
    if kind == "function":
        function = taken(tool["function"], ("name", "description", "strict", "parameters"), ("name", "parameters"))
        return {"type": kind, "function": {"description": "", "strict": False, **function}}
    return {"tool_configuration": None, **tool}
