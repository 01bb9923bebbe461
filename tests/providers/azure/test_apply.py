"""Real declarations, the real engine, a Foundry project at the wire."""

import pytest

from gptctl.core.plan import Action
from gptctl.core.planner import Consent
from gptctl.engine.request import Request
from gptctl.errors import Refused
from tests.support.fakes.azure import KEY, FakeAzure
from tests.support.fakes.trouble import Trouble
from tests.support.site import Site


def writes(fake: FakeAzure, since: int = 0) -> list[str]:
    return [f"{one.method} {one.path}" for one in fake.journal[since:] if one.method != "GET"]


def pages(site: Site) -> list[str]:
    top = site.root / "knowledge/handbook"
    return sorted(path.relative_to(top).as_posix() for path in top.rglob("*.md"))


def whole(site: Site, fake: FakeAzure) -> bool:
    """One object for each declaration, one file for each page, and nothing else."""
    (store,) = fake.stores
    held = sorted(one["attributes"]["gptctl_path"] for one in fake.attached[store["id"]].values())
    return len(fake.agents) == 2 and held == pages(site) and len(fake.files) == len(held) and site.plan().settled


def test_after_an_apply_the_plan_is_empty_and_a_second_one_writes_nothing(repository: Site, fake: FakeAzure) -> None:
    assert not repository.apply().outcome.failed
    assert sorted(agent["name"][:-21] for agent in fake.agents) == ["airline", "handbook"]
    assert whole(repository, fake)
    before = len(fake.journal)
    repository.apply()
    assert writes(fake, before) == []


def test_an_unchanged_plan_makes_listing_calls_only(repository: Site, fake: FakeAzure) -> None:
    repository.apply()
    before = len(fake.journal)
    assert repository.plan().settled
    assert sorted(one.path for one in fake.journal[before:]) == ["/agents", "/vector_stores"]


def test_a_lost_record_changes_nothing(repository: Site) -> None:
    repository.apply()
    repository.disk = type(repository.disk)()
    assert repository.plan().settled


def test_one_sentence_changed_is_one_version_of_the_same_agent(repository: Site, fake: FakeAzure) -> None:
    repository.apply()
    id_, before = repository.remote_id("assistant.airline"), len(fake.journal)
    text = (repository.root / "assistants/airline.md").read_text(encoding="utf-8")
    repository.write("assistants/airline.md", f"{text}\nNever promise a seat.\n")
    done = repository.apply()
    assert [change.action for change in done.plan.changes] == [Action.UPDATE]
    assert writes(fake, before) == [f"POST /agents/{id_}/versions"]
    assert [version["version"] for version in fake.versions[id_]] == ["1", "2"]
    assert whole(repository, fake)


def test_one_page_changed_is_one_upload(repository: Site, fake: FakeAzure) -> None:
    repository.apply()
    page = next((repository.root / "knowledge/handbook").rglob("*.md"))
    page.write_text("# Rewritten\n\nThe office moved.\n", encoding="utf-8")
    before = len(fake.journal)
    repository.apply()
    assert writes(fake, before).count("POST /files") == 1
    assert whole(repository, fake)


def test_a_version_made_in_the_portal_is_drift_and_force_puts_it_back(repository: Site, fake: FakeAzure) -> None:
    repository.apply()
    id_ = repository.remote_id("assistant.airline")
    latest = fake.latest(id_)
    fake.put_version(id_, {**latest, "definition": {**latest["definition"], "instructions": "Sell seats."}})
    assert [c.path for drift in repository.plan().drift for c in drift.fields] == ["instructions"]
    with pytest.raises(Refused):
        repository.apply()
    repository.apply(Request(consent=Consent(revert_drift=True)))
    assert whole(repository, fake)


def test_what_is_not_ours_is_kept_and_what_is_taken_out_goes(repository: Site, fake: FakeAzure) -> None:
    repository.declare("small", instructions="Help.", parameters="{temperature: 0.5}", labels="{a: b}", description="d")
    repository.apply()
    id_ = repository.remote_id("assistant.small")
    latest = fake.latest(id_)
    latest["metadata"]["theirs"] = "1"
    latest["definition"]["rai_config"] = {"rai_policy_name": "strict"}
    repository.declare("small", instructions="Help!")
    repository.apply()
    now = fake.latest(id_)
    assert set(now["metadata"]) == {"gptctl", "gptctl_name", "theirs"}
    assert now["definition"]["rai_config"] == {"rai_policy_name": "strict"}
    assert "temperature" not in now["definition"]
    assert repository.plan().settled


@pytest.mark.parametrize("kind", [Trouble.LOSE_ANSWER, Trouble.FAIL_AFTER, Trouble.TRUNCATE])
@pytest.mark.parametrize(
    "path", ["/agents/*/versions", "/vector_stores", "/files", "/vector_stores/*/files", "/vector_stores/vs_*"]
)
def test_a_lost_answer_to_any_post_leaves_exactly_one_object(
    repository: Site, fake: FakeAzure, kind: Trouble, path: str
) -> None:
    fake.trouble(kind, "POST", path)
    for _ in range(3):
        repository.apply()
    assert whole(repository, fake)


def test_a_listing_that_lags_makes_no_second_agent(repository: Site, fake: FakeAzure) -> None:
    fake.agents.lag = 5
    fake.trouble(Trouble.LOSE_ANSWER, "POST", "/agents/*/versions")
    for _ in range(3):
        repository.apply()
    assert len(fake.agents) == 2


def test_destroy_takes_what_is_ours_and_nothing_else(repository: Site, fake: FakeAzure) -> None:
    fake.put_version("theirs", {"definition": {"kind": "prompt", "model": "m"}})
    theirs = fake.put_store("theirs", {})["id"]
    repository.apply()
    repository.destroy()
    assert [agent["name"] for agent in fake.agents] == ["theirs"]
    assert [store["id"] for store in fake.stores] == [theirs]
    assert len(fake.files) == 0


def test_the_key_is_in_no_error(repository: Site, fake: FakeAzure) -> None:
    fake.error = lambda *_: {"error": {"message": f"wrong key {KEY}"}}  # type: ignore[method-assign]
    fake.trouble(Trouble.FAIL_BEFORE, "POST", "*", times=9)
    messages = [reason for _, reason in repository.apply().outcome.failed]
    assert messages
    assert not any(KEY in message for message in messages)
