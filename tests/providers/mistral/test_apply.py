"""Real declarations, the real engine, Mistral's API at the wire."""

import pytest

from gptctl.core.plan import Action
from gptctl.core.planner import Consent
from gptctl.engine.request import Request
from gptctl.errors import Refused
from tests.support.fakes.mistral import KEY, FakeMistral
from tests.support.fakes.trouble import Trouble
from tests.support.site import Site

WRITES = ("POST", "PATCH", "PUT", "DELETE")


def writes(fake: FakeMistral, since: int = 0) -> list[str]:
    return [f"{one.method} {one.path}" for one in fake.journal[since:] if one.method in WRITES]


def pages(site: Site) -> int:
    return len(list((site.root / "knowledge/handbook").rglob("*.md")))


def test_after_an_apply_the_plan_is_empty_and_a_second_one_writes_nothing(repository: Site, fake: FakeMistral) -> None:
    done = repository.apply()
    assert not done.outcome.failed
    assert {agent["name"] for agent in fake.agents} == {"airline", "handbook"}
    assert len(fake.libraries) == 1
    assert repository.plan().settled
    before = len(fake.journal)
    repository.apply()
    assert writes(fake, before) == []


def test_an_unchanged_plan_makes_listing_calls_only(repository: Site, fake: FakeMistral) -> None:
    repository.apply()
    before = len(fake.journal)
    assert repository.plan().settled
    assert sorted(one.path for one in fake.journal[before:]) == ["/v1/agents/pages", "/v1/libraries"]


def test_a_lost_record_changes_nothing(repository: Site) -> None:
    repository.apply()
    repository.disk = type(repository.disk)()
    assert repository.plan().settled


def test_the_handbook_searches_its_library(repository: Site, fake: FakeMistral) -> None:
    repository.apply()
    (agent,) = (one for one in fake.agents if one["name"] == "handbook")
    (library,) = fake.libraries
    assert agent["tools"] == [{"type": "document_library", "library_ids": [library["id"]], "tool_configuration": None}]
    assert library["nb_documents"] == pages(repository)


def test_one_sentence_changed_is_one_update(repository: Site, fake: FakeMistral) -> None:
    repository.apply()
    id_, before = repository.remote_id("assistant.airline"), len(fake.journal)
    text = (repository.root / "assistants/airline.md").read_text(encoding="utf-8")
    repository.write("assistants/airline.md", f"{text}\nNever promise a seat.\n")
    done = repository.apply()
    assert [change.action for change in done.plan.changes] == [Action.UPDATE]
    assert writes(fake, before) == [f"PATCH /v1/agents/{id_}"]
    assert repository.plan().settled


def test_one_page_changed_is_one_upload(repository: Site, fake: FakeMistral) -> None:
    repository.apply()
    page = next((repository.root / "knowledge/handbook").rglob("*.md"))
    page.write_text("# Rewritten\n\nThe office moved.\n", encoding="utf-8")
    fake.uploads.clear()
    repository.apply()
    assert fake.uploads == [page.relative_to(repository.root / "knowledge/handbook").as_posix()]
    (library,) = fake.libraries
    assert library["nb_documents"] == pages(repository)
    assert repository.plan().settled


def test_files_of_equal_content_are_one_document_and_a_renamed_one_does_not_travel(
    repository: Site, fake: FakeMistral
) -> None:
    for name in ("one", "two", "three"):
        repository.write(f"knowledge/handbook/{name}.md", "# The same\n")
    repository.apply()
    assert repository.plan().settled
    (repository.root / "knowledge/handbook/three.md").rename(repository.root / "knowledge/handbook/four.md")
    before = len(fake.journal)
    repository.apply()
    assert not [line for line in writes(fake, before) if line.startswith("DELETE")]
    assert repository.plan().settled


def test_a_page_that_fails_is_named_and_tried_again_alone(repository: Site, fake: FakeMistral) -> None:
    repository.write("knowledge/handbook/bad.md", "# Bad\n")
    fake.spoiled.add(b"# Bad\n")
    done = repository.apply()
    assert ["bad.md" in reason for _, reason in done.outcome.failed] == [True]
    fake.spoiled.clear()
    fake.uploads.clear()
    assert not repository.apply().outcome.failed
    assert fake.uploads == ["bad.md"]
    assert repository.plan().settled


def test_an_edit_in_the_console_is_drift_and_force_puts_it_back(repository: Site, fake: FakeMistral) -> None:
    repository.apply()
    id_ = repository.remote_id("assistant.airline")
    agent = fake.agents.get(id_)
    assert agent is not None
    fake.agents.put(id_, {**agent, "instructions": "Sell seats.", "version": 7, "updated_at": "later"})
    plan = repository.plan()
    assert [change.path for drift in plan.drift for change in drift.fields] == ["instructions"]
    with pytest.raises(Refused):
        repository.apply()
    repository.apply(Request(consent=Consent(revert_drift=True)))
    assert repository.plan().settled


