import pytest

from gptctl.core.conversation import Message, Role
from gptctl.logs.conversation import Feedback, Level, identify
from gptctl.logs.store.store import Store
from tests.support.talks import SHAPE, keep, rated, talk


def ratings(store: Store) -> dict[str, list[tuple[float | None, int]]]:
    return {one.came.native: [(rating.score, rating.at) for rating in one.ratings] for one in store.conversations()}


def test_each_level_finds_what_it_speaks_of(store: Store) -> None:
    keep(
        store,
        talk("a", session="s", message_ids=("m1", "m2")),
        talk("b", session="s"),
        talk("c", ratings=(rated(0.25),)),
        Feedback(rating=rated(1.0, level=Level.MESSAGE), message="m2"),
        Feedback(rating=rated(0.5, level=Level.EPISODE), session="s"),
        Feedback(rating=rated(0.0), conversation=talk("c").id),
        Feedback(rating=rated(0.75), conversation="b"),
    )
    assert {name: sorted(found, key=str) for name, found in ratings(store).items()} == {
        "a": [(0.5, -1), (1.0, 1)],
        "b": [(0.5, -1), (0.75, -1)],
        "c": [(0.0, -1), (0.25, -1)],
    }


def test_a_message_of_one_conversation_is_not_that_of_another(store: Store) -> None:
    keep(store, talk("a", message_ids=("1", "2")), talk("b", message_ids=("1", "2")))
    keep(store, Feedback(rating=rated(1.0, level=Level.MESSAGE), conversation="b", message="2"))
    assert ratings(store) == {"a": [], "b": [(1.0, 1)]}


def test_a_rating_of_one_of_several_that_are_called_the_same_waits(store: Store) -> None:
    first, other = (talk("0", said, id=identify(SHAPE, "0", said), message_ids=("m",)) for said in ("Hi?", "Ho?"))
    keep(
        store,
        first,
        Feedback(rating=rated(0.5, level=Level.MESSAGE), conversation="0", message="m"),
        Feedback(rating=rated(1.0, time=1.0), conversation="0"),
    )
    assert (store.waiting(), ratings(store)) == (0, {"0": [(0.5, 0), (1.0, -1)]})
    assert keep(store, other).new == 1
    assert (store.waiting(), [one.ratings for one in store.conversations()]) == (2, [(), ()])
    keep(store, Feedback(rating=rated(0.0), conversation=other.id))
    assert {one.id: len(one.ratings) for one in store.conversations()} == {first.id: 0, other.id: 1}


def test_ratings_of_a_message_that_is_no_answer_are_counted(store: Store) -> None:
    assert store.astray() == 0
    keep(store, talk("a", message_ids=("m1", "m2")), talk("b"))
    for at in (0, 1, 2):
        keep(store, Feedback(rating=rated(0.0, level=Level.MESSAGE, at=at), conversation="b"))
    keep(
        store,
        Feedback(rating=rated(0.0, level=Level.MESSAGE), message="m2"),
        Feedback(rating=rated(0.0, level=Level.MESSAGE, at=7), conversation="yet to come"),
        Feedback(rating=rated(0.0), conversation="a"),
    )
    assert (store.astray(), store.waiting()) == (2, 1)


def test_feedback_may_come_first_and_twice_is_once(store: Store) -> None:
    given = Feedback(rating=rated(1.0, time=5.0), conversation="a")
    assert keep(store, given).ratings == 1
    assert store.waiting() == 1
    assert keep(store, given, talk("a")).ratings == 0
    assert store.waiting() == 0
    assert ratings(store) == {"a": [(1.0, -1)]}


def test_a_newer_version_keeps_what_was_said_of_the_older(store: Store) -> None:
    keep(store, talk("a"), Feedback(rating=rated(0.0, level=Level.MESSAGE, at=1), conversation="a"))
    keep(store, talk("a", "Hi?", "Hello.", "And?", "So."))
    assert ratings(store) == {"a": [(0.0, 1)]}


def test_a_correction_comes_back_to_the_letter(store: Store) -> None:
    text = 'Say "ten" \\ days\n\u202e💳'
    keep(store, talk("a"), Feedback(rating=rated(None, correction=text, comment="'"), conversation="a"))
    [found] = store.conversations()
    assert (found.ratings[0].correction, found.ratings[0].comment, found.ratings[0].score) == (text, "'", None)


def test_contradictions_are_kept_and_counted(store: Store) -> None:
    keep(
        store,
        talk("a", ratings=(rated(1.0),)),
        talk("b", ratings=(rated(1.0), rated(0.0, level=Level.MESSAGE, at=1))),
        Feedback(rating=rated(0.0), conversation="a"),
    )
    stats = store.stats()
    assert (stats.contradictory, stats.good, stats.bad, stats.unrated) == (1, 2, 0, 0)


def test_numbers_of_everything(store: Store) -> None:
    asks = Message(role=Role.ASSISTANT, text='not ,"tool_calls":[ at all')
    keep(
        store,
        talk("a", "Hi?", "No.", "I meant this?", "Ah.", ended=1_790_000_000.0, instructions="Be kind."),
        talk("b", ratings=(rated(0.0, correction="x"),)),
        talk("c", ended=1e300, messages=(Message(role=Role.USER, text="Hi?"), asks)),
    )
    stats = store.stats()
    assert stats.conversations == 3
    assert stats.months == {"": 2, "2026-09": 1}
    assert stats.assistants == {"support": 3}
    assert stats.signals == {"rephrased": 1}
    assert (stats.corrected, stats.with_tools, stats.turns) == (1, 0, (1, 1, 2))
    assert sorted(stats.instructions.values()) == [1, 2]


@pytest.mark.parametrize("at", [-5, 99, 2**40])
def test_an_index_that_leads_nowhere_does_no_harm(store: Store, at: int) -> None:
    keep(store, talk("a"), Feedback(rating=rated(1.0, level=Level.MESSAGE, at=at), conversation="a"))
    assert ratings(store) == {"a": [(1.0, at)]}
