from dataclasses import replace

from gptctl.logs.sources.spans.answers import Answer
from gptctl.logs.sources.spans.chains import chains
from tests.support.spans import asks, called, said, texts


def test_a_call_that_asks_all_that_was_said_before_goes_on() -> None:
    found = chains(
        [
            asks("2", ["u: Hi", "a: Hello", "u: Bye"], "Ciao", at=10),
            asks("1", ["u: Hi"], "Hello", at=1),
        ]
    )
    assert [texts(chain.entries) for chain in found] == [["Hi", "Hello", "Bye", "Ciao"]]
    assert [entry.id for entry in found[0].entries] == ["", "1", "", "2"]
    assert found[0].answered == {"1": 1, "2": 3}


def test_instructions_that_change_do_not_break_a_chain() -> None:
    found = chains(
        [
            asks("1", ["s: It is Monday.", "u: Hi"], "Hello", at=1),
            asks("2", ["s: It is Tuesday.", "u: Hi", "a: Hello", "u: Bye"], "Ciao", at=2),
        ]
    )
    assert len(found) == 1
    assert found[0].last.id == "2"


def test_another_agent_that_is_asked_the_same_is_another_chain() -> None:
    found = chains(
        [
            asks("1", ["s: You route.", "u: Hi"], "to sales", at=1),
            asks("2", ["s: You sell.", "u: Hi"], "Hello", at=2),
        ]
    )
    assert [texts(chain.entries) for chain in found] == [["Hi", "to sales"], ["Hi", "Hello"]]


def test_what_is_asked_again_leaves_the_first_answer_beside() -> None:
    found = chains([asks("1", ["u: Hi"], "Hello", at=1), asks("2", ["u: Hi"], "Good day", at=2, trace="later")])
    assert texts(found[0].entries) == ["Hi", "Good day"]
    assert [(other.at, texts(other.entries), other.again) for other in found[0].others] == [(1, ["Hello"], True)]


def test_a_call_that_failed_leaves_the_answer_before_it() -> None:
    found = chains([asks("1", ["u: Hi"], "Hello", at=1), asks("2", ["u: Hi"], at=2)])
    assert texts(found[0].entries) == ["Hi", "Hello"]
    assert [span.id for span in found[0].spans] == ["1", "2"]


def test_a_question_asked_otherwise_is_a_chain_of_its_own() -> None:
    found = chains(
        [
            asks("1", ["u: Hi"], "Hello", at=1),
            asks("2", ["u: Hi", "a: Hello", "u: Bye"], "Ciao", at=2),
            asks("3", ["u: Hi", "a: Hello", "u: Stay"], "Gladly", at=3),
        ]
    )
    assert [texts(chain.entries)[-1] for chain in found] == ["Ciao", "Gladly"]


def test_an_answer_that_was_changed_on_its_way_is_kept_beside() -> None:
    found = chains(
        [
            asks("1", ["u: Hi"], "Hello", at=1),
            asks("2", ["u: Hi", "a: Hello!", "u: Bye"], "Ciao", at=2),
        ]
    )
    assert texts(found[0].entries) == ["Hi", "Hello!", "Bye", "Ciao"]
    assert [texts(other.entries) for other in found[0].others] == [["Hello"]]


def test_space_around_a_text_and_ids_of_calls_make_no_difference() -> None:
    one = replace(asks("1", ["u: Hi"], at=1), answers=(Answer(entries=(called("a", "look", '{"x": 1, "y": 2}'),)),))
    two = asks("2", ["u: Hi "], "Found", at=2)
    two = replace(two, asked=(*two.asked, called("b", "look", '{"y":2,"x":1}'), *said("t: there")))
    assert [texts(chain.entries) for chain in chains([one, two])] == [["Hi ", "[look]", "there", "Found"]]


def test_candidates_that_were_not_used_are_kept_beside() -> None:
    found = chains([asks("1", ["u: Hi"], "Hello", "Good day")])
    assert [(texts(other.entries), other.again) for other in found[0].others] == [(["Good day"], False)]


def test_an_answer_that_repeats_the_question_is_what_is_new_in_it() -> None:
    one = replace(asks("1", ["u: Hi"]), answers=(Answer(entries=said("u: Hi", "a: Hello")),))
    assert texts(chains([one])[0].entries) == ["Hi", "Hello"]
