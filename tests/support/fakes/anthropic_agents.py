"""Agents and environments: versions that only move when something changes, defaults filled in, archive for good."""

from typing import Any

from anthropic.types.beta import (
    AgentCreateParams,
    AgentUpdateParams,
    BetaEnvironment,
    BetaEnvironmentDeleteResponse,
    BetaManagedAgentsAgent,
    EnvironmentCreateParams,
    EnvironmentUpdateParams,
)

from tests.support.fakes.anthropic_forms import given, invalid, merged, missing, new_id, now, page, refusal, taken
from tests.support.fakes.base import Fake, route
from tests.support.fakes.messages import Reply, Request
from tests.support.fakes.shelf import Shelf

ALLOW = {"type": "always_allow"}
ASK = {"type": "always_ask"}
PACKAGES = ("apt", "cargo", "gem", "go", "npm", "pip")


class AgentRoutes(Fake):
    def __init__(self) -> None:
        super().__init__()
        self.agents = Shelf()
        self.environments = Shelf()
        self.versions: dict[str, dict[int, dict[str, Any]]] = {}

    @route("POST", "/v1/agents")
    def create_agent(self, request: Request) -> Reply:
        body, time = taken(request, AgentCreateParams), now()
        agent = {
            "type": "agent", "id": new_id("agent"), "version": 1, "created_at": time, "updated_at": time,
            "archived_at": None, "description": None, "system": None, "mcp_servers": [], "skills": [], "tools": [],
            "multiagent": None, "execution_identity": {"type": "service_account"},
            **self._filled(body, {}), "metadata": merged({}, body.get("metadata")),
        }  # fmt: skip
        self._check(agent)
        return self._kept(agent)

    @route("GET", "/v1/agents")
    def list_agents(self, request: Request) -> Reply:
        return page(request, BetaManagedAgentsAgent, _live(self.agents, request))

    @route("GET", "/v1/agents/{id_}")
    def get_agent(self, request: Request, id_: str) -> Reply:
        return given(BetaManagedAgentsAgent, self.agent(id_))

    @route("POST", "/v1/agents/{id_}")
    def update_agent(self, request: Request, id_: str) -> Reply:
        agent, body = self.agent(id_), taken(request, AgentUpdateParams)
        if agent["archived_at"]:
            raise invalid(f"agent {id_} is archived")
        if body.get("version", agent["version"]) != agent["version"]:
            raise refusal(409, "conflict_error", f"version {body['version']} is not {agent['version']}")
        done = {**agent, **self._filled(body, agent), "metadata": merged(agent["metadata"], body.get("metadata"))}
        self._check(done)
        if done != agent:  # a change that changes nothing makes no version
            done = {**done, "version": agent["version"] + 1, "updated_at": now()}
        return self._kept(done)

    @route("POST", "/v1/agents/{id_}/archive")
    def archive_agent(self, request: Request, id_: str) -> Reply:
        return given(BetaManagedAgentsAgent, _archived(self.agents, self.agent(id_)))

    @route("POST", "/v1/environments")
    def create_environment(self, request: Request) -> Reply:
        body, time = taken(request, EnvironmentCreateParams), now()
        environment = {
            "type": "environment", "id": new_id("env"), "name": body["name"], "description": body.get("description"),
            "created_at": time, "updated_at": time, "archived_at": None, "scope": "organization",
            "config": _config(body.get("config") or {"type": "cloud"}, {}),
            "metadata": merged({}, body.get("metadata")),
        }  # fmt: skip
        return given(BetaEnvironment, self.environments.put(environment["id"], environment))

    @route("GET", "/v1/environments")
    def list_environments(self, request: Request) -> Reply:
        return page(request, BetaEnvironment, _live(self.environments, request))

    @route("GET", "/v1/environments/{id_}")
    def get_environment(self, request: Request, id_: str) -> Reply:
        return given(BetaEnvironment, self.environment(id_))

    @route("POST", "/v1/environments/{id_}")
    def update_environment(self, request: Request, id_: str) -> Reply:
        environment, body = self.environment(id_), taken(request, EnvironmentUpdateParams)
        done = {
            **environment,
            **{name: body[name] for name in ("name", "description", "scope") if name in body},
            "metadata": merged(environment["metadata"], body.get("metadata")),
            "updated_at": now(),
        }
        if body.get("config"):
            done["config"] = _config(body["config"], environment["config"])
        return given(BetaEnvironment, self.environments.put(id_, done))

    @route("POST", "/v1/environments/{id_}/archive")
    def archive_environment(self, request: Request, id_: str) -> Reply:
        return given(BetaEnvironment, _archived(self.environments, self.environment(id_)))

    @route("DELETE", "/v1/environments/{id_}")
    def delete_environment(self, request: Request, id_: str) -> Reply:
        self.environment(id_)
        if self.in_use(id_):
            raise invalid(f"environment {id_} is used by sessions")
        self.environments.pop(id_)
        return given(BetaEnvironmentDeleteResponse, {"id": id_, "type": "environment_deleted"})

    def in_use(self, environment: str) -> bool:
        """Whether a session refers to an environment."""
        return False

    def agent(self, id_: str) -> dict[str, Any]:
        found = self.agents.get(id_)
        if found is None:
            raise missing("agent", id_)
        return found

    def environment(self, id_: str) -> dict[str, Any]:
        found = self.environments.get(id_)
        if found is None:
            raise missing("environment", id_)
        return found

    def _kept(self, agent: dict[str, Any]) -> Reply:
        self.versions.setdefault(agent["id"], {})[agent["version"]] = agent
        return given(BetaManagedAgentsAgent, self.agents.put(agent["id"], agent))

    def _filled(self, body: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
        """The fields that are given, as the server keeps them."""
        done: dict[str, Any] = {}
        if "name" in body:
            done["name"] = body["name"]
        for name in ("description", "system"):
            if name in body:
                done[name] = body[name] or None
        for name in ("mcp_servers", "skills"):
            if name in body:
                done[name] = [{"version": "1", **one} if name == "skills" else one for one in body[name] or []]
        if "model" in body:
            done["model"] = _model(body["model"], before.get("model", {}))
        if "tools" in body:
            done["tools"] = [_tool(tool) for tool in body["tools"] or []]
        if "multiagent" in body:
            done["multiagent"] = self._multiagent(body["multiagent"])
        if body.get("execution_identity"):
            done["execution_identity"] = body["execution_identity"]
        return done

    def _multiagent(self, wanted: dict[str, Any] | None) -> dict[str, Any] | None:
        if wanted is None:
            return None
        subagents = {"type": "enabled", "inline_agents": {"type": "enabled"}, **(wanted.get("subagents") or {})}
        subagents["predefined_agents"] = [self._pinned(one) for one in subagents.get("predefined_agents") or []]
        rest = {name: wanted.get(name) or {"type": "disabled"} for name in ("workflows", "advisor")}
        return {"type": wanted["type"], "subagents": subagents, **rest}

    def _pinned(self, entry: Any) -> dict[str, Any]:
        """An agent without a version is taken at the version that it has now."""
        id_ = entry if isinstance(entry, str) else entry["id"]
        agent = self.agent(id_)
        if agent["archived_at"] or agent["multiagent"]:
            raise invalid(f"agent {id_} cannot be called")
        return {"type": "agent", "id": id_, "version": agent["version"]}

    def _check(self, agent: dict[str, Any]) -> None:
        if not agent["name"]:
            raise invalid("name: must not be empty")
        if len(agent["system"] or "") > 100_000:
            raise invalid("system: at most 100000 characters")
        servers = {server["name"] for server in agent["mcp_servers"]}
        used = {tool["mcp_server_name"] for tool in agent["tools"] if tool["type"] == "mcp_toolset"}
        if servers != used or len(servers) != len(agent["mcp_servers"]):
            raise invalid("mcp_servers: each needs one name and one mcp_toolset")


def _live(shelf: Shelf, request: Request) -> list[dict[str, Any]]:
    everything = request.query.get("include_archived") == "true"
    return [one for one in shelf.listed() if everything or not one["archived_at"]]


def _archived(shelf: Shelf, item: dict[str, Any]) -> dict[str, Any]:
    return shelf.put(item["id"], {**item, "archived_at": item["archived_at"] or now()})


def _model(wanted: Any, before: dict[str, Any]) -> dict[str, Any]:
    model = {"id": wanted} if isinstance(wanted, str) else dict(wanted)
    effort = model.get("effort") or (before["effort"] if before.get("id") == model["id"] else "high")
    return {
        "id": model["id"],
        "effort": {"type": effort} if isinstance(effort, str) else effort,
        "speed": model.get("speed") or "standard",
        "inference_geo": model.get("inference_geo"),
    }


def _tool(wanted: dict[str, Any]) -> dict[str, Any]:
    if wanted["type"] == "custom":
        return wanted
    mcp = wanted["type"] == "mcp_toolset"
    default = {"enabled": True, "permission_policy": ASK if mcp else ALLOW, **(wanted.get("default_config") or {})}
    configs = [
        {**default, **config, **({} if mcp else {"type": config["name"]})} for config in wanted.get("configs", [])
    ]
    return {**wanted, "default_config": default, "configs": configs}


def _config(wanted: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    if wanted["type"] != "cloud":
        return wanted
    networking = wanted.get("networking") or before.get("networking") or {"type": "unrestricted"}
    if networking["type"] == "limited":
        closed = {"allow_mcp_servers": False, "allow_package_managers": False, "allowed_hosts": []}
        networking = {**closed, **networking}
    packages = {**{name: [] for name in PACKAGES}, **before.get("packages", {}), **(wanted.get("packages") or {})}
    return {"type": "cloud", "networking": networking, "packages": packages}
