import pytest
from hypothesis import given
from hypothesis import strategies as st

from gptctl.promote.chat import Chat
from gptctl.promote.compare.contestant import Reply
from gptctl.promote.compare.measures.base import Unit
from gptctl.promote.compare.measures.calls import CALLS, NEEDLESS, TOOLS, normal_json
from gptctl.promote.compare.measures.chrf import chrf
from gptctl.promote.compare.measures.expense import COST, LATENCY, LENGTH, TOKENS
from gptctl.promote.compare.measures.match import EXACT, LIKENESS, MATCH, NORMAL
from gptctl.promote.compare.measures.refusal import REFUSALS
from gptctl.promote.compare.measures.registry import measures
from gptctl.promote.compare.measures.shape import form, shape
from tests.support.duel import calls, reply, turn, words

WANTED = calls(("look_up", '{"order": 7, "by": "mail"}'))


@pytest.mark.parametrize(
    ("said", "called", "named"),
    [
        (calls(("look_up", '{"by":"mail","order":7.0}')), 1, 1),
        (calls(("look_up", '{"by":" mail ","order":7,"note":null}')), 1, 1),
        (calls(("look_up", '{"by":"MAIL","order":7}')), 0, 1),
        (calls(("look_up", '{"by":"mail","order":"7"}')), 0, 1),
        (calls(("look_up", '{"by":"mail","order":7')), 0, 1),
        (calls(("look_up", "{}"), ("look_up", "{}")), 0, 0),
        (calls(("cancel", '{"by":"mail","order":7}')), 0, 0),
        (words("I will look it up."), 0, 0),
    ],
)
def test_a_tool_call_matches_by_name_and_value(said: Chat, called: float, named: float) -> None:
    asked = turn(WANTED, tools=True)
    assert CALLS.score(asked, reply(said)) == called
    assert MATCH.score(asked, reply(said)) == called
    assert TOOLS.score(asked, reply(said)) == named


def test_calls_made_together_match_in_any_order() -> None:
    both = [("look_up", '{"order":1}'), ("look_up", '{"order":2}')]
    assert CALLS.score(turn(calls(*both)), reply(calls(*reversed(both)))) == 1
    assert CALLS.score(turn(calls(*both)), reply(calls(both[0], both[0]))) == 0


def test_a_call_where_words_were_wanted_is_needless_and_no_match() -> None:
    asked = turn("Of course.", tools=True)
    assert NEEDLESS.score(asked, reply(WANTED)) == 1
    assert NEEDLESS.score(asked, reply("Of course.")) == 0
    assert NEEDLESS.score(turn("Of course."), reply("Of course.")) is None
    assert CALLS.score(asked, reply(WANTED)) is None
    assert MATCH.score(asked, reply(WANTED)) == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [("1", "1.0"), ('{"a":1,"b":2}', '{"b":2,"a":1}'), ('"a  b"', '"a b"'), ('"e\\u0301"', '"\\u00e9"'), ("x ", " x")],
)
def test_equal_values_have_one_text(one: str, other: str) -> None:
    assert normal_json(one) == normal_json(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("1", "true"), ("[1,2]", "[2,1]"), ('"A"', '"a"'), ("1", '"1"'), ("NaN", "null"), ("1e999", "1e998")],
)
def test_other_values_have_other_texts(one: str, other: str) -> None:
    assert normal_json(one) != normal_json(other)


@pytest.mark.parametrize("text", ["[" * 100_000, "9" * 5_000, '"\\ud800"', "{" * 50, "\x00"])
def test_hostile_json_is_only_text(text: str) -> None:
    assert isinstance(normal_json(text), str)
    asked = turn(calls(("look_up", text)))
    for measure in measures({"type": "object"}):
        measure.score(asked, reply(calls(("look_up", text))))
        measure.score(turn(text), reply(text + "x"))


@pytest.mark.parametrize(
    ("wanted", "said", "expected"),
    [
        ("The refund takes five days.", "Your refund takes 5 days.", 0.536649),
        ("abc", "abd", 0.388889),
        ("a", "b", 0.0),
        ("Hello there, General Kenobi", "hello there", 0.342641),
        ("ab", "abcdefghij", 0.479452),
        ("Überprüfung läuft", "Überprüfung lief gut", 0.709069),
    ],
)
def test_likeness_is_chrf(wanted: str, said: str, expected: float) -> None:
    """The numbers are those of sacrebleu 2, `CHRF().sentence_score`."""
    assert chrf(wanted, said) == pytest.approx(expected, abs=1e-6)


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_is_a_share_and_whole_for_the_same(one: str, other: str) -> None:
    assert 0.0 <= chrf(one, other) <= 1.0
    assert chrf(one, one) == 1.0


