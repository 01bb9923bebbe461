"""Sessions: an agent as it is now, in an environment, with stores attached; their events, newest last."""

import json
import re
from collections.abc import Iterator
from typing import Any

from anthropic.types.beta import BetaManagedAgentsSession, SessionCreateParams
from anthropic.types.beta.sessions import (
    BetaManagedAgentsAgentMessageEvent,
    BetaManagedAgentsSendSessionEvents,
    BetaManagedAgentsSessionEvent,
    BetaManagedAgentsStreamSessionEvents,
    EventSendParams,
)
from pydantic import RootModel

from tests.support.fakes.anthropic_forms import given, invalid, missing, new_id, now, page, taken
from tests.support.fakes.anthropic_memory import MemoryRoutes
from tests.support.fakes.base import route
from tests.support.fakes.listeners import Listeners
from tests.support.fakes.messages import Reply, Request, events, in_pieces
from tests.support.fakes.shelf import Shelf

AGENT_FIELDS = (
    "id", "type", "version", "name", "description", "system", "model", "tools", "mcp_servers", "skills", "multiagent",
    "execution_identity",
)  # fmt: skip
END = {"type": "end_turn"}


class AnyEvent(RootModel[BetaManagedAgentsSessionEvent]):
    pass


class AnyStreamed(RootModel[BetaManagedAgentsStreamSessionEvents]):
    pass


