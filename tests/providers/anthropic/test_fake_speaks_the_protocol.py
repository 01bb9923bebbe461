"""The vendor's own SDK drives the fake: what it makes of that is what it would make of the real thing."""

import hashlib
from itertools import takewhile

import anthropic
import pytest
from anthropic import Anthropic

from tests.support.fakes.anthropic import KEY, FakeAnthropic
from tests.support.fakes.trouble import Trouble


@pytest.fixture
def sdk(fake: FakeAnthropic) -> Anthropic:
    return Anthropic(api_key=KEY, base_url=fake.url, max_retries=0, timeout=5)


def test_an_agent_has_versions_that_move_only_when_something_changes(sdk: Anthropic) -> None:
    made = sdk.beta.agents.create(
        model="claude-opus-5-5", name="a", system="Be brief.", metadata={"mine": "1", "other": "2"},
        tools=[{"type": "agent_toolset_20260401", "configs": [{"name": "read", "enabled": True}]}],
    )  # fmt: skip
    assert (made.version, made.model.effort.type if made.model.effort else "") == (1, "high")
    same = sdk.beta.agents.update(made.id, version=1, system="Be brief.")
    moved = sdk.beta.agents.update(made.id, version=1, system="Be long.", metadata={"mine": None, "new": "3"})
    assert (same.version, moved.version, moved.metadata) == (1, 2, {"other": "2", "new": "3"})
    with pytest.raises(anthropic.ConflictError):
        sdk.beta.agents.update(made.id, version=1, system="Be brief.")
    with pytest.raises(anthropic.BadRequestError, match="Extra inputs"):
        sdk.beta.agents.update(made.id, extra_body={"temperature": 1})


def test_an_archived_agent_is_read_only_and_not_listed(sdk: Anthropic) -> None:
    made = sdk.beta.agents.create(model="claude-opus-5-5", name="a")
    sdk.beta.agents.archive(made.id)
    assert list(sdk.beta.agents.list()) == []
    assert [one.id for one in sdk.beta.agents.list(include_archived=True)] == [made.id]
    with pytest.raises(anthropic.BadRequestError):
        sdk.beta.agents.update(made.id, system="x")
    with pytest.raises(anthropic.NotFoundError):
        sdk.beta.agents.retrieve("agent_none")


def test_listings_come_in_pages(sdk: Anthropic) -> None:
    made = [sdk.beta.agents.create(model="claude-opus-5-5", name=f"a{n}").id for n in range(5)]
    assert [one.id for one in sdk.beta.agents.list(limit=2)] == made


def test_an_environment_fills_in_what_is_not_said(sdk: Anthropic) -> None:
    made = sdk.beta.environments.create(name="e", config={"type": "cloud"})
    assert made.config.type == "cloud"
    assert made.config.networking.type == "unrestricted"
    closed = sdk.beta.environments.update(made.id, config={"type": "cloud", "networking": {"type": "limited"}})
    assert closed.config.type == "cloud"
    assert closed.config.networking.type == "limited"
    assert sdk.beta.environments.delete(made.id).type == "environment_deleted"


def test_a_memory_is_hashed_and_changed_under_a_condition(sdk: Anthropic) -> None:
    store = sdk.beta.memory_stores.create(name="s", metadata={"a": "b"})
    memories = sdk.beta.memory_stores.memories
    made = memories.create(store.id, path="/a/b.md", content="ü")
    digest = hashlib.sha256("ü".encode()).hexdigest()
    assert (made.content_sha256, made.content) == (digest, None)
    with pytest.raises(anthropic.ConflictError):
        memories.create(store.id, path="/a/b.md", content="other")
    with pytest.raises(anthropic.ConflictError):
        memories.update(
            made.id, memory_store_id=store.id, content="x",
            precondition={"type": "content_sha256", "content_sha256": "0" * 64},
        )  # fmt: skip
    memories.update(
        made.id, memory_store_id=store.id, content="x",
        precondition={"type": "content_sha256", "content_sha256": digest},
    )  # fmt: skip
    assert memories.retrieve(made.id, memory_store_id=store.id).content == "x"
    assert sdk.beta.memory_stores.retrieve(store.id).updated_at == store.updated_at
    with pytest.raises(anthropic.BadRequestError):
        memories.create(store.id, path="/big.md", content="x" * 102_401)
    with pytest.raises(anthropic.ConflictError):
        memories.delete(made.id, memory_store_id=store.id, expected_content_sha256=digest)
    memories.delete(made.id, memory_store_id=store.id)
    assert list(memories.list(store.id)) == []
    assert sdk.beta.memory_stores.delete(store.id).type == "memory_store_deleted"


def test_a_session_runs_a_turn_and_asks_for_a_tool(sdk: Anthropic) -> None:
    store = sdk.beta.memory_stores.create(name="Hand Book")
    sdk.beta.memory_stores.memories.create(store.id, path="/leave.md", content="# Leave\nHolidays are 30 days.")
    agent = sdk.beta.agents.create(model="claude-opus-5-5", name="a")
    environment = sdk.beta.environments.create(name="e")
    session = sdk.beta.sessions.create(
        agent=agent.id, environment_id=environment.id,
        resources=[{"type": "memory_store", "memory_store_id": store.id, "access": "read_only"}],
    )  # fmt: skip
    assert session.resources[0].type == "memory_store"
    assert session.resources[0].mount_path == "/mnt/memory/hand-book"
    events = sdk.beta.sessions.events
    events.send(
        session.id, events=[{"type": "user.message", "content": [{"type": "text", "text": "How many holidays?"}]}]
    )
    last = list(events.list(session.id, order="desc", limit=2))
    assert [event.type for event in last[:2]] == ["session.status_idle", "agent.message"]
    events.send(session.id, events=[{"type": "user.message", "content": [{"type": "text", "text": "use clock"}]}])
    kinds = [event.type for event in events.list(session.id)]
    assert kinds[-2:] == ["agent.custom_tool_use", "session.status_idle"]
    with events.stream(session.id, event_deltas=["agent.message"]) as live:
        events.send(session.id, events=[{"type": "user.message", "content": [{"type": "text", "text": "Holidays?"}]}])
        heard = [event.type for event in takewhile(lambda event: event.type != "session.status_idle", live)]
    assert heard.index("event_start") < heard.index("event_delta") < heard.index("agent.message")
    assert [one.id for one in sdk.beta.sessions.list(agent_id=agent.id)] == [session.id]
    assert list(sdk.beta.sessions.list(agent_id="agent_other")) == []
    with pytest.raises(anthropic.BadRequestError):
        sdk.beta.environments.delete(environment.id)


def test_it_asks_for_a_key_and_can_be_busy(fake: FakeAnthropic, sdk: Anthropic) -> None:
    with pytest.raises(anthropic.AuthenticationError):
        Anthropic(api_key="wrong", base_url=fake.url, max_retries=0).beta.agents.list()
    fake.trouble(Trouble.BUSY, "GET", "/v1/agents")
    with pytest.raises(anthropic.RateLimitError):
        sdk.beta.agents.list()
