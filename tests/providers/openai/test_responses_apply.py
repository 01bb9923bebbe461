"""Real declarations, the real engine, OpenAI's API at the wire: `runtime: responses`."""

from collections import Counter

import pytest

from gptctl.core.address import RemoteId
from gptctl.core.plan import Action
from gptctl.core.planner import Consent
from gptctl.engine.request import Request
from gptctl.errors import Refused
from gptctl.providers.openai.provider import OpenAIProvider
from tests.support.fakes.openai import KEY, FakeOpenAI
from tests.support.fakes.trouble import Trouble
from tests.support.site import Site

STORES = 3
"""One for each of two assistants, one for the handbook."""


def writes(fake: FakeOpenAI, since: int = 0) -> list[str]:
    return [f"{one.method} {one.path}" for one in fake.journal[since:] if one.method != "GET"]


def pages(site: Site) -> list[str]:
    top = site.root / "knowledge/handbook"
    return sorted(path.relative_to(top).as_posix() for path in top.rglob("*.md"))


def held(site: Site, fake: FakeOpenAI) -> list[str]:
    files = fake.attached[site.remote_id("knowledge.handbook")].values()
    return sorted(one["attributes"]["gptctl_path"] for one in files)


def whole(site: Site, fake: FakeOpenAI) -> bool:
    """One object for each declaration, one file for each page and manifest, and nothing else."""
    return (
        len(fake.stores) == STORES
        and held(site, fake) == pages(site)
        and len(fake.files) == len(pages(site)) + 2
        and site.plan().settled
    )


def test_after_an_apply_the_plan_is_empty_and_a_second_one_writes_nothing(repository: Site, fake: FakeOpenAI) -> None:
    assert not repository.apply().outcome.failed
    assert sorted(store["name"] for store in fake.stores) == ["gptctl: airline", "gptctl: handbook", "handbook"]
    assert whole(repository, fake)
    before = len(fake.journal)
    repository.apply()
    assert writes(fake, before) == []


def test_an_unchanged_plan_makes_listing_calls_only(repository: Site, fake: FakeOpenAI) -> None:
    repository.apply()
    before = len(fake.journal)
    assert repository.plan().settled
    assert [(one.method, one.path) for one in fake.journal[before:]] == [("GET", "/vector_stores")] * 2


def test_a_lost_record_changes_nothing(repository: Site) -> None:
    repository.apply()
    repository.disk = type(repository.disk)()
    assert repository.plan().settled


def test_one_sentence_changed_is_one_upload_and_the_id_stays(repository: Site, fake: FakeOpenAI) -> None:
    repository.apply()
    id_, before = repository.remote_id("assistant.airline"), len(fake.journal)
    text = (repository.root / "assistants/airline.md").read_text(encoding="utf-8")
    repository.write("assistants/airline.md", f"{text}\nNever promise a seat.\n")
    done = repository.apply()
    assert [change.action for change in done.plan.changes] == [Action.UPDATE]
    count = Counter(line.split("/")[1].split("?")[0] for line in writes(fake, before) if line.startswith("POST"))
    assert count == {"files": 1, "vector_stores": 3}
    assert repository.remote_id("assistant.airline") == id_
    assert whole(repository, fake)


def test_the_old_manifest_counts_until_the_new_one_is_there(repository: Site, fake: FakeOpenAI) -> None:
    repository.apply()
    repository.write("assistants/airline.md", "Short.\n")
    fake.trouble(Trouble.BUSY, "POST", "/vector_stores/*", times=99)
    assert repository.apply().outcome.failed
    handler = repository.make().handlers["assistant"]
    seen = handler.read(RemoteId(repository.remote_id("assistant.airline")))
    assert seen is not None
    assert len(str((seen.attrs or {})["instructions"])) > 1000


def test_one_page_changed_is_one_upload(repository: Site, fake: FakeOpenAI) -> None:
    repository.apply()
    page = next((repository.root / "knowledge/handbook").rglob("*.md"))
    page.write_text("# Rewritten\n\nThe office moved.\n", encoding="utf-8")
    before = len(fake.journal)
    repository.apply()
    assert [line for line in writes(fake, before) if line == "POST /files"] == ["POST /files"]
    assert whole(repository, fake)


def test_a_page_that_fails_is_named_and_the_others_stay(repository: Site, fake: FakeOpenAI) -> None:
    repository.write("knowledge/handbook/bad.md", "# Bad\n")
    fake.spoiled.add("bad.")
    done = repository.apply()
    assert ["bad.md: The file cannot be parsed." in reason for _, reason in done.outcome.failed] == [True]
    fake.spoiled.clear()
    repository.write("knowledge/handbook/bad.md", "# Good\n")
    before = len(fake.journal)
    assert not repository.apply().outcome.failed
    assert writes(fake, before).count("POST /files") == 2  # the page, and the assistant that had waited for it
    assert whole(repository, fake)


def test_an_edit_in_the_console_is_drift_and_force_puts_it_back(repository: Site, fake: FakeOpenAI) -> None:
    repository.apply()
    fake.store(repository.remote_id("assistant.airline"))["name"] = "gptctl: airplane"
    plan = repository.plan()
    assert [(c.path, c.after) for drift in plan.drift for c in drift.fields] == [("name", "airplane")]
    with pytest.raises(Refused):
        repository.apply()
    repository.apply(Request(consent=Consent(revert_drift=True)))
    assert whole(repository, fake)


