"""Real declarations, the real engine, Google's API at the wire."""

from collections.abc import Sequence
from typing import Any

import pytest

from gptctl.core.address import RemoteId
from gptctl.core.plan import Action
from gptctl.core.planner import Consent
from gptctl.engine.request import Request
from gptctl.errors import Refused, Rejected
from gptctl.providers.google.ledger import TITLE
from gptctl.providers.google.manifest import Entry, unpack
from gptctl.providers.google.provider import GoogleProvider
from tests.support.fakes.google import KEY, FakeGoogle
from tests.support.fakes.trouble import Trouble
from tests.support.site import Site

WRITES = ("POST", "PATCH", "PUT", "DELETE")


def writes(fake: FakeGoogle, since: int = 0) -> list[str]:
    return [f"{one.method} {one.path}" for one in fake.journal[since:] if one.method in WRITES]


def pages(site: Site) -> list[str]:
    top = site.root / "knowledge/handbook"
    return sorted(path.relative_to(top).as_posix() for path in top.rglob("*.md"))


def knowledge(fake: FakeGoogle) -> list[dict[str, Any]]:
    return [store for store in fake.stores if not store["displayName"].startswith(TITLE)]


def entries(fake: FakeGoogle) -> Sequence[Entry]:
    ledgers = [store["name"] for store in fake.stores if store["displayName"].startswith(TITLE)]
    return [entry for name in ledgers for entry in unpack(fake.documents[name])]


def test_after_an_apply_the_plan_is_empty_and_a_second_one_writes_nothing(repository: Site, fake: FakeGoogle) -> None:
    done = repository.apply()
    assert not done.outcome.failed
    assert sorted(entry.name for entry in entries(fake)) == ["airline", "handbook", "handbook"]
    assert len(knowledge(fake)) == 1
    assert repository.plan().settled
    before = len(fake.journal)
    repository.apply()
    assert writes(fake, before) == []


def test_an_unchanged_plan_makes_listing_calls_only(repository: Site, fake: FakeGoogle) -> None:
    repository.apply()
    before = len(fake.journal)
    assert repository.plan().settled
    asked = {one.path for one in fake.journal[before:]}
    assert {path.rsplit("/", 1)[1] for path in asked} == {"fileSearchStores", "documents"}
    assert len(asked) == 2
    assert len(fake.journal) - before <= 6


def test_a_lost_record_changes_nothing(repository: Site) -> None:
    repository.apply()
    repository.disk = type(repository.disk)()
    assert repository.plan().settled


def test_the_pages_are_in_the_store_and_the_ledger_has_none_of_them(repository: Site, fake: FakeGoogle) -> None:
    repository.apply()
    (store,) = knowledge(fake)
    assert sorted(one["displayName"] for one in fake.documents[store["name"]]) == pages(repository)
    assert store["displayName"].startswith("handbook gptctl:v1;")


def test_one_sentence_changed_is_one_new_entry_in_the_place_of_the_old(repository: Site, fake: FakeGoogle) -> None:
    repository.apply()
    id_, fake.uploads = repository.remote_id("assistant.airline"), []
    text = (repository.root / "assistants/airline.md").read_text(encoding="utf-8")
    repository.write("assistants/airline.md", f"{text}\nNever promise a seat.\n")
    done = repository.apply()
    assert [change.action for change in done.plan.changes] == [Action.UPDATE]
    assert {title.split(" ")[0] for title in fake.uploads} == {"assistant.airline"}
    (entry,) = (one for one in entries(fake) if one.name == "airline")
    assert (entry.id, entry.turn) == (id_, 2)
    assert repository.plan().settled


def test_one_page_changed_is_one_upload_of_it(repository: Site, fake: FakeGoogle) -> None:
    repository.apply()
    fake.uploads.clear()
    page = pages(repository)[0]
    repository.write(f"knowledge/handbook/{page}", "# Rewritten\n\nThe office moved.\n")
    repository.apply()
    assert [title for title in fake.uploads if title.endswith(".md")] == [page]
    (store,) = knowledge(fake)
    assert sorted(one["displayName"] for one in fake.documents[store["name"]]) == pages(repository)
    assert repository.plan().settled


def test_another_way_to_cut_brings_every_page_again_and_the_store_stays(repository: Site, fake: FakeGoogle) -> None:
    repository.apply()
    id_ = repository.remote_id("knowledge.handbook")
    fake.uploads.clear()
    head = "apiVersion: gptctl/v1\nkind: Knowledge\nchunking: {max_tokens: 200, overlap_tokens: 20}\n"
    repository.write("knowledge/handbook/knowledge.yaml", f'{head}include: ["**/*.md"]\n')
    repository.apply()
    assert sorted(title for title in fake.uploads if title.endswith(".md")) == pages(repository)
    assert repository.remote_id("knowledge.handbook") == id_
    start = next(one for one in reversed(fake.journal) if one.path.startswith("/upload/") and b"chunking" in one.body)
    cut = {"maxTokensPerChunk": 200, "maxOverlapTokens": 20}
    assert start.json["chunkingConfig"] == {"whiteSpaceConfig": cut}
    assert repository.plan().settled


