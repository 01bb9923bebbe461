from pathlib import Path

import pyarrow.parquet as pq

from gptctl.logs.conversation import Feedback, Level, identify
from gptctl.logs.overview import Counts
from gptctl.logs.store.store import Store
from tests.support.talks import SHAPE, files, held, keep, rated, talk

SECRET = "the number of my card"


def everything(folder: Path) -> str:
    """All that is in any file of the store, unpacked."""
    return "".join(str(pq.read_table(path).to_pylist()) for path in files(folder) if path.suffix == ".parquet")


def test_nothing_of_it_is_left_in_any_file(store: Store) -> None:
    doomed = talk("a", SECRET, "Fine.", instructions=f"Speak with {SECRET}", session="s", message_ids=("m1", "m2"))
    keep(store, talk("a", SECRET), talk("b"))
    keep(store, doomed, talk("b", "Hi?", "Hello.", "More?", "More."))
    keep(
        store,
        *(Feedback(rating=rated(0.0, comment=SECRET), conversation=id_) for id_ in ("a", doomed.id)),
        Feedback(rating=rated(0.0, comment=SECRET, level=Level.MESSAGE), message="m2"),
        Feedback(rating=rated(0.0, comment=SECRET, level=Level.EPISODE), session="s"),
        Feedback(rating=rated(0.0, comment="stays"), conversation="b"),
    )
    assert SECRET in everything(store.folder)
    store.forget([doomed.id], reason="asked", time=1.0)
    left = everything(store.folder)
    assert SECRET not in left
    assert doomed.id not in left
    assert "stays" in left
    assert held(store).keys() == {"b"}


def test_who_was_forgotten_is_known(store: Store) -> None:
    keep(store, talk("a"), talk("b"))
    assert store.forgotten(["a", "b"]) == ()
    store.forget([talk("a").id], reason="asked", time=1.0)
    store.forget(["never there"], reason="asked", time=2.0)
    assert store.forgotten(["b", "never there", talk("a").id, "c"]) == sorted([talk("a").id, "never there"])


def test_no_import_brings_it_back(store: Store) -> None:
    keep(store, talk("a"), talk("b"))
    store.forget([talk("a").id], reason="asked", time=1.0)
    assert keep(store, talk("a", "x", "y", "z"), talk("b")) == Counts(read=2, forgotten=1, unchanged=1)
    assert held(store).keys() == {"b"}


def test_no_import_brings_back_what_it_said_or_what_was_said_of_it(store: Store) -> None:
    doomed = talk("a", SECRET, "Fine.", instructions=f"Speak with {SECRET}", session="s", message_ids=("m1", "m2"))
    again = (
        doomed,
        *(Feedback(rating=rated(0.0, comment=SECRET), conversation=id_) for id_ in ("a", doomed.id)),
        Feedback(rating=rated(0.0, comment=SECRET, level=Level.MESSAGE), message="m2"),
        Feedback(rating=rated(0.0, comment=SECRET, level=Level.EPISODE), session="s"),
    )
    keep(store, *again)
    store.forget([doomed.id], reason="asked", time=1.0)
    assert keep(store, *again, talk("b", instructions="Be kind.")) == Counts(read=2, forgotten=1, new=1)
    assert SECRET not in everything(store.folder)
    assert [one.instructions for one in store.conversations()] == ["Be kind."]


def test_another_that_is_called_the_same_has_its_ratings(store: Store) -> None:
    keep(store, talk("a", session="s"))
    store.forget([talk("a").id], reason="", time=1.0)
    keep(
        store,
        talk("a", id=identify(SHAPE, "a", "another"), session="s"),
        Feedback(rating=rated(1.0), conversation="a"),
        Feedback(rating=rated(1.0, level=Level.EPISODE), session="s"),
        Feedback(rating=rated(1.0), conversation="yet to come"),
    )
    assert [len(one.ratings) for one in store.conversations()] == [2]
    assert store.waiting() == 1


def test_forgetting_twice_and_before_it_came(store: Store) -> None:
    for _ in range(2):
        store.forget([talk("a").id], reason="", time=1.0)
    assert keep(store, talk("a")).forgotten == 1
    assert held(store) == {}


def test_what_others_share_stays(store: Store) -> None:
    keep(store, talk("a", session="s", instructions="Be kind."), talk("b", session="s", instructions="Be kind."))
    keep(store, Feedback(rating=rated(1.0, level=Level.EPISODE), session="s"))
    store.forget([talk("a").id], reason="", time=1.0)
    [left] = store.conversations()
    assert (left.instructions, len(left.ratings)) == ("Be kind.", 1)
