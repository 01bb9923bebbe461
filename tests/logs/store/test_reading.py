import pickle
from itertools import pairwise

import pytest

from gptctl.errors import TryLater
from gptctl.logs.store.store import Store
from tests.support.talks import held, keep, talk

MANY = 20_000


@pytest.fixture
def full(store: Store) -> Store:
    """More than is put in order at once, in two imports; many end at the same moment."""
    keep(store, *(talk(str(number), ended=float(number % 7)) for number in range(MANY // 2, MANY)))
    keep(store, *(talk(str(number), ended=float(number % 7)) for number in range(MANY // 2)))
    return store


def test_batches_are_in_order_and_leave_nothing_out(full: Store) -> None:
    told = [(row["ended"], row["id"]) for batch in full.batches(("ended", "id")) for row in batch.to_pylist()]
    assert len(told) == MANY
    assert all(one < other for one, other in pairwise(told))
    assert all(batch.num_rows <= 4096 for batch in full.batches(("id",)))


def test_portions_are_all_of_it_and_can_be_sent_elsewhere(full: Store) -> None:
    portions = pickle.loads(pickle.dumps(full.portions()))  # noqa: S301 -- our own, a moment ago
    ids = [row["id"] for one in portions for batch in one.batches(("id",)) for row in batch.to_pylist()]
    assert len(ids) == len(set(ids)) == MANY


def test_a_reader_keeps_what_it_began_with(store: Store) -> None:
    keep(store, talk("a", "Old?", "Old."))
    [portion] = store.portions()
    reading = store.conversations()
    assert next(reading).messages[0].text == "Old?"
    keep(store, talk("a", "New?", "New.", "More?", "More."))
    [batch] = portion.batches(("length",))
    assert batch.to_pylist() == [{"length": 2}]
    assert held(store) == {"a": ["New?", "New.", "More?", "More."]}


def test_who_reads_something_long_gone_is_told_to_come_again(store: Store) -> None:
    keep(store, talk("a"))
    [portion] = store.portions()
    for length in (4, 6):
        keep(store, talk("a", *["x"] * length))
    with pytest.raises(TryLater, match="were changed while they were read"):
        list(portion.batches(("id",)))