def test_a_manifest_taken_away_is_drift_and_force_puts_it_back(repository: Site, fake: FakeOpenAI) -> None:
    repository.apply()
    (file,) = fake.attached[repository.remote_id("assistant.airline")]
    fake.files.pop(file)
    fake.file_gone(file)
    assert "instructions" in {change.path for drift in repository.plan().drift for change in drift.fields}
    repository.apply(Request(consent=Consent(revert_drift=True)))
    assert whole(repository, fake)


def test_a_file_added_in_the_console_is_drift_and_its_bytes_are_not_ours(repository: Site, fake: FakeOpenAI) -> None:
    repository.apply()
    store, stray = repository.remote_id("knowledge.handbook"), fake.put_file("stray.md", b"stray")["id"]
    fake._attach(store, stray, {}, None)  # noqa: SLF001 -- what the console does
    fake.slow = 0
    fake._look(store, stray)  # noqa: SLF001
    fake._look(store, stray)  # noqa: SLF001
    (drift,) = repository.plan().drift
    assert stray in drift.fields[0].path
    repository.apply(Request(consent=Consent(revert_drift=True)))
    assert held(repository, fake) == pages(repository)
    assert fake.files.get(stray) is not None


def test_cutting_files_in_another_way_uploads_them_again(repository: Site, fake: FakeOpenAI) -> None:
    repository.apply()
    said = "apiVersion: gptctl/v1\nkind: Knowledge\nchunking: {max_tokens: 300}\n"
    repository.write("knowledge/handbook/knowledge.yaml", said)
    repository.apply()
    files = fake.attached[repository.remote_id("knowledge.handbook")].values()
    assert {one["chunking_strategy"]["static"]["max_chunk_size_tokens"] for one in files} == {300}
    assert whole(repository, fake)


def test_foreign_metadata_is_kept(repository: Site, fake: FakeOpenAI) -> None:
    repository.apply()
    ids = [repository.remote_id(name) for name in ("assistant.airline", "knowledge.handbook")]
    for id_ in ids:
        fake.store(id_)["metadata"]["theirs"] = "1"
    repository.write("assistants/airline.md", "Short.\n")
    repository.write("knowledge/handbook/new.md", "# New\n")
    repository.apply()
    assert [fake.store(id_)["metadata"]["theirs"] for id_ in ids] == ["1", "1"]


@pytest.mark.parametrize("kind", [Trouble.LOSE_ANSWER, Trouble.FAIL_AFTER, Trouble.TRUNCATE])
@pytest.mark.parametrize("path", ["/vector_stores", "/files", "/vector_stores/*/files", "/vector_stores/vs_*"])
def test_a_lost_answer_to_any_post_leaves_exactly_one_object(
    repository: Site, fake: FakeOpenAI, kind: Trouble, path: str
) -> None:
    fake.trouble(kind, "POST", path)
    for _ in range(3):
        repository.apply()
    assert whole(repository, fake)


@pytest.mark.parametrize("method", ["POST", "DELETE"])
@pytest.mark.parametrize("skip", range(6))
def test_a_lost_answer_to_any_change_is_made_good(repository: Site, fake: FakeOpenAI, method: str, skip: int) -> None:
    repository.apply()
    repository.write("assistants/airline.md", "Short.\n")
    repository.write("knowledge/handbook/new.md", "# New\n")
    (repository.root / "knowledge/handbook" / pages(repository)[0]).unlink()
    fake.trouble(Trouble.LOSE_ANSWER, method, "*", skip=skip)
    for _ in range(3):
        repository.apply()
    assert whole(repository, fake)


def test_a_listing_that_lags_makes_nothing_twice(repository: Site, fake: FakeOpenAI) -> None:
    fake.stores.lag = 2
    repository.apply()
    repository.apply()
    assert whole(repository, fake)


def test_a_listing_without_its_data_is_an_error_and_no_absence(repository: Site, fake: FakeOpenAI) -> None:
    repository.apply()
    fake.stores.listed = lambda: [{"id": "x"}]  # type: ignore[method-assign]
    done = len(fake.journal)
    with pytest.raises(Exception, match="GET /vector_stores"):
        repository.plan()
    assert writes(fake, done) == []


def test_destroy_takes_what_is_ours_and_nothing_else(repository: Site, fake: FakeOpenAI) -> None:
    theirs = fake.put_store("theirs", {})["id"]
    fake.put_file("theirs.md", b"x")
    repository.apply()
    repository.destroy()
    assert [store["id"] for store in fake.stores] == [theirs]
    assert [file["filename"] for file in fake.files] == ["theirs.md"]


def test_the_key_is_in_no_error(repository: Site, fake: FakeOpenAI) -> None:
    fake.error = lambda *_: {"error": {"message": f"wrong key {KEY}"}}  # type: ignore[method-assign]
    fake.trouble(Trouble.FAIL_BEFORE, "POST", "*", times=9)
    messages = [reason for _, reason in repository.apply().outcome.failed]
    assert messages
    assert not any(KEY in message for message in messages)


def test_a_check_says_whether_the_key_is_taken(openai: OpenAIProvider, fake: FakeOpenAI) -> None:
    assert [check.ok for check in openai.checks()] == [True]
    fake.trouble(Trouble.BUSY, times=9)
    assert [check.ok for check in openai.checks()] == [False]
