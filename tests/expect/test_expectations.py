"""What holds, what does not, and which part of the answer is shown then."""

import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from gptctl.core.conversation import Message, Role, ToolCall
from gptctl.core.value import JSON, Attrs
from gptctl.expect.base import Expectation, Fault
from gptctl.expect.calls import Calls, Wanted
from gptctl.expect.cites import Cites
from gptctl.expect.pattern import Matches, WrongPattern, compiled
from gptctl.expect.said import Said
from gptctl.expect.test import AssistantTest, passed
from gptctl.expect.unfit import unfit
from gptctl.expect.whole import Equals, Fits
from gptctl.expect.words import Contains, Excludes, MaxWords

ORDER: Attrs = {"type": "object", "properties": {"id": {"type": "string", "pattern": "^A-"}}, "required": ["id"]}


def call(name: str, arguments: str = "{}") -> ToolCall:
    return ToolCall(id="1", name=name, arguments=arguments)


def said(text: str = "", *calls: ToolCall, files: Sequence[str] | None = None) -> Said:
    return Said(text=text, calls=calls, files=None if files is None else tuple(files))


def wanted(tool: str, **arguments: JSON) -> Calls:
    return Calls(wanted=(Wanted(tool=tool, arguments=arguments),))


@pytest.mark.parametrize(
    ("expectation", "answer"),
    [
        (Contains(texts=("Thirty DAYS", "refund")), said("A refund takes thirty\n  days.")),
        (Contains(texts=("STRASSE",)), said("In der Straße")),
        (Excludes(texts=("sorry",)), said("Gladly.")),
        (MaxWords(most=2), said("Two words")),
        (Matches(patterns=(r"A-\d+", "(?i)ORDER")), said("Your order A-17")),
        (Equals(value="Yes, it is."), said("Yes,\n it is. ")),
        (Equals(value={"a": 1, "b": [True]}), said('{"b": [true], "a": 1.0}')),
        (Fits(schema=ORDER), said('{"id": "A-1"}')),
        (wanted("look_up"), said("", call("think"), call("look_up", '{"id": 7}'))),
        (wanted("look_up", id=7), said("", call("look_up", '{"id": 7.0, "more": {}}'))),
        (wanted("look_up", where={"city": "Ulm"}), said("", call("look_up", '{"where": {"city": "Ulm", "zip": 1}}'))),
        (wanted("look_up"), said("", call("look_up", ""))),
        (Calls(wanted=()), said("No call")),
        (Cites(files=("travel/leave.md",)), said("", files=["handbook/travel/leave.md"])),
        (Cites(files=("travel/leave.md",)), said("", files=["leave.md"])),
        (Cites(files=("travel/leave.md",)), said("")),
    ],
)
def test_what_holds_has_no_fault(expectation: Expectation, answer: Said) -> None:
    assert list(expectation.faults(answer)) == []


@pytest.mark.parametrize(
    ("expectation", "answer", "says", "part"),
    [
        (Contains(texts=("days",)), said("A  week."), "It does not say `days`.", "A week."),
        (
            Excludes(texts=("SORRY",)),
            said("x" * 50 + " I am sorry. " + "y" * 50),
            "It says `SORRY`.",
            "…" + "x" * 34 + " I am sorry. " + "y" * 38 + "…",
        ),
        (MaxWords(most=1), said("One two three"), "It has 3 words; 1 are allowed.", "…two three"),
        (Matches(patterns=("^A$",)), said("B"), "Nothing in it matches `^A$`.", "B"),
        (Equals(value="Yes"), said("yes"), "It is not `Yes`.", "yes"),
        (Equals(value={"a": 1}), said('{"a": true}'), 'It is not `{"a":1}`.', '{"a": true}'),
        (Equals(value=[1]), said("[NaN]"), "It is not `[1]`.", "[NaN]"),
        (Equals(value=[1]), said("[1e999]"), "It is not `[1]`.", "[1e999]"),
        (Equals(value=[1]), said("[" * 900 + "]" * 900), "It is not `[1]`.", "[[["),
        (Equals(value={"a": 1}), said('{"a": 1, "b": 2}'), 'It is not `{"a":1}`.', '{"a": 1, "b": 2}'),
        (Fits(schema={"multipleOf": 0.1}), said("1e999"), "A number in it is too large.", "1e999"),
        (Fits(schema=ORDER), said("Hello"), "It is not JSON.", "Hello"),
        (Fits(schema=ORDER), said("{}"), "'id' is a required property.", "{}"),
        (Fits(schema=ORDER), said('{"id": "B"}'), "At `id`: 'B' does not match '^A-'.", '{"id": "B"}'),
        (Fits(schema={"$ref": "#"}), said("1"), "Its schema leads nowhere.", "1"),
        (Fits(schema={"$ref": "#/$defs/a"}), said("1"), "Its schema leads nowhere.", "1"),
        (Fits(schema={"$ref": "#/x", "x": 5}), said("1"), "Its schema leads nowhere.", "1"),
        (Fits(schema={"$ref": "#/required", "required": ["a"]}), said("1"), "Its schema leads nowhere.", "1"),
        (Fits(schema={"$ref": "#/x", "x": {"required": True}}), said("{}"), "Its schema leads nowhere.", "{}"),
        (Fits(schema={"$ref": "#/x", "x": {"type": "none"}}), said("1"), "Its schema leads nowhere.", "1"),
        (Fits(schema={"$ref": "#/x", "x": {"multipleOf": 0}}), said("1"), "Its schema leads nowhere.", "1"),
        (Fits(schema={"$ref": "#/x/a", "x": ["a"]}), said("1"), "Its schema leads nowhere.", "1"),
        (wanted("look_up"), said("Hello"), "It does not call `look_up()`.", "Hello"),
        (
            wanted("look_up", id="7"),
            said("", call("look_up", '{"id": 7}')),
            'It does not call `look_up({"id":"7"})`.',
            'look_up({"id": 7})',
        ),
        (wanted("look_up", id=True), said("", call("look_up", '{"id": 1}')), "It does not call `look_up", "look_up"),
        (wanted("look_up", id=1), said("", call("look_up", '{"id": 1e999}')), "It does not call `look_up", "look_up"),
        (
            wanted("look_up", id=1),
            said("", call("look_up", f'{{"id": {"[" * 900}{"]" * 900}}}')),
            "It does not call `look_up",
            "look_up",
        ),
        (wanted("look_up", ids=[1]), said("", call("look_up", '{"ids": [1, 2]}')), "It does not call", "look_up"),
        (wanted("look_up"), said("", call("look_up", "{")), "It does not call `look_up()`.", "look_up({)"),
        (Calls(wanted=()), said("", call("pay")), "It calls a tool.", "pay({})"),
        (Cites(files=("a/b.md",)), said("", files=["c/b.md"]), "It does not rest on `a/b.md`.", "c/b.md"),
        (Cites(files=("b.md",)), said("", files=[]), "It does not rest on `b.md`.", ""),
    ],
)
def test_what_does_not_hold_is_told_with_its_part(expectation: Expectation, answer: Said, says: str, part: str) -> None:
    (fault,) = expectation.faults(answer)
    assert fault.says.startswith(says)
    assert fault.part.startswith(part)
    assert len(fault.part) < 250


