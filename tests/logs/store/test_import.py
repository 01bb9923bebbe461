from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gptctl.errors import GptctlError
from gptctl.logs.conversation import Conversation, Ran
from gptctl.logs.overview import Counts
from gptctl.logs.store.query import Query, Rated
from gptctl.logs.store.store import Store
from tests.support.talks import files, held, keep, rated, talk


def test_nothing_is_there_and_nothing_is_made_by_looking(store: Store) -> None:
    assert list(store.conversations()) == []
    assert list(store.batches(("id",))) == []
    assert store.portions() == []
    assert store.glances(most=1) == ()
    assert store.stats().conversations == 0
    assert not store.folder.exists()


def test_a_second_import_adds_nothing_and_writes_nothing(store: Store) -> None:
    assert keep(store, talk("a"), talk("b")) == Counts(read=2, new=2)
    before = [(path, path.read_bytes()) for path in files(store.folder)]
    assert keep(store, talk("b"), talk("a")) == Counts(read=2, unchanged=2)
    assert [(path, path.read_bytes()) for path in files(store.folder)] == before


def test_where_it_was_read_makes_no_other_conversation(store: Store) -> None:
    keep(store, talk("a"))
    moved = talk("a")
    assert keep(store, replace(moved, came=replace(moved.came, file="copy.jsonl", row=9))).unchanged == 1


def test_a_longer_version_takes_the_place_and_a_shorter_does_not(store: Store) -> None:
    short, long = talk("a", "One?", "1."), talk("a", "One?", "1.", "Two?", "2.")
    keep(store, short, talk("b"))
    assert keep(store, long) == Counts(read=1, updated=1)
    assert keep(store, short) == Counts(read=1, unchanged=1)
    assert held(store) == {"a": ["One?", "1.", "Two?", "2."], "b": ["Hi?", "Hello."]}


def test_a_version_that_does_not_say_whose_it_is_stays_with_its_assistant(store: Store) -> None:
    def told(assistant: str, *said: str) -> Conversation:
        return talk("a", *said, ran=Ran(assistant=assistant))

    keep(store, told("support", "One?", "1."))
    assert keep(store, told("", "One?", "1.")).unchanged == 1
    assert keep(store, told("support", "One?", "1.")).unchanged == 1
    assert keep(store, told("", "One?", "1.", "Two?", "2.")).updated == 1
    assert [one.assistant for one in store.glances(most=9)] == ["support"]
    assert held(store) == {"a": ["One?", "1.", "Two?", "2."]}
    assert keep(store, told("greeter", "One?", "1.", "Two?", "2.")).updated == 1
    assert [one.assistant for one in store.glances(most=9)] == ["greeter"]


def test_a_later_end_counts_more_than_length(store: Store) -> None:
    keep(store, talk("a", "One?", "1.", "Two?", "2.", ended=1.0))
    assert keep(store, talk("a", "Two?", "2.", ended=2.0)).updated == 1
    assert held(store) == {"a": ["Two?", "2."]}


def test_of_versions_in_one_import_the_best_is_kept_once(store: Store) -> None:
    told = [talk("a", *["x"] * length) for length in (2, 6, 4)]
    assert keep(store, *told) == Counts(read=3, new=1, repeated=2)
    assert held(store) == {"a": ["x"] * 6}


def test_a_rating_that_came_later_with_the_conversation_is_kept(store: Store) -> None:
    keep(store, talk("a"))
    assert keep(store, talk("a", ratings=(rated(1.0),))).updated == 1
    assert [one.score for one in store.glances(most=9)] == [1.0]


