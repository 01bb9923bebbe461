from gptctl.logs.sources.spans.chains import chains
from gptctl.logs.sources.spans.threads import threads
from tests.support.spans import asks, texts


def test_an_id_of_a_conversation_joins_what_a_stateful_provider_was_sent() -> None:
    found = threads(
        chains(
            [
                asks("1", ["u: Hi"], "Hello", at=1, trace="t1", conversation="c"),
                asks("2", ["u: Bye"], "Ciao", at=5, trace="t2", conversation="c"),
            ]
        )
    )
    assert [texts(chain.entries) for chain in found] == [["Hi", "Hello", "Bye", "Ciao"]]
    assert found[0].answered == {"1": 1, "2": 3}
    assert found[0].traces == ("t1", "t2")


def test_without_an_id_traces_that_share_nothing_stay_apart() -> None:
    found = threads(
        chains(
            [
                asks("1", ["u: Hi"], "Hello", at=1, trace="t1"),
                asks("2", ["u: Bye"], "Ciao", at=5, trace="t2"),
            ]
        )
    )
    assert [texts(chain.entries) for chain in found] == [["Hi", "Hello"], ["Bye", "Ciao"]]


def test_a_window_of_what_was_said_goes_on_from_it() -> None:
    found = threads(
        chains(
            [
                asks("1", ["u: One", "a: Two", "u: Three"], "Four", at=1, trace="t1"),
                asks("2", ["u: Three", "a: Four", "u: Five"], "Six", at=5, trace="t2"),
            ]
        )
    )
    assert [texts(chain.entries) for chain in found] == [["One", "Two", "Three", "Four", "Five", "Six"]]


def test_another_agent_of_a_trace_stays_apart() -> None:
    found = threads(
        chains(
            [
                asks("1", ["u: Hi"], "Hello", at=1, trace="t1", conversation="c"),
                asks("2", ["s: Name it.", "u: Name this talk"], "Greeting", at=2, trace="t1", conversation="c"),
                asks("3", ["u: Bye", "a: So soon?", "u: Yes"], "Ciao", at=5, trace="t2", conversation="c"),
            ]
        )
    )
    assert [texts(chain.entries) for chain in found] == [
        ["Hi", "Hello", "Bye", "So soon?", "Yes", "Ciao"],
        ["Name this talk", "Greeting"],
    ]