def test_all_expectations_of_a_test_are_judged() -> None:
    test = AssistantTest(
        name="a",
        messages=(Message(role=Role.USER, text="Hi"),),
        expectations=(Contains(texts=("x",)), MaxWords(most=1)),
    )
    judged = test.judge(said("One"))
    assert [(one.expects, one.faults) for one in judged] == [
        ("contains", (Fault(says="It does not say `x`.", part="One"),)),
        ("max_words", ()),
    ]
    assert not passed(judged)
    assert passed(test.judge(said("x")))


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|a)*b", "(?:a*a*)+=b"])
def test_a_pattern_that_would_hang_others_takes_no_time(pattern: str) -> None:
    """Backtracking would take years; that the test ends at all is the proof."""
    hostile = said("a" * 5000 + "!")
    assert list(Matches(patterns=(pattern,)).faults(hostile))
    began = time.process_time()
    assert list(Fits(schema={"pattern": pattern}).faults(said(f'"{hostile.text}"')))
    assert time.process_time() - began < 60


@pytest.mark.parametrize("pattern", ["(", "(?=a)", r"(a)\1", "(((a{100}){100}){100})", "[z-a]"])
def test_a_pattern_that_re2_refuses_is_none(pattern: str) -> None:
    with pytest.raises(WrongPattern):
        compiled(pattern)


def test_half_a_character_ends_nothing() -> None:
    broken = said("\ud800 A")
    for one in (Contains(texts=("\ud800",)), Matches(patterns=("A",)), Excludes(texts=("B",)), MaxWords(most=2)):
        assert list(one.faults(broken)) == []
    assert list(Matches(patterns=("\ud800",)).faults(broken)) == []


def test_values_named_like_keys_of_a_schema_are_no_patterns() -> None:
    assert list(unfit({"const": {"pattern": "("}, "enum": ["("], "properties": {"pattern": {"type": "string"}}})) == []


@pytest.mark.parametrize("name", ["const", "default", "enum", "examples"])
def test_a_pattern_is_looked_at_wherever_it_is_one(name: str) -> None:
    (told,) = unfit({"properties": {name: {"pattern": "(?=a)"}}})
    assert told.startswith("Its pattern `(?=a)` cannot be tested")


def test_a_field_may_be_called_like_a_key_of_a_schema() -> None:
    assert list(unfit({"properties": {"patternProperties": {"type": "object"}}})) == []


@pytest.mark.parametrize("ref", ["#/default", "#/%64efault", "#/$defs/a/enum/0"])
def test_a_value_that_is_used_as_a_schema_cannot_be_tested(ref: str) -> None:
    (told,) = unfit({"items": {"$ref": ref}, "default": {"patternProperties": {"(a+)+$": False}}})
    assert "leads to a value" in told


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # what the library says of references that it follows
def test_no_reference_is_followed_out_of_a_schema(tmp_path: Path) -> None:
    (tmp_path / "other.json").write_text('{"type": "string"}')
    (fault,) = Fits(schema={"$dynamicRef": (tmp_path / "other.json").as_uri()}).faults(said("1"))
    assert fault.says == "Its schema leads nowhere."