def test_an_import_that_breaks_off_leaves_nothing(store: Store) -> None:
    keep(store, talk("a"))
    before = [path.read_bytes() for path in files(store.folder)]
    with pytest.raises(ZeroDivisionError):
        keep(store, *(talk(str(number // (20_000 - number))) for number in range(20_001)))
    assert [path.read_bytes() for path in files(store.folder)] == before
    assert held(store).keys() == {"a"}


def test_what_is_kept_is_private(store: Store) -> None:
    keep(store, talk("a"), talk("b"))
    assert files(store.folder)
    for path in (store.folder, *files(store.folder)):
        assert path.stat().st_mode & 0o077 == 0, path


def test_many_small_imports_do_not_leave_many_files(store: Store) -> None:
    for number in range(12):
        keep(store, talk(str(number), instructions=f"Version {number}"))
    assert len(held(store)) == 12
    assert len(store.portions()) < 12
    assert {one.instructions for one in store.conversations()} == {f"Version {number}" for number in range(12)}


def test_marks_are_committed_with_what_they_stand_for(store: Store) -> None:
    with store.intake() as intake:
        intake.add(talk("a"))
        intake.commit({"pulled": 7.0})
    keep(store, talk("b"))
    assert store.marks() == {"pulled": 7.0}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": "gptctl.conversations/v9"}', '{"format": 1, "parts": []}'])
def test_a_damaged_index_is_one_clear_message(store: Store, text: str) -> None:
    keep(store, talk("a"))
    (store.folder / "index.json").write_text(text)
    with pytest.raises(GptctlError, match=r"index\.json is not what gptctl writes"):
        held(store)


def test_a_lost_index_never_loses_what_it_named(store: Store) -> None:
    keep(store, talk("a"))
    kept = (store.folder / "index.json").read_bytes()
    (store.folder / "index.json").unlink()
    with pytest.raises(GptctlError, match=r"index\.json is missing"):
        keep(store, talk("b"))
    (store.folder / "index.json").write_bytes(kept)
    assert held(store).keys() == {"a"}


def test_a_damaged_part_is_one_clear_message(store: Store) -> None:
    keep(store, talk("a"))
    for path in store.folder.glob("conversations-*"):
        path.write_bytes(b"PAR1 and then nothing that makes sense PAR1")
    with pytest.raises(GptctlError, match="cannot be used"):
        held(store)


@pytest.mark.parametrize("text", ["'; drop table x; --", 'a"b', "\\", "%", "\x00", "\u202e", "${HOME}", "c' or '1'='1"])
def test_text_is_only_text(store: Store, text: str) -> None:
    keep(store, talk(text, text, text, ended=1.0), talk("other"))
    assert held(store)[text] == [text, text]
    assert [one.native for one in store.glances(Query(id=text), most=9)] == [text]
    assert store.glances(Query(assistant=text), most=9) == []


def test_queries_pick(store: Store) -> None:
    keep(
        store,
        talk("good", ended=1.0, ratings=(rated(1.0),)),
        talk("bad", ended=2.0, ratings=(rated(0.0), rated(0.4))),
        talk("none", ended=3.0),
    )

    def picked(query: Query) -> set[str]:
        return {one.came.native for one in store.conversations(query)}

    assert [picked(Query(rated=one)) for one in Rated] == [{"good"}, {"bad"}, {"none"}]
    assert picked(Query(since=2.0)) == {"bad", "none"}
    assert picked(Query(until=2.0)) == {"good"}
    assert picked(Query(assistant="support", shapes=("messages",))) == {"good", "bad", "none"}
    assert picked(Query(environments=("prod",))) == set()


versions = st.builds(
    lambda native, length, ended: talk(native, *["x"] * length, ended=float(ended)),
    st.sampled_from("abc"),
    st.integers(1, 3),
    st.integers(0, 2),
)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(versions, max_size=5), max_size=4))
def test_whatever_comes_in_whatever_order_the_best_version_is_kept(
    store: Store, imports: list[list[Conversation]]
) -> None:
    """The store is the same in all examples, so that each goes on from where the last ended."""
    for told in imports:
        before = {one.id: one for one in store.conversations()}
        counts = keep(store, *told)
        best = dict(before)
        for one in told:
            there = best.get(one.id)
            if there is None or (one.ended, len(one.messages)) >= (there.ended, len(there.messages)):
                best[one.id] = one
        now = {one.id: one for one in store.conversations()}
        assert {id_: (one.ended, one.messages) for id_, one in now.items()} == {
            id_: (one.ended, one.messages) for id_, one in best.items()
        }
        assert counts.read == len(told)
        assert counts.new + counts.updated + counts.unchanged + counts.repeated == len(told)
        assert counts.new == len(now) - len(before)
