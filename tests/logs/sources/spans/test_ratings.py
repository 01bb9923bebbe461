from gptctl.logs.conversation import Conversation, Level, Rater, Rating, identify
from gptctl.logs.sources.rows import Place
from gptctl.logs.sources.spans.chains import Chain, chains
from gptctl.logs.sources.spans.ratings import Ratings
from gptctl.logs.sources.spans.span import Judged
from gptctl.logs.sources.spans.whole import conversation
from tests.support.spans import asks


def good(name: str = "good") -> Rating:
    return Rating(name=name, score=1.0, level=Level.MESSAGE, by=Rater.PERSON)


def told(chain: Chain) -> Conversation:
    return conversation(chain, Place(shape="x", file="log", row=1), "native")


def test_a_rating_of_a_trace_is_of_the_conversation_or_of_its_turn() -> None:
    (one,) = chains([asks("1", ["u: Hi"], "Hello", at=1, trace="t1")])
    (two,) = chains(
        [
            asks("1", ["u: Hi"], "Hello", at=1, trace="t1"),
            asks("2", ["u: Hi", "a: Hello", "u: Bye"], "Ciao", at=2, trace="t2"),
        ]
    )
    judged = [Judged(rating=good(), trace="t1")]
    assert [(one.level, one.at) for one in Ratings("x", judged).join(told(one), one).ratings] == [
        (Level.CONVERSATION, -1)
    ]
    assert [(one.level, one.at) for one in Ratings("x", judged).join(told(two), two).ratings] == [(Level.MESSAGE, 1)]


def test_a_rating_of_a_span_that_gave_no_answer_is_of_its_trace() -> None:
    (chain,) = chains([asks("1", ["u: Hi"], "Hello", trace="t1")])
    found = Ratings("x", [Judged(rating=good(), span="a tool", trace="t1")]).join(told(chain), chain)
    assert [(one.level, one.at) for one in found.ratings] == [(Level.CONVERSATION, -1)]


def test_what_is_not_here_is_found_by_its_innermost_id() -> None:
    ratings = Ratings("x", [
        Judged(rating=good("a"), span="s"), Judged(rating=good("b"), span="s", trace="t"),
        Judged(rating=good("c"), session="e"),
    ])  # fmt: skip
    a, b, c = ratings.apart()
    assert (a.message, a.rating.level) == ("s", Level.MESSAGE)
    assert (b.conversation, b.rating.level) == (identify("x", "t"), Level.CONVERSATION)
    assert (c.session, c.rating.level) == ("e", Level.EPISODE)


def test_a_rating_that_says_nothing_is_none() -> None:
    empty = Rating(name="empty", score=None, level=Level.MESSAGE, by=Rater.PERSON)
    assert list(Ratings("x", [Judged(rating=empty, trace="t")]).apart()) == []
