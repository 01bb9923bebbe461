from dataclasses import replace

from gptctl.logs.sources.spans.answers import Answer
from gptctl.logs.sources.spans.chains import chains
from gptctl.logs.sources.spans.grounding import ground
from tests.support.spans import asks, called, runs, said, texts


def test_a_tool_that_no_message_shows_stands_before_the_answer_it_was_for() -> None:
    (chain,) = chains(
        [
            asks("1", ["u: Hi"], "Hello", at=1),
            asks("2", ["u: Hi", "a: Hello", "u: Where?"], "There", at=20),
        ]
    )
    ground(chain, [runs("x", "look", "a shelf", at=10)])
    assert texts(chain.entries) == ["Hi", "Hello", "Where?", "[look]", "a shelf", "There"]
    assert chain.entries[3].calls[0].id == chain.entries[4].answers == "span_x"
    assert chain.answered["2"] == 5


def test_a_tool_that_the_messages_show_is_not_told_twice() -> None:
    span = asks("1", ["u: Where?"], "There", at=5)
    shown = replace(span, asked=(*span.asked, called("c1", "look"), replace(said("t: a shelf")[0], answers="c1")))
    for use in (
        runs("x", "look", "whatever", call_id="c1"),
        runs("x", "look", '{"found": "a shelf"}'),
        runs("x", "seek", " a shelf ", arguments='{"other": 1}'),
    ):
        (chain,) = chains([shown])
        ground(chain, [use])
        assert texts(chain.entries) == ["Where?", "[look]", "a shelf", "There"]


def test_a_call_without_its_result_gets_it() -> None:
    last = replace(asks("1", ["u: Where?"]), answers=(Answer(entries=(called("c1", "look", '{"a": 1}'),)),))
    for use in (runs("x", "look", "a shelf", call_id="c1"), runs("x", "look", "a shelf", arguments='{"a":1}')):
        (chain,) = chains([last])
        ground(chain, [use])
        assert texts(chain.entries) == ["Where?", "[look]", "a shelf"]
        assert chain.entries[2].answers == "c1"
