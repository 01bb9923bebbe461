"""Real declarations, the real engine, OpenAI's API at the wire: `runtime: agents`."""

import pytest

from gptctl.core.plan import Action
from gptctl.core.planner import Consent
from gptctl.engine.request import Request
from gptctl.errors import Refused
from tests.support.fakes.openai import FakeOpenAI
from tests.support.fakes.trouble import Trouble
from tests.support.site import Site

TEMPLATES = "/agents/environments/templates"


def writes(fake: FakeOpenAI, since: int = 0) -> list[str]:
    return [f"{one.method} {one.path}" for one in fake.journal[since:] if one.method != "GET"]


def pages(site: Site) -> list[str]:
    top = site.root / "knowledge/handbook"
    return sorted(path.relative_to(top).as_posix() for path in top.rglob("*.md"))


def whole(site: Site, fake: FakeOpenAI) -> bool:
    """One object for each declaration, one file for each page, and nothing else."""
    (template,) = fake.templates
    paths = [file["path"].removeprefix("/workspace/knowledge/") for file in template["files"]]
    return (
        len(fake.agents) == 2
        and sorted(path for path in paths if ".gptctl" not in path) == pages(site)
        and len(fake.files) == len(pages(site))
        and site.plan().settled
    )


def test_after_an_apply_the_plan_is_empty_and_a_second_one_writes_nothing(agency: Site, fake: FakeOpenAI) -> None:
    assert not agency.apply().outcome.failed
    assert {agent["name"] for agent in fake.agents} == {"airline", "handbook"}
    assert whole(agency, fake)
    before = len(fake.journal)
    agency.apply()
    assert writes(fake, before) == []


def test_an_unchanged_plan_makes_listing_calls_only(agency: Site, fake: FakeOpenAI) -> None:
    agency.apply()
    before = len(fake.journal)
    assert agency.plan().settled
    assert sorted(one.path for one in fake.journal[before:]) == ["/agents", TEMPLATES]


def test_a_lost_record_changes_nothing(agency: Site) -> None:
    agency.apply()
    agency.disk = type(agency.disk)()
    assert agency.plan().settled


def test_the_losses_are_said(agency: Site) -> None:
    fields = {(loss.key.address.name, loss.field) for loss in agency.plan().losses}
    assert ("handbook", "parameters.max_output_tokens") in fields
    assert ("airline", "starters") in fields


def test_one_sentence_changed_is_one_update(agency: Site, fake: FakeOpenAI) -> None:
    agency.apply()
    id_, before = agency.remote_id("assistant.airline"), len(fake.journal)
    text = (agency.root / "assistants/airline.md").read_text(encoding="utf-8")
    agency.write("assistants/airline.md", f"{text}\nNever promise a seat.\n")
    done = agency.apply()
    assert [change.action for change in done.plan.changes] == [Action.UPDATE]
    assert writes(fake, before) == [f"POST /agents/{id_}"]
    assert whole(agency, fake)


def test_one_page_changed_is_one_upload(agency: Site, fake: FakeOpenAI) -> None:
    agency.apply()
    page = next((agency.root / "knowledge/handbook").rglob("*.md"))
    page.write_text("# Rewritten\n\nThe office moved.\n", encoding="utf-8")
    before = len(fake.journal)
    agency.apply()
    assert writes(fake, before).count("POST /files") == 1
    assert whole(agency, fake)


def test_a_page_that_only_moved_does_not_travel(agency: Site, fake: FakeOpenAI) -> None:
    agency.apply()
    page = next((agency.root / "knowledge/handbook").rglob("*.md"))
    page.rename(page.with_name("moved.md"))
    before = len(fake.journal)
    agency.apply()
    assert "POST /files" not in writes(fake, before)
    assert whole(agency, fake)


def test_an_edit_in_the_console_is_drift_and_force_puts_it_back(agency: Site, fake: FakeOpenAI) -> None:
    agency.apply()
    fake.agent(agency.remote_id("assistant.airline")).update(instructions="Sell seats.", updated_at=1)
    assert [c.path for drift in agency.plan().drift for c in drift.fields] == ["instructions"]
    with pytest.raises(Refused):
        agency.apply()
    agency.apply(Request(consent=Consent(revert_drift=True)))
    assert whole(agency, fake)


def test_a_file_taken_out_in_the_console_is_drift(agency: Site, fake: FakeOpenAI) -> None:
    agency.apply()
    (template,) = fake.templates
    template["files"].pop(0)
    assert [change.path.split("[")[0] for drift in agency.plan().drift for change in drift.fields] == ["files"]
    agency.apply(Request(consent=Consent(revert_drift=True)))
    assert whole(agency, fake)


def test_what_is_not_ours_is_kept_and_what_is_taken_out_goes(agency: Site, fake: FakeOpenAI) -> None:
    agency.declare("small", instructions="Help.", parameters="{reasoning: high}", labels="{team: a}", description="d")
    agency.apply()
    agent = fake.agent(agency.remote_id("assistant.small"))
    agent["metadata"]["theirs"] = "1"
    agent["service_tier"] = "flex"
    agency.declare("small", instructions="Help!")
    agency.apply()
    assert set(agent["metadata"]) == {"gptctl", "theirs"}
    assert (agent["service_tier"], agent["reasoning"]["effort"]) == ("flex", "medium")
    assert agency.plan().settled


@pytest.mark.parametrize("kind", [Trouble.LOSE_ANSWER, Trouble.FAIL_AFTER, Trouble.TRUNCATE])
@pytest.mark.parametrize("path", ["/agents", TEMPLATES, f"{TEMPLATES}/*", "/files"])
def test_a_lost_answer_to_any_post_leaves_exactly_one_object(
    agency: Site, fake: FakeOpenAI, kind: Trouble, path: str
) -> None:
    fake.trouble(kind, "POST", path)
    for _ in range(3):
        agency.apply()
    assert whole(agency, fake)


@pytest.mark.parametrize("method", ["POST", "DELETE"])
@pytest.mark.parametrize("skip", range(4))
def test_a_lost_answer_to_any_change_is_made_good(agency: Site, fake: FakeOpenAI, method: str, skip: int) -> None:
    agency.apply()
    agency.write("assistants/airline.md", "Short.\n")
    agency.write("knowledge/handbook/new.md", "# New\n")
    (agency.root / "knowledge/handbook" / pages(agency)[0]).unlink()
    fake.trouble(Trouble.LOSE_ANSWER, method, "*", skip=skip)
    for _ in range(3):
        agency.apply()
    assert whole(agency, fake)


def test_destroy_takes_what_is_ours_and_nothing_else(agency: Site, fake: FakeOpenAI) -> None:
    theirs = fake.put_agent({"model": "m"})["id"], fake.put_template({})["id"]
    fake.put_file("theirs.md", b"x", "user_data")
    agency.apply()
    agency.destroy()
    assert (*(a["id"] for a in fake.agents), *(t["id"] for t in fake.templates)) == theirs
    assert [file["filename"] for file in fake.files] == ["theirs.md"]