def test_a_file_added_in_the_console_is_drift(repository: Site, fake: FakeMistral) -> None:
    repository.apply()
    (library,) = fake.libraries
    made = fake._document(library["id"], "stray.txt", b"stray", "hash")  # noqa: SLF001 -- what the console does
    made["process_status"] = "done"
    fake._count(library["id"])  # noqa: SLF001
    (drift,) = repository.plan().drift
    assert made["id"] in drift.fields[0].path


def test_what_is_not_ours_is_kept(repository: Site, fake: FakeMistral) -> None:
    repository.apply()
    id_ = repository.remote_id("assistant.airline")
    agent = fake.agents.get(id_)
    assert agent is not None
    args = {**agent["completion_args"], "stop": ["END"]}
    fake.agents.put(id_, {**agent, "metadata": {**agent["metadata"], "theirs": "1"}, "completion_args": args})
    (library,) = fake.libraries
    fake.libraries.put(library["id"], {**library, "description": f"Ask first! {library['description']}"})
    repository.write("assistants/airline.md", "Short.\n")
    repository.write("knowledge/handbook/new.md", "# New\n")
    repository.apply()
    changed, (library,) = fake.agents.get(id_), fake.libraries
    assert changed is not None
    assert (changed["metadata"]["theirs"], changed["completion_args"]["stop"]) == ("1", ["END"])
    assert library["description"].startswith("Ask first! gptctl:v1;")


def test_a_parameter_taken_out_of_the_file_goes(repository: Site, fake: FakeMistral) -> None:
    repository.declare("small", instructions="Help.", parameters="{temperature: 0.5}", labels="{team: a, tier: b}")
    repository.apply()
    repository.declare("small", instructions="Help.", labels="{team: c}")
    repository.apply()
    agent = fake.agents.get(repository.remote_id("assistant.small"))
    assert agent is not None
    assert agent["completion_args"]["temperature"] is None
    assert {key for key in agent["metadata"] if key.startswith("label.")} == {"label.team"}
    assert repository.plan().settled


@pytest.mark.parametrize("kind", [Trouble.LOSE_ANSWER, Trouble.FAIL_AFTER, Trouble.TRUNCATE])
@pytest.mark.parametrize("path", ["/v1/agents", "/v1/libraries", "/v1/libraries/*/documents"])
def test_a_lost_answer_to_any_creation_leaves_exactly_one_object(
    repository: Site, fake: FakeMistral, kind: Trouble, path: str
) -> None:
    fake.trouble(kind, "POST", path)
    for _ in range(3):
        repository.apply()
    assert (len(fake.agents), len(fake.libraries)) == (2, 1)
    (library,) = fake.libraries
    assert library["nb_documents"] == pages(repository)
    assert repository.plan().settled


@pytest.mark.parametrize("path", ["/v1/agents/*", "/v1/libraries/*", "/v1/libraries/*/documents/*"])
def test_a_lost_answer_to_any_change_is_made_good(repository: Site, fake: FakeMistral, path: str) -> None:
    repository.apply()
    repository.write("assistants/airline.md", "Short.\n")
    repository.write("knowledge/handbook/new.md", "# New\n")
    fake.trouble(Trouble.LOSE_ANSWER, "PATCH", path)
    for _ in range(3):
        repository.apply()
    assert repository.plan().settled


def test_a_listing_that_lags_makes_nothing_twice(repository: Site, fake: FakeMistral) -> None:
    fake.agents.lag = fake.libraries.lag = 2
    repository.apply()
    repository.apply()
    assert (len(fake.agents), len(fake.libraries)) == (2, 1)


def test_destroy_takes_what_is_ours_and_nothing_else(repository: Site, fake: FakeMistral) -> None:
    fake.agents.put("ag_theirs", {**dict.fromkeys(("metadata",)), "id": "ag_theirs", "name": "theirs"})
    repository.apply()
    repository.destroy()
    assert [agent["name"] for agent in fake.agents] == ["theirs"]
    assert len(fake.libraries) == 0


def test_the_key_is_in_no_error(repository: Site, fake: FakeMistral) -> None:
    fake.error = lambda *_: {"detail": f"wrong key {KEY}"}  # type: ignore[method-assign]
    fake.trouble(Trouble.FAIL_BEFORE, "POST", "*", times=9)
    done = repository.apply()
    messages = [reason for _, reason in done.outcome.failed]
    assert messages
    assert not any(KEY in message for message in messages)
