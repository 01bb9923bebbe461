"""Declarations applied by the real engine: how many calls it takes, what goes wrong, what others change."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gptctl.core.address import RemoteId
from gptctl.core.conversation import Message, Role
from gptctl.core.planner import Consent
from gptctl.engine.request import Request
from gptctl.errors import Refused
from gptctl.providers.anthropic.provider import AnthropicProvider
from gptctl.providers.http.keys import TRUSTED
from tests.support.fakes.anthropic import KEY, FakeAnthropic
from tests.support.fakes.trouble import Trouble
from tests.support.site import Site, site

FORCE = Request(consent=Consent(revert_drift=True))
DELETE = Request(consent=Consent(delete=True), max_delete=9)
PAGES = {"leave.md": "# Leave\n\nThirty days.\n", "travel/trips.md": "# Trips\n\nBy train.\n"}


@pytest.fixture
def here(fake: FakeAnthropic, tmp_path: Path) -> Iterator[Site]:
    opened: list[AnthropicProvider] = []

    def make() -> AnthropicProvider:
        environ = {"ANTHROPIC_API_KEY": KEY, TRUSTED: fake.url}
        settings = {"base_url": fake.url}
        opened.append(AnthropicProvider(name="anthropic", settings=settings, environ=environ, sleep=lambda _: None))
        return opened[-1]

    made = site(tmp_path, "anthropic", "claude-opus-5-5", make)
    for name, text in PAGES.items():
        made.write(f"knowledge/handbook/{name}", text)
    made.declare("support", instructions="Be kind.", knowledge="[handbook]")
    yield made
    for provider in opened:
        provider.close()


def writes(fake: FakeAnthropic, act: Callable[[], object]) -> list[str]:
    """The requests that changed something while `act` ran."""
    before = len(fake.journal)
    act()
    return [f"{one.method} {one.path}" for one in fake.journal[before:] if one.method != "GET"]


def test_the_repositorys_own_assistants_apply_and_the_plan_is_empty(here: Site, fake: FakeAnthropic) -> None:
    here.copy_assistants("airline", "handbook")
    here.copy("assistants/schemas")
    assert here.apply().outcome.failed == ()
    assert here.plan().settled
    assert writes(fake, here.apply) == []
    assert sorted(agent["name"] for agent in fake.agents) == ["airline", "handbook", "support"]
    here.disk.record = type(here.disk.record)()
    assert here.plan().settled


def test_an_unchanged_plan_only_lists(here: Site, fake: FakeAnthropic) -> None:
    for number in range(4):
        here.declare(f"other-{number}", instructions="Be kind.")
    here.apply()
    fake.journal.clear()
    here.plan()
    (store,) = fake.stores
    assert sorted(f"{one.method} {one.path}" for one in fake.journal) == [
        "GET /v1/agents",
        "GET /v1/environments",
        "GET /v1/memory_stores",
        f"GET /v1/memory_stores/{store['id']}/memories",
    ]


def test_the_agents_of_others_cost_pages_and_not_calls_each(here: Site, fake: FakeAnthropic) -> None:
    here.apply()
    for _ in range(150):
        fake.somebody_elses("assistant")
        fake.somebody_elses("knowledge")
    fake.journal.clear()
    assert here.plan().settled
    assert len(fake.journal) == 2 + 2 + 1 + 1


def test_one_sentence_is_one_update(here: Site, fake: FakeAnthropic) -> None:
    here.apply()
    here.declare("support", instructions="Be brief.", knowledge="[handbook]")
    id_ = here.remote_id("assistant.support")
    assert writes(fake, here.apply) == [f"POST /v1/agents/{id_}"]
    assert fake.agent(id_)["system"] == "Be brief.\n"
    assert here.plan().settled


def test_one_page_is_one_upload(here: Site, fake: FakeAnthropic) -> None:
    here.apply()
    here.write("knowledge/handbook/leave.md", "# Leave\n\nForty days.\n")
    store = f"/v1/memory_stores/{here.remote_id('knowledge.handbook')}"
    done = writes(fake, here.apply)
    assert [one for one in done if "/memories" in one] == [done[1]]
    assert [done[0], done[2]] == [f"POST {store}"] * 2
    assert here.plan().settled


def test_a_page_that_is_gone_goes_and_one_by_hand_goes_with_it(here: Site, fake: FakeAnthropic) -> None:
    here.apply()
    id_ = here.remote_id("knowledge.handbook")
    fake.edit_memory(id_, "/by-hand.md", "Hello.")
    assert [drift.key.address.name for drift in here.plan().drift] == ["handbook"]
    (here.root / "knowledge/handbook/travel/trips.md").unlink()
    here.apply(FORCE)
    assert [memory["path"] for memory in fake.memories[id_]] == ["/leave.md"]
    assert here.plan().settled


def test_an_edit_in_the_console_is_drift_and_can_be_put_back(here: Site, fake: FakeAnthropic) -> None:
    here.apply()
    agent = fake.agent(here.remote_id("assistant.support"))
    agent.update(system="Be rude.", version=agent["version"] + 1)
    (drift,) = here.plan().drift
    assert [(change.path, change.after) for change in drift.fields] == [("system", "Be rude.")]
    with pytest.raises(Refused):
        here.apply()
    here.apply(FORCE)
    assert fake.agent(agent["id"])["system"] == "Be kind.\n"
    assert here.plan().settled


def test_a_sandbox_that_was_opened_is_drift_and_is_closed_again(here: Site, fake: FakeAnthropic) -> None:
    here.apply()
    (environment,) = fake.environments
    opened = {"type": "cloud", "networking": {"type": "unrestricted"}, "packages": environment["config"]["packages"]}
    fake.environments.put(environment["id"], {**environment, "config": opened, "updated_at": "2026-11-21T00:00:00Z"})
    (drift,) = here.plan().drift
    assert drift.fields[0].path.startswith("environment.networking")
    here.apply(FORCE)
    assert fake.environment(environment["id"])["config"]["networking"]["type"] == "limited"
    assert here.plan().settled


def test_a_sandbox_that_is_gone_is_made_again(here: Site, fake: FakeAnthropic) -> None:
    here.apply()
    (environment,) = fake.environments
    fake.environments.pop(environment["id"])
    here.apply(FORCE)
    (made,) = fake.environments
    assert fake.agent(here.remote_id("assistant.support"))["metadata"]["gptctl_environment"] == made["id"]
    assert here.plan().settled


def test_what_is_no_longer_declared_is_archived_with_its_sandbox(here: Site, fake: FakeAnthropic) -> None:
    here.apply()
    here.declare("other", instructions="Be kind.")
    here.apply()
    (here.root / "assistants/other.yaml").unlink()
    here.apply(DELETE)
    assert {agent["name"]: bool(agent["archived_at"]) for agent in fake.agents} == {"support": False, "other": True}
    assert [environment["name"] for environment in fake.environments] == ["support"]
    assert here.plan().settled


def test_destroy_leaves_nothing_that_is_alive(here: Site, fake: FakeAnthropic) -> None:
    here.apply()
    here.destroy()
    assert [agent["name"] for agent in fake.agents if not agent["archived_at"]] == []
    assert (len(fake.stores), len(fake.environments)) == (0, 0)


def test_a_sandbox_that_sessions_still_use_is_archived(here: Site, fake: FakeAnthropic) -> None:
    here.apply()
    question = Message(role=Role.USER, text="Hello")
    asked = here.make()
    assert isinstance(asked, AnthropicProvider)
    asked.ask(RemoteId(here.remote_id("assistant.support")), [question], on_text=lambda _: None)
    here.destroy()
    assert [bool(environment["archived_at"]) for environment in fake.environments] == [True]


LOST = [Trouble.LOSE_ANSWER, Trouble.FAIL_AFTER, Trouble.TRUNCATE, Trouble.DROP]
STORE = "/v1/memory_stores/memstore_*"


def settle(here: Site) -> None:
    """Apply as often as a person would."""
    for _ in range(3):
        if not here.apply().outcome.failed:
            break
    assert here.plan().settled


def check_one_of_each(fake: FakeAnthropic) -> None:
    assert (len(fake.agents), len(fake.environments), len(fake.stores)) == (1, 1, 1)
    (memories,) = fake.memories.values()
    assert sorted(memory["path"] for memory in memories) == ["/leave.md", "/travel/trips.md"]


@pytest.mark.parametrize("kind", LOST)
@pytest.mark.parametrize(
    ("path", "skip"),
    [
        ("/v1/environments", 0),
        ("/v1/agents", 0),
        ("/v1/memory_stores", 0),
        (f"{STORE}/memories", 0),
        (f"{STORE}/memories", 1),
        (STORE, 2),
    ],
)
def test_an_answer_lost_while_making_leaves_one_of_each(
    here: Site, fake: FakeAnthropic, path: str, skip: int, kind: Trouble
) -> None:
    fake.trouble(kind, "POST", path, skip=skip)
    settle(here)
    check_one_of_each(fake)


@pytest.mark.parametrize("kind", LOST)
@pytest.mark.parametrize(("path", "skip"), [("/v1/agents/*", 0), (STORE, 0), (f"{STORE}/memories/*", 0), (STORE, 2)])
def test_an_answer_lost_while_changing_leaves_what_is_declared(
    here: Site, fake: FakeAnthropic, path: str, skip: int, kind: Trouble
) -> None:
    here.apply()
    here.declare("support", instructions="Be brief.", knowledge="[handbook]")
    here.write("knowledge/handbook/leave.md", "# Leave\n\nForty days.\n")
    fake.trouble(kind, "POST", path, skip=skip)
    settle(here)
    check_one_of_each(fake)
    (agent,), (memories,) = fake.agents, fake.memories.values()
    assert agent["system"] == "Be brief.\n"
    assert "# Leave\n\nForty days.\n" in [memory["content"] for memory in memories]


def test_a_file_that_is_no_text_is_refused_before_anything_is_made(here: Site, fake: FakeAnthropic) -> None:
    (here.root / "knowledge/handbook/latin.md").write_bytes("Übung".encode("latin-1"))
    (failed,) = here.apply().outcome.failed
    assert "latin.md: it is no text in UTF-8" in failed[1]
    assert len(fake.stores) == 0


def test_a_subagent_is_called_as_it_is_now(here: Site, fake: FakeAnthropic) -> None:
    here.declare("triage", instructions="Sort.")
    here.declare("desk", instructions="Delegate.", subagents="[triage]")
    here.apply()
    desk, triage = here.remote_id("assistant.desk"), here.remote_id("assistant.triage")
    here.declare("triage", instructions="Sort well.")
    here.declare("desk", instructions="Delegate more.", subagents="[triage]")
    assert here.apply().outcome.failed == ()
    assert here.plan().settled
    here.declare("triage", instructions="Sort best.\n")
    assert here.apply().outcome.failed == ()
    assert here.plan().settled
    (called,) = fake.agent(desk)["multiagent"]["subagents"]["predefined_agents"]
    assert (called["id"], fake.agent(triage)["system"]) == (triage, "Sort best.\n")
    assert fake.versions[triage][called["version"]]["system"] == "Sort best.\n"
