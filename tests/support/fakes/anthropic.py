"""Anthropic's API as far as it is used: agents, environments, memory stores, sessions.

Made from the vendor's SDK 2.11.0: every body it takes and every answer it gives is held against the SDK's types.
"""

from typing import Any

from gptctl.core.address import RemoteId
from tests.support.fakes.anthropic_forms import new_id, now, refusal
from tests.support.fakes.anthropic_sessions import SessionRoutes
from tests.support.fakes.messages import Request
from tests.support.fakes.shelf import Shelf

KEY = "sk-ant-canary-0123456789"
BETAS = ("managed-agents-2026-04-01", "agent-memory-2026-07-22")


class FakeAnthropic(SessionRoutes):
    def check(self, request: Request) -> None:
        key = request.headers.get("authorization", "").removeprefix("Bearer ")
        if key != KEY:
            raise refusal(401, "authentication_error", f"invalid key {key}")
        if request.headers.get("anthropic-version") != "2026-10-21":
            raise refusal(400, "invalid_request_error", "anthropic-version: unknown")
        betas = request.headers.get("anthropic-beta", "")
        memory = request.path.startswith("/v1/memory_stores")
        if not any(beta in betas for beta in BETAS[: 2 if memory else 1]) and "/environments" not in request.path:
            raise refusal(400, "invalid_request_error", "anthropic-beta: this endpoint is in beta")

    def error(self, status: int, message: str) -> Any:
        kind = {404: "not_found_error", 429: "rate_limit_error", 500: "api_error"}[status]
        return {"type": "error", "error": {"type": kind, "message": message}, "request_id": "req_1"}

    def somebody_elses(self, kind: str) -> RemoteId:
        """Make an object without a mark of ours."""
        time, empty = now(), {"description": None, "metadata": {"owner": "them"}, "archived_at": None}
        if kind == "knowledge":
            store = {**empty, "type": "memory_store", "id": new_id("memstore"), "name": "theirs", "description": ""}
            self.memories[store["id"]] = Shelf()
            return RemoteId(self.stores.put(store["id"], {**store, "created_at": time, "updated_at": time})["id"])
        agent = {
            **empty, "type": "agent", "id": new_id("agent"), "name": "theirs", "version": 1, "created_at": time,
            "updated_at": time, "system": None, "tools": [], "mcp_servers": [], "skills": [], "multiagent": None,
            "model": {"id": "claude-opus-5-5"}, "execution_identity": {"type": "service_account"},
        }  # fmt: skip
        return RemoteId(self.agents.put(agent["id"], agent)["id"])
