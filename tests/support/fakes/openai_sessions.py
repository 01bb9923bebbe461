"""Sessions of agents: a copy of the agent, turns that take a while, items without a time."""

from collections.abc import Iterator
from typing import Any

from tests.support.fakes.base import route
from tests.support.fakes.listeners import Listeners
from tests.support.fakes.messages import Reply, Request, events, in_pieces
from tests.support.fakes.openai_agents import AgentRoutes
from tests.support.fakes.openai_forms import invalid, missing, new_id, now, page, taken

KNOWN = ("agent_id", "agent", "environment", "input", "metadata", "vault_ids", "stream")
_COPIED = ("id", "name", "model", "instructions", "tools", "reasoning", "text", "service_tier", "multi_agent")
_USAGE = {
    "input_tokens": 10,
    "input_tokens_details": {"cached_tokens": 0},
    "output_tokens": 5,
    "output_tokens_details": {"reasoning_tokens": 0},
    "total_tokens": 15,
}


class SessionRoutes(AgentRoutes):
    """The agent answers with what it heard; told to `call NAME`, it calls that function. A look moves a turn on."""

    def __init__(self) -> None:
        super().__init__()
        self._listeners = Listeners(self._closing)
        self.sessions: dict[str, dict[str, Any]] = {}
        self.turns: dict[str, list[dict[str, Any]]] = {}
        self.items: dict[str, list[dict[str, Any]]] = {}

    @route("POST", "/agents/sessions")
    def create_session(self, request: Request) -> Reply:
        body = taken(request, KNOWN, ("environment",))
        session = self._begin(body)
        if not body.get("stream"):
            return Reply(body=session)
        created = self._event("agent.session.created", session["id"], session=dict(session))
        return events((one["type"], one) for one in (created, *self._run(session["id"])))

    @route("GET", "/agents/sessions/{id_}/events")
    def stream_events(self, request: Request, id_: str) -> Reply:
        """Only what happens from now on."""
        self.session(id_)
        return events((one["type"], one) for one in self._listeners.join(id_))

    def _run(self, id_: str) -> list[dict[str, Any]]:
        """A turn to its end, as it is told to those who listen."""
        before = len(self.items[id_])
        self._move_on(id_)
        self._move_on(id_)
        told = [event for item in self.items[id_][before:] for event in self._told(id_, item)]
        turn, status = self.turns[id_][-1], self.sessions[id_]["status"]
        if turn["status"] == "completed":
            told.append(self._event("agent.session.turn.completed", id_, turn=dict(turn), turn_id=turn["id"]))
        return [*told, self._event(f"agent.session.{status}", id_, session=dict(self.sessions[id_]))]

    def _told(self, id_: str, item: dict[str, Any]) -> Iterator[dict[str, Any]]:
        place = {"output_index": 0, "turn_id": item["turn_id"]}
        empty = {**item, "content": [], "status": "in_progress"} if item["type"] == "message" else item
        yield self._event("agent.session.turn.item.added", id_, item=empty, **place)
        for piece in in_pieces("".join(part["text"] for part in item.get("content", ()))):
            delta = {"item_id": item["id"], "content_index": 0, "delta": piece}
            yield self._event("agent.session.turn.output_text.delta", id_, **delta, **place)
        yield self._event("agent.session.turn.item.done", id_, item=item, **place)

    def _event(self, kind: str, id_: str, **fields: Any) -> dict[str, Any]:
        about = {} if "session" in fields else {"session_id": id_}
        return {"type": kind, "event_id": new_id("evt_"), **about, **fields}

    def converse(self, agent: str, *questions: str) -> None:
        """What somebody else does: a session of their own, in which each question is answered."""
        session = self._begin({"agent_id": agent, "environment": {"type": "openai_hosted"}})
        for question in questions:
            content = [{"type": "input_text", "text": question}]
            self._hear(session["id"], [{"type": "message", "role": "user", "content": content}])
            self._move_on(session["id"])
            self._move_on(session["id"])

    def _begin(self, body: dict[str, Any]) -> dict[str, Any]:
        id_, made = new_id("sess_"), now()
        if body["environment"]["type"] == "none" and not body.get("input"):
            raise invalid("Missing required parameter: 'input'.", "input")
        agent = self.agent(body["agent_id"])
        self.turns[id_], self.items[id_] = [], []
        self.sessions[id_] = {
            "id": id_,
            "object": "agent.session",
            "status": "idle",
            "agent": {name: agent[name] for name in _COPIED},
            "created_at": made,
            "last_active_at": made,
            "environment": self._environment(body["environment"]),
            "error": None,
            "metadata": body.get("metadata") or {},
            "required_actions": [],
            "usage": None,
            "vault_ids": body.get("vault_ids") or [],
        }
        if body.get("input"):
            self._hear(id_, body["input"])
        return self.sessions[id_]

    @route("GET", "/agents/sessions")
    def list_sessions(self, request: Request) -> Reply:
        wanted = request.query.get("agent_id")
        return page(request, [one for one in self.sessions.values() if wanted in (None, one["agent"]["id"])])

    @route("GET", "/agents/sessions/{id_}")
    def get_session(self, request: Request, id_: str) -> Reply:
        session = self.session(id_)
        self._move_on(id_)
        return Reply(body=session)

    @route("POST", "/agents/sessions/{id_}/events")
    def send_events(self, request: Request, id_: str) -> Reply:
        self.session(id_)
        for event in taken(request, ("events",), ("events",))["events"]:
            match event["type"]:
                case "agent.session.input.message":
                    self._hear(id_, event["input"])
                case "agent.session.input.tool_result":
                    self._take_result(id_, event)
                case _:
                    raise invalid("Unknown event.", "events")
        if self._listeners.heard(id_):
            self._listeners.tell(id_, self._run(id_))
        return Reply(status=202)

    @route("GET", "/agents/sessions/{id_}/turns")
    def list_turns(self, request: Request, id_: str) -> Reply:
        self.session(id_)
        return page(request, self.turns[id_])

    @route("GET", "/agents/sessions/{id_}/items")
    def list_items(self, request: Request, id_: str) -> Reply:
        self.session(id_)
        return page(request, self.items[id_])

    def session(self, id_: str) -> dict[str, Any]:
        if id_ not in self.sessions:
            raise missing("session", id_)
        return self.sessions[id_]

    def _environment(self, environment: dict[str, Any]) -> dict[str, Any]:
        if environment["type"] == "none":
            return {"type": "none"}
        template = environment.get("environment_template_id")
        files = self.template(template)["files"] if template else []
        shown = [{"id": new_id("envfile_"), "type": "inline", "path": one["path"], "size_bytes": 1} for one in files]
        network = {"access": "enabled", "allowed_domains": []}
        packages: dict[str, list[str]] = {"npm": [], "python": [], "system": []}
        empty: dict[str, list[str]] = {"capability_directories": [], "plugins": [], "skills": []}
        hosted = {"id": new_id("env_"), "type": "openai_hosted", "network": network, "packages": packages}
        return {**hosted, **empty, "files": shown}

    def _hear(self, id_: str, messages: list[dict[str, Any]]) -> None:
        turn = {
            "id": new_id("turn_"),
            "object": "agent.session.turn",
            "session_id": id_,
            "agent_id": self.sessions[id_]["agent"]["id"],
            "status": "queued",
            "created_at": now(),
            "error": None,
            "usage": None,
        }
        self.turns[id_].append(turn)
        self.sessions[id_].update(status="in_progress", last_active_at=now())
        for message in messages:
            self._add(id_, turn, "message", role="user", content=message["content"], status="completed")

    def _move_on(self, id_: str) -> None:
        turn = self.turns[id_][-1] if self.turns[id_] else None
        if turn is None or turn["status"] not in ("queued", "in_progress"):
            return
        if turn["status"] == "queued":
            turn["status"] = "in_progress"
            return
        heard = self.items[id_][-1]
        words = (
            "".join(part.get("text", "") for part in heard.get("content", ())) or f"The tool says {heard.get('output')}"
        )
        names = {tool["name"] for tool in self.sessions[id_]["agent"]["tools"] if tool["type"] == "function"}
        if words.removeprefix("call ") in names:
            self._call(id_, turn, words.removeprefix("call "))
        else:
            self._say(id_, turn, words)

    def _say(self, id_: str, turn: dict[str, Any], words: str) -> None:
        part = {"type": "output_text", "text": "Let me see."}
        self._add(id_, turn, "message", role="assistant", phase="commentary", content=[part], status="completed")
        said = {"type": "output_text", "text": f"{words} [{len(self.turns[id_])} turns]"}
        self._add(id_, turn, "message", role="assistant", phase="final_answer", content=[said], status="completed")
        turn.update(status="completed", completed_at=now(), usage=_USAGE)
        self.sessions[id_].update(status="idle", usage=_USAGE)

    def _call(self, id_: str, turn: dict[str, Any], name: str) -> None:
        call = {"call_id": new_id("call_"), "name": name, "arguments": {"id": 7}}
        self._add(id_, turn, "function_call", **call, status="in_progress")
        action = {"type": "function_call", "turn_id": turn["id"], **call}
        turn["status"] = "waiting"
        self.sessions[id_].update(status="requires_action", required_actions=[action])

    def _take_result(self, id_: str, event: dict[str, Any]) -> None:
        session, turn = self.sessions[id_], self.turns[id_][-1]
        if event["call_id"] not in {action["call_id"] for action in session["required_actions"]}:
            raise invalid("No such call is waiting.", "events", status=409)
        if event["turn_id"] != turn["id"]:
            raise invalid("The call belongs to another turn.", "events")
        result = {"call_id": event["call_id"], "output": event.get("output"), "error": None, "status": "completed"}
        self._add(id_, turn, "function_call_output", **result)
        turn["status"] = "in_progress"
        session.update(status="in_progress", required_actions=[])

    def _add(self, id_: str, turn: dict[str, Any], kind: str, **fields: Any) -> None:
        self.items[id_].append({"id": new_id("item_"), "type": kind, "turn_id": turn["id"], **fields})