def test_an_answer_without_end_is_measured_in_bounded_time() -> None:
    assert chrf("short", "long " * 1_000_000) < 0.1
    assert LENGTH.score(turn("short"), reply("long " * 1_000)) == 10


def test_json_answers_match_by_value_and_prose_by_likeness() -> None:
    asked = turn('{"city": "Oslo", "days": 2}')
    assert MATCH.score(asked, reply('{"days":2.0,"city":"Oslo"}')) == 1
    assert MATCH.score(asked, reply('{"days":3,"city":"Oslo"}')) == 0
    assert 0 < (MATCH.score(turn("It is in Oslo."), reply("That is in Oslo.")) or 0) < 1


def test_exact_and_normalised() -> None:
    asked = turn("Dear Ann,\nyes.")
    assert [EXACT.score(asked, reply(text)) for text in ("Dear Ann,\nyes.", "dear ann, yes.")] == [1, 0]
    assert [NORMAL.score(asked, reply(text)) for text in ("dear ann, YES.", "Dear Ann, no.")] == [1, 0]
    assert LIKENESS.score(turn(WANTED), reply(WANTED)) is None


def test_form_by_schema() -> None:
    measure = form({"type": "object", "required": ["city"], "properties": {"city": {"type": "string"}}})
    said = [
        '{"city": "Oslo"}',
        '{"city": 7}',
        '{"town": "Oslo"}',
        "Oslo",
        '"Oslo"',
        "",
        '```json\n{"city": "Oslo"}\n```',
    ]
    assert [measure.score(turn("{}"), reply(text)) for text in said] == [1, 0, 0, 0, 0, 0, 0]


@pytest.mark.parametrize("schema", [{"$ref": "https://example.com/schema.json"}, {"type": 7}])
def test_a_schema_that_is_none_or_elsewhere_is_not_used(schema: dict[str, object]) -> None:
    measure = form(schema)  # type: ignore[arg-type]
    assert measure.score(turn("Plain."), reply("Other words.")) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Title\n\n- one\n- two", {"heading", "bullets"}),
        ("1. one\n2. two", {"numbers"}),
        ("| a | b |\n|---|---|", {"table"}),
        ("```\ncode\n```", {"code"}),
        ('[{"a": 1}]', {"json"}),
        ("Just words - with a dash, and 5. April", set()),
    ],
)
def test_shape(text: str, expected: set[str]) -> None:
    assert shape(text) == expected


def test_form_by_the_expected_answer() -> None:
    measure = form(None)
    assert measure.score(turn("- a\n- b"), reply("- c\n- d\n- e")) == 1
    assert measure.score(turn("- a\n- b"), reply("c, d and e")) == 0
    assert measure.score(turn(WANTED), reply(calls(("other", "{}")))) == 1
    assert measure.score(turn(WANTED), reply(calls(("other", "{")))) == 0
    assert measure.score(turn("Yes."), reply("", rejected="too long")) == 0


def test_refusals() -> None:
    asked = turn("It is on its way.")
    said = ["It is on its way.", "I'm sorry, but I can't assist with that.", "  ", "I'm sorry to hear that. It comes."]
    assert [REFUSALS.score(asked, reply(text)) for text in said] == [0, 1, 1, 0]
    assert REFUSALS.score(asked, reply("", rejected="content filter")) == 1
    assert REFUSALS.score(turn("I'm sorry, but I can't assist with that."), reply("Sure!")) is None
    assert REFUSALS.score(turn(WANTED), reply(WANTED)) == 0


def test_what_an_answer_costs() -> None:
    said = reply("1234", seconds=2.5)
    assert [measure.score(turn("12"), said) for measure in (LENGTH, LATENCY, TOKENS, COST)] == [2, 2.5, 15, 0.001]
    uncounted = Reply(message=words("1"), seconds=1.0)
    assert [measure.score(turn("12"), uncounted) for measure in (TOKENS, COST)] == [None, None]


def test_whoever_answers_does_not_choose_where_it_is_measured() -> None:
    """A share says something about a turn for every answer or for none."""
    said = [reply("Yes."), reply(WANTED), reply(""), reply("", rejected="no"), reply("I can't help with that.")]
    for asked in (turn("Yes.", tools=True), turn(WANTED), turn("{}"), turn("I can't help with that.")):
        for measure in measures(None):
            if measure.unit is Unit.SHARE:
                assert len({measure.score(asked, one) is None for one in said}) == 1, measure.name
