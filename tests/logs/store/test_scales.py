from dataclasses import replace

from gptctl.core.conversation import Message, Role
from gptctl.logs.conversation import Alternative, Feedback, Provenance, Rating
from gptctl.logs.overview import Counts
from gptctl.logs.store.store import Store
from tests.support.talks import SHAPE, keep, rated, talk

ONE, FIVE = rated(1.0), rated(None, label="5")


def found(store: Store) -> dict[str, list[tuple[float | None, str]]]:
    return {one.came.native: [(each.score, each.label) for each in one.ratings] for one in store.conversations()}


def test_of_five_stars_the_worst_is_not_the_best_score_wherever_it_stands(store: Store) -> None:
    ones = [talk(str(number), ratings=(ONE,)) for number in range(200)]
    keep(store, *ones, talk("five", ratings=(FIVE,)))
    keep(store, talk("text", ratings=(rated(1.0, label="1"),)), talk("five", ratings=(FIVE,)))
    assert {str(value) for value in found(store).values()} == {"[(None, '1')]", "[(None, '5')]"}
    assert keep(store, *ones, talk("five", ratings=(FIVE,))) == Counts(read=201, unchanged=201)


def test_ratings_of_another_name_or_file_and_words_stay(store: Store) -> None:
    word, other = rated(1.0, label="good"), replace(ONE, name="outcome")
    elsewhere = Provenance(shape=SHAPE, file="other.jsonl", row=1, native="b")
    keep(store, talk("a", ratings=(FIVE, word, other, ONE)), talk("b", came=elsewhere, ratings=(ONE,)))
    assert found(store) == {"a": [(None, "5"), (1.0, "good"), (1.0, ""), (None, "1")], "b": [(1.0, "")]}


def test_ratings_that_stand_apart_and_those_of_other_answers(store: Store) -> None:
    said = (Message(role=Role.ASSISTANT, text="Or so."),)
    other = Alternative(at=1, messages=said, ratings=(ONE,))
    apart = [Feedback(rating=one, conversation="b") for one in (ONE, FIVE)]
    keep(store, talk("a", ratings=(FIVE,), alternatives=(other,)), talk("b"), *apart)
    assert sorted(found(store)["b"]) == [(None, "1"), (None, "5")]
    [beside] = (each for one in store.conversations() for each in one.alternatives)
    assert [(one.score, one.label) for one in beside.ratings] == [(None, "1")]


def test_what_is_no_number_tells_of_no_scale(store: Store) -> None:
    def labelled(label: str) -> Rating:
        return rated(None, label=label)

    keep(store, talk("a", ratings=(ONE, labelled("so so"), labelled("nan"), labelled("0.5"))))
    assert found(store)["a"][0] == (1.0, "")