def test_a_page_that_fails_is_named_and_tried_again_alone(repository: Site, fake: FakeGoogle) -> None:
    repository.write("knowledge/handbook/bad.md", "# Bad\n")
    fake.spoiled.add(b"# Bad\n")
    done = repository.apply()
    assert ["bad.md" in reason for _, reason in done.outcome.failed] == [True]
    fake.spoiled.clear()
    fake.uploads.clear()
    assert not repository.apply().outcome.failed
    assert [title for title in fake.uploads if title.endswith(".md")] == ["bad.md"]
    assert repository.plan().settled


def test_long_instructions_take_as_many_documents_as_they_need(repository: Site, fake: FakeGoogle) -> None:
    text = "".join(f"{number:x} {number * 7919 % 65537:x}\n" for number in range(9000))
    repository.declare("long", instructions="long.md")
    repository.write("assistants/long.md", text)
    repository.apply()
    (entry,) = (one for one in entries(fake) if one.name == "long")
    assert entry.attrs["system_instruction"] == text
    assert len(entry.documents) > 3
    assert repository.plan().settled


def test_settings_that_somebody_replaced_are_drift(repository: Site, fake: FakeGoogle) -> None:
    repository.apply()
    (store,) = knowledge(fake)
    stray = fake.put_document(store["name"], {"displayName": "stray.txt"}, b"stray")
    (drift,) = repository.plan().drift
    assert stray["name"] in drift.fields[0].path
    with pytest.raises(Refused):
        repository.apply()
    repository.apply(Request(consent=Consent(revert_drift=True)))
    assert repository.plan().settled


@pytest.mark.parametrize("kind", [Trouble.LOSE_ANSWER, Trouble.FAIL_AFTER, Trouble.TRUNCATE])
@pytest.mark.parametrize(
    ("path", "skip"),
    [("/v1/fileSearchStores", 0), ("/v1/fileSearchStores", 1), *(("/upload/*", at) for at in range(8))],
)
def test_a_lost_answer_to_any_creation_leaves_exactly_one_object(
    repository: Site, fake: FakeGoogle, kind: Trouble, path: str, skip: int
) -> None:
    fake.trouble(kind, "POST", path, skip=skip)
    for _ in range(3):
        repository.apply()
    assert sorted(entry.name for entry in entries(fake)) == ["airline", "handbook", "handbook"]
    (store,) = knowledge(fake)
    assert sorted(one["displayName"] for one in fake.documents[store["name"]]) == pages(repository)
    assert repository.plan().settled


@pytest.mark.parametrize("skip", range(3))
def test_a_lost_answer_to_any_removal_is_made_good(repository: Site, fake: FakeGoogle, skip: int) -> None:
    repository.apply()
    repository.write("assistants/airline.md", "Short.\n")
    repository.write("knowledge/handbook/new.md", "# New\n")
    fake.trouble(Trouble.LOSE_ANSWER, "DELETE", "*", skip=skip)
    for _ in range(3):
        repository.apply()
    assert sorted(entry.name for entry in entries(fake)) == ["airline", "handbook", "handbook"]
    assert repository.plan().settled


def test_a_listing_that_lags_makes_nothing_twice(repository: Site, fake: FakeGoogle) -> None:
    fake.stores.lag = 2
    repository.apply()
    repository.apply()
    assert len(fake.stores) == 2
    assert len(entries(fake)) == 3


def test_a_store_that_is_not_ours_is_never_deleted(google: GoogleProvider, fake: FakeGoogle) -> None:
    name = "fileSearchStores/theirs"
    fake.documents[name] = type(fake.stores)()
    fake.stores.put(name, {"name": name, "displayName": "Theirs"})
    with pytest.raises(Rejected):
        google.handlers["knowledge"].delete(RemoteId(name), version="")
    assert len(fake.stores) == 1


def test_destroy_takes_everything_of_ours_the_ledger_too(repository: Site, fake: FakeGoogle) -> None:
    name = "fileSearchStores/theirs"
    fake.documents[name] = type(fake.stores)()
    fake.stores.put(name, {"name": name, "displayName": "Theirs"})
    repository.apply()
    repository.destroy()
    assert [store["displayName"] for store in fake.stores] == ["Theirs"]


def test_what_is_in_the_ledger_by_another_hand_is_no_entry(repository: Site, fake: FakeGoogle) -> None:
    repository.apply()
    (ledger,) = (store["name"] for store in fake.stores if store["displayName"].startswith(TITLE))
    ours = next(iter(fake.documents[ledger]))["customMetadata"]
    for key, value in (("gptctl", "forged"), ("gptctl_part", "x/y"), ("gptctl_turn", "-1"), ("gptctl_00", "!")):
        marks = [{**one, "stringValue": value} if one["key"] == key else one for one in ours]
        fake.put_document(ledger, {"displayName": "forged", "customMetadata": marks}, b"x")
    assert len(entries(fake)) <= 3


def test_the_key_is_in_no_error(repository: Site, fake: FakeGoogle) -> None:
    fake.error = lambda *_: {"error": {"message": f"wrong key {KEY}"}}  # type: ignore[method-assign]
    fake.trouble(Trouble.FAIL_BEFORE, "POST", "*", times=9)
    messages = [reason for _, reason in repository.apply().outcome.failed]
    assert messages
    assert not any(KEY in message for message in messages)