class SessionRoutes(MemoryRoutes):
    """The model behind it answers with the first line, of a file that it is given, that has a word of the question.

    `use NAME` makes it call the function NAME. `slow` looks at the events pass before it has answered.
    """

    def __init__(self) -> None:
        super().__init__()
        self.sessions = Shelf()
        self.events: dict[str, list[dict[str, Any]]] = {}
        self.slow = 0
        self.refusing = False
        self.failing = False
        self._listeners = Listeners(self._closing)
        self._due: dict[str, tuple[int, list[dict[str, Any]]]] = {}

    @route("POST", "/v1/sessions")
    def create_session(self, request: Request) -> Reply:
        return given(BetaManagedAgentsSession, self._begin(taken(request, SessionCreateParams)))

    def _begin(self, body: dict[str, Any]) -> dict[str, Any]:
        time = now()
        wanted = body["agent"] if isinstance(body["agent"], str) else body["agent"]["id"]
        agent, environment = self.agent(wanted), self.environment(body["environment_id"])
        if agent["archived_at"] or environment["archived_at"]:
            raise invalid("the agent or the environment is archived")
        session = {
            "type": "session", "id": new_id("sesn"), "agent": {name: agent[name] for name in AGENT_FIELDS},
            "archived_at": None, "created_at": time, "updated_at": time, "environment_id": environment["id"],
            "metadata": body.get("metadata") or {}, "outcome_evaluations": [], "stats": {}, "status": "idle",
            "resources": [self._attached(one) for one in body.get("resources") or []], "title": body.get("title"),
            "usage": {}, "vault_ids": list(body.get("vault_ids") or []),
        }  # fmt: skip
        if session["agent"]["multiagent"]:
            session["agent"]["multiagent"] = None
        self.events[session["id"]] = [_event("session.status_idle", stop_reason=END)]
        return self.sessions.put(session["id"], session)

    @route("GET", "/v1/sessions")
    def list_sessions(self, request: Request) -> Reply:
        archived = request.query.get("include_archived") == "true"
        found = [
            session
            for session in self.sessions
            if request.query.get("agent_id") in (None, session["agent"]["id"])
            and (archived or session["archived_at"] is None)
        ]
        step = 1 if request.query.get("order") == "asc" else -1
        return page(request, BetaManagedAgentsSession, found[::step])

    @route("GET", "/v1/sessions/{id_}")
    def get_session(self, request: Request, id_: str) -> Reply:
        return given(BetaManagedAgentsSession, self.session(id_))

    @route("POST", "/v1/sessions/{id_}/events")
    def send_events(self, request: Request, id_: str) -> Reply:
        session = self.session(id_)
        sent = [{"id": new_id("sevt"), **event} for event in taken(request, EventSendParams)["events"]]
        session["updated_at"] = now()
        said = [text for event in sent for text in _texts(event)]
        self._happen(id_, sent, self._turn(session, sent[-1], "\n".join(said)))
        return given(BetaManagedAgentsSendSessionEvents, {"data": sent})

    @route("GET", "/v1/sessions/{id_}/events/stream")
    def stream_events(self, request: Request, id_: str) -> Reply:
        """Only what happens from now on. It stays open when a turn is over."""
        self.session(id_)
        heard = self._listeners.join(id_)
        previews = ("event_deltas[]", "agent.message") in request.pairs
        told = (part for event in heard for part in (_previewed(event) if previews else (event,)))
        return events((part["type"], _checked(part)) for part in told)

    def _happen(self, id_: str, sent: list[dict[str, Any]], turn: list[dict[str, Any]]) -> None:
        """At once where it is listened to; a turn that is `slow` outlasts every listener."""
        told = [] if self.slow else turn
        heard = self._listeners.heard(id_)
        self._listeners.tell(id_, [*sent, *told])
        self.events[id_].extend([*sent, *(told if heard else [])])
        self._due[id_] = (self.slow, [] if heard and told else turn)
        if self.slow:
            self._listeners.end(id_)

    @route("GET", "/v1/sessions/{id_}/events")
    def list_events(self, request: Request, id_: str) -> Reply:
        self.session(id_)
        left, turn = self._due.pop(id_, (0, []))
        if left:
            self._due[id_] = (left - 1, turn)
        else:
            self.events[id_].extend(turn)
        step = -1 if request.query.get("order") == "desc" else 1
        return page(request, AnyEvent, self.events[id_][::step])

    def converse(self, agent: str, *questions: str) -> None:
        """What somebody else does: a session of their own, in which each question is answered."""
        found = self.agent(agent)
        session = self._begin({"agent": agent, "environment_id": found["metadata"]["gptctl_environment"]})
        for question in questions:
            said = {"id": new_id("sevt"), "type": "user.message", "content": [{"type": "text", "text": question}]}
            self.events[session["id"]].extend([said, *self._turn(session, said, question)])
            session["updated_at"] = now()

    def in_use(self, environment: str) -> bool:
        return any(session["environment_id"] == environment for session in self.sessions)

    def session(self, id_: str) -> dict[str, Any]:
        found = self.sessions.get(id_)
        if found is None:
            raise missing("session", id_)
        return found

    def _attached(self, resource: dict[str, Any]) -> dict[str, Any]:
        store = self.store(resource["memory_store_id"])
        mount = "/mnt/memory/" + re.sub(r"[^a-z0-9]+", "-", store["name"].lower())
        return {
            "type": "memory_store", "memory_store_id": store["id"], "access": resource.get("access", "read_write"),
            "description": store["description"], "name": store["name"], "mount_path": mount,
        }  # fmt: skip

    def _turn(self, session: dict[str, Any], sent: dict[str, Any], said: str) -> list[dict[str, Any]]:
        running = _event("session.status_running")
        if self.failing:
            error = {"type": "unknown_error", "message": "the model broke", "retry_status": {"type": "exhausted"}}
            end = _event("session.status_idle", stop_reason={"type": "retries_exhausted"})
            return [running, _event("session.error", error=error), end]
        if self.refusing:
            return [running, _event("session.status_idle", stop_reason={"type": "refusal"})]
        call = re.search(r"use (\w+)", said) if sent["type"] == "user.message" else None
        if call:
            asked = _event("agent.custom_tool_use", name=call.group(1), input={"about": said})
            stop = {"type": "requires_action", "event_ids": [asked["id"]]}
            return [running, asked, _event("session.status_idle", stop_reason=stop)]
        return [running, *self._answer(session, said), _event("session.status_idle", stop_reason=END)]

    def _answer(self, session: dict[str, Any], said: str) -> list[dict[str, Any]]:
        usage = {
            "input_tokens": 10, "output_tokens": 5, "cache_creation_input_tokens": 0, "cache_read_input_tokens": 0
        }  # fmt: skip
        spent = _event("span.model_request_end", model_request_start_id=new_id("sevt"), model_usage=usage)
        for resource in session["resources"]:
            for memory in self.memories[resource["memory_store_id"]]:
                line = _line(memory["content"], said)
                if line:
                    path = resource["mount_path"] + memory["path"]
                    read = _event("agent.tool_use", name="read", input={"file_path": path})
                    return [read, spent, _message(line)]
        return [spent, _message(f"You said: {said}")]


def _previewed(event: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if event["type"] == "agent.message":
        yield {"type": "event_start", "event": {"type": "agent.message", "id": event["id"]}}
        for piece in in_pieces("".join(_texts(event))):
            delta = {"type": "content_delta", "index": 0, "content": {"type": "text", "text": piece}}
            yield {"type": "event_delta", "event_id": event["id"], "delta": delta}
    yield event


def _checked(event: dict[str, Any]) -> dict[str, Any]:
    AnyStreamed.model_validate_json(json.dumps(event), strict=True)
    return event


def _line(content: str, said: str) -> str:
    words = set(re.findall(r"\w{5,}", said.lower()))
    return next((line for line in content.splitlines() if words & set(re.findall(r"\w+", line.lower()))), "")


def _message(text: str) -> dict[str, Any]:
    message = _event("agent.message", content=[{"type": "text", "text": text}])
    BetaManagedAgentsAgentMessageEvent.model_validate(message)
    return message


def _event(kind: str, **fields: Any) -> dict[str, Any]:
    return {"type": kind, "id": new_id("sevt"), "processed_at": now(), **fields}


def _texts(event: dict[str, Any]) -> list[str]:
    return [block["text"] for block in event.get("content") or [] if block["type"] == "text"]
