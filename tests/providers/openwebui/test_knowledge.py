"""Knowledge bases, and the traps of the server that holds them."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from gptctl.core.marker import UNFINISHED
from gptctl.core.resource import Observed
from gptctl.core.value import Attrs
from gptctl.errors import Conflict, Rejected, Unknown
from gptctl.providers.base import Handler
from gptctl.providers.openwebui.provider import OpenWebUIProvider
from gptctl.providers.transfer import ROUNDS
from tests.conformance.subject import SCOPE, Pages, draft
from tests.support.fakes.openwebui import FakeOpenWebUI
from tests.support.fakes.trouble import Trouble
from tests.support.openwebui import Console

LEAVE, TRIPS = b"# Leave\n\nThirty days.\n", b"# Trips\n\nBy train.\n"


def base(**files: bytes) -> Attrs:
    return {"name": "sample", "files": {f"{name}.md": Pages.digest(data) for name, data in files.items()}}


@pytest.fixture
def handler(target: OpenWebUIProvider) -> Handler:
    return target.handlers["knowledge"]


def uploads(fake: FakeOpenWebUI) -> list[str]:
    return [one.form.files[0].name for one in fake.asked("POST", "/api/v1/files/")]


def texts(fake: FakeOpenWebUI, seen: Observed) -> list[str]:
    """What can really be found."""
    return sorted(one["text"] for one in fake.passages[seen.id].values())


def ages_ago(fake: FakeOpenWebUI) -> None:
    """Let time pass, so that an edit is later than what we wrote."""
    for one in (*fake.files.values(), *fake.bases.values()):
        one["updated_at"] -= 10


def files(seen: Observed | None) -> Mapping[str, object]:
    assert seen is not None
    assert seen.attrs is not None
    held = seen.attrs["files"]
    assert isinstance(held, Mapping)
    return held


def test_one_page_changed_is_one_upload(fake: FakeOpenWebUI, handler: Handler) -> None:
    made = handler.create(draft("knowledge", base(leave=LEAVE, trips=TRIPS)))
    fake.journal.clear()
    handler.update(made.id, draft("knowledge", base(leave=b"Forty.", trips=TRIPS), nonce=2), version=made.version)
    assert uploads(fake) == ["leave.md"]
    assert texts(fake, made) == sorted(["Forty.", TRIPS.decode()])
    assert len(fake.files) == 2


def test_a_listing_costs_pages_and_not_objects(fake: FakeOpenWebUI, handler: Handler) -> None:
    many = {f"page{n}": f"Page {n}.".encode() for n in range(40)}
    for nonce in (1, 2, 3):
        attrs = {**base(**many), "name": f"base{nonce}"}
        handler.create(draft("knowledge", attrs, name=f"base{nonce}", nonce=nonce))
    fake.journal.clear()
    assert len(list(handler.list(SCOPE.mark))) == 3
    assert [one.path for one in fake.journal] == ["/api/v1/knowledge/search", "/api/v1/files/user/search"]


def test_a_renamed_page_can_still_be_found(fake: FakeOpenWebUI, handler: Handler) -> None:
    """The server refuses a text it has, and forgets a text with the file that goes."""
    made = handler.create(draft("knowledge", base(leave=LEAVE)))
    now = handler.update(made.id, draft("knowledge", base(holidays=LEAVE), nonce=2), version="")
    assert files(now) == base(holidays=LEAVE)["files"]
    assert texts(fake, made) == [LEAVE.decode()]
    assert len(fake.files) == 1


def test_pages_that_swap_their_texts_can_still_be_found(fake: FakeOpenWebUI, handler: Handler) -> None:
    made = handler.create(draft("knowledge", base(a=LEAVE, b=TRIPS)))
    now = handler.update(made.id, draft("knowledge", base(a=TRIPS, b=LEAVE), nonce=2), version="")
    assert files(now) == base(a=TRIPS, b=LEAVE)["files"]
    assert texts(fake, made) == sorted([LEAVE.decode(), TRIPS.decode()])


def test_bytes_that_change_and_leave_the_text_are_taken(fake: FakeOpenWebUI, handler: Handler) -> None:
    made = handler.create(draft("knowledge", base(leave=LEAVE)))
    windows = LEAVE.replace(b"\n", b"\r\n")
    now = handler.update(made.id, draft("knowledge", base(leave=windows), nonce=2), version="")
    assert files(now) == base(leave=windows)["files"]
    assert texts(fake, made) == [LEAVE.decode()]


def test_two_pages_with_one_text_are_refused_by_name(fake: FakeOpenWebUI, handler: Handler) -> None:
    twice = base(a=LEAVE, b=LEAVE.replace(b"\n", b"\r\n"))
    made = handler.create(draft("knowledge", base(a=LEAVE)))
    with pytest.raises(Unknown, match=r"b\.md: it says the same as a\.md"):
        handler.update(made.id, draft("knowledge", twice, nonce=2), version="")
    assert texts(fake, made) == [LEAVE.decode()]
    assert len(fake.files) == 1


def test_a_file_that_cannot_be_indexed_is_named_and_leaves_nothing(fake: FakeOpenWebUI, handler: Handler) -> None:
    with pytest.raises(Unknown, match=r"blank\.md: The content provided is empty"):
        handler.create(draft("knowledge", base(leave=LEAVE, blank=b" \n")))
    assert [one["filename"] for one in fake.files.values()] == ["leave.md"]
    (half,) = handler.list(SCOPE.mark)
    assert half.marker is not None
    assert half.marker.applied == UNFINISHED


def test_what_a_run_left_half_done_is_completed_without_a_second_upload(fake: FakeOpenWebUI, handler: Handler) -> None:
    with pytest.raises(Unknown):
        handler.create(draft("knowledge", base(leave=LEAVE, blank=b" \n")))
    (half,) = handler.list(SCOPE.mark)
    fake.journal.clear()
    now = handler.update(half.id, draft("knowledge", base(leave=LEAVE, trips=TRIPS), nonce=2), version=half.version)
    assert uploads(fake) == ["trips.md"]
    assert files(now) == base(leave=LEAVE, trips=TRIPS)["files"]


def test_a_slow_file_is_waited_for(fake: FakeOpenWebUI, handler: Handler) -> None:
    fake.slow.add("leave.md")
    made = handler.create(draft("knowledge", base(leave=LEAVE)))
    assert files(made) == base(leave=LEAVE)["files"]
    assert uploads(fake) == ["leave.md"]


@pytest.mark.parametrize("lost", range(6))
def test_whichever_answer_is_lost_there_is_one_of_everything(fake: FakeOpenWebUI, handler: Handler, lost: int) -> None:
    """The answers to the creation, two uploads, and the final mark; then none."""
    wanted = draft("knowledge", base(leave=LEAVE, trips=TRIPS))
    fake.trouble(Trouble.LOSE_ANSWER, "POST", skip=lost)
    try:
        handler.create(wanted)
    except Unknown:
        found = handler.find(wanted.marker)
        assert found is not None
        handler.update(found.id, wanted, version=found.version)
    (seen,) = handler.list(SCOPE.mark)
    assert seen.marker == wanted.marker
    assert files(handler.read(seen.id)) == wanted.attrs["files"]
    assert texts(fake, seen) == sorted([LEAVE.decode(), TRIPS.decode()])
    assert len(fake.files) == 2


def test_a_text_edited_in_the_console_is_seen_named_and_put_right(
    fake: FakeOpenWebUI, handler: Handler, console: Console
) -> None:
    made = handler.create(draft("knowledge", base(leave=LEAVE, trips=TRIPS)))
    ages_ago(fake)
    edited = next(id_ for id_, one in fake.files.items() if one["filename"] == "leave.md")
    console.call("POST", f"/api/v1/files/{edited}/data/content/update", {"content": "Nobody may leave."})
    (listed,) = handler.list(SCOPE.mark)
    assert listed.version != made.version
    assert files(handler.read(made.id)) == {**base(leave=LEAVE, trips=TRIPS)["files"], "leave.md": ""}  # type: ignore[dict-item]
    fake.journal.clear()
    handler.update(made.id, draft("knowledge", base(leave=LEAVE, trips=TRIPS), nonce=2), version="")
    assert uploads(fake) == ["leave.md"]
    assert texts(fake, made) == sorted([LEAVE.decode(), TRIPS.decode()])


def test_an_edit_is_not_forgotten_when_the_run_that_mends_it_dies(
    fake: FakeOpenWebUI, handler: Handler, console: Console
) -> None:
    wanted = draft("knowledge", base(leave=LEAVE, trips=TRIPS))
    made = handler.create(wanted)
    ages_ago(fake)
    console.edit("knowledge", made.id)
    fake.trouble(Trouble.FAIL_BEFORE, "POST", "/api/v1/files/", times=ROUNDS)
    with pytest.raises(Unknown):
        handler.update(made.id, replace(wanted, marker=replace(wanted.marker, nonce="2" * 16)), version="")
    handler.update(made.id, wanted, version="")
    assert texts(fake, made) == sorted([LEAVE.decode(), TRIPS.decode()])


def test_an_edit_in_the_second_of_the_apply_is_put_right_too(
    fake: FakeOpenWebUI, handler: Handler, console: Console
) -> None:
    wanted = draft("knowledge", base(leave=LEAVE, trips=TRIPS))
    made = handler.create(wanted)
    console.edit("knowledge", made.id)
    fake.bases[made.id]["updated_at"] += 10
    handler.update(made.id, wanted, version="")
    assert texts(fake, made) == sorted([LEAVE.decode(), TRIPS.decode()])
    assert len(fake.files) == 2


def test_a_page_taken_off_in_the_console_comes_back_alone(fake: FakeOpenWebUI, handler: Handler) -> None:
    wanted = draft("knowledge", base(leave=LEAVE, trips=TRIPS))
    made = handler.create(wanted)
    lost = next(id_ for id_, one in fake.files.items() if one["filename"] == "trips.md")
    fake.delete_file(fake.journal[0], lost)
    assert files(handler.read(made.id)) == base(leave=LEAVE)["files"]
    fake.journal.clear()
    handler.update(made.id, wanted, version="")
    assert uploads(fake) == ["trips.md"]


def test_a_file_of_somebody_else_is_taken_off_and_never_deleted(fake: FakeOpenWebUI, handler: Handler) -> None:
    wanted = draft("knowledge", base(leave=LEAVE))
    made = handler.create(wanted)
    other = handler.create(draft("knowledge", base(trips=TRIPS), name="other", nonce=5))
    (theirs,) = fake.links[other.id]
    fake.link(made.id, fake.files[theirs])
    assert files(handler.read(made.id))[theirs] == ""
    now = handler.update(made.id, replace(wanted, marker=replace(wanted.marker, nonce="2" * 16)), version="")
    assert files(now) == wanted.attrs["files"]
    assert files(handler.read(other.id)) == base(trips=TRIPS)["files"]


def test_a_delete_takes_the_files_along_but_none_that_another_base_has(
    fake: FakeOpenWebUI, handler: Handler, console: Console
) -> None:
    made = handler.create(draft("knowledge", base(leave=LEAVE, trips=TRIPS)))
    theirs = console.make_foreign("knowledge")
    shared = next(id_ for id_, one in fake.files.items() if one["filename"] == "trips.md")
    fake.link(theirs, fake.files[shared])
    handler.delete(made.id, version=made.version)
    assert set(fake.bases) == {theirs}
    assert set(fake.files) == {shared}


def test_a_base_in_use_is_not_deleted(target: OpenWebUIProvider, handler: Handler) -> None:
    made = handler.create(draft("knowledge", base(leave=LEAVE)))
    preset = {"name": "support", "model": "m", "params": {}, "meta": {"knowledge": [{"$id": made.id}]}}
    target.handlers["assistant"].create(draft("assistant", preset))
    with pytest.raises(Rejected, match="still used by support"):
        handler.delete(made.id, version="")
    assert files(handler.read(made.id))


def test_a_base_renamed_in_the_console_conflicts(handler: Handler, console: Console) -> None:
    made = handler.create(draft("knowledge", base(leave=LEAVE)))
    console.rewrite_base(console.read("knowledge", made.id), name="renamed")
    with pytest.raises(Conflict):
        handler.update(made.id, draft("knowledge", base(leave=LEAVE), nonce=2), version=made.version)
    with pytest.raises(Conflict):
        handler.delete(made.id, version=made.version)
