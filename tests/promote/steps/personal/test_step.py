import json
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gptctl.promote.chat import said
from gptctl.promote.recipe import PersonalData
from gptctl.promote.row import Drop, Row
from gptctl.promote.steps.personal.step import Personal
from tests.support import planted_people
from tests.support.planted import row

STEP = Personal(PersonalData.REPLACE)


def call(arguments: str) -> list[dict[str, Any]]:
    function = {"name": "lookup", "arguments": arguments}
    return [
        {"role": "assistant", "content": None, "tool_calls": [{"id": "c", "type": "function", "function": function}]},
        {"role": "tool", "tool_call_id": "c", "content": arguments},
    ]


def conversation(*messages: dict[str, Any]) -> Row:
    return row({"id": "c1", "time": 0.0, "score": None, "messages": list(messages)})


def user(text: str) -> dict[str, Any]:
    return {"role": "user", "content": text}


def assistant(text: str) -> dict[str, Any]:
    return {"role": "assistant", "content": text}


def scrubbed(before: Row, step: Personal = STEP) -> Row:
    [after] = step.judge([before])
    assert isinstance(after, Row)
    return after


def test_an_address_that_ends_a_text_is_found() -> None:
    after = scrubbed(conversation(user("Where did it go?"), assistant("It went to 12 Baker Street")))
    assert after.messages[-1]["content"] == "It went to [ADDRESS_1]"


def test_one_thing_has_one_placeholder_wherever_it_stands() -> None:
    before = conversation(
        user("My name is Maria Garcia, mail Maria@Example.com or bob@example.com, phone (415) 222-3333."),
        *call(json.dumps({"email": "maria@example.com", "phone": "+14152223333", "n": 7, "full_name": "Maria Garcia"})),
        assistant("Thank you, Maria! I wrote to maria@example.com."),
    )
    after = scrubbed(before)
    assert after.messages[0]["content"] == "My name is [NAME_1], mail [EMAIL_1] or [EMAIL_2], phone [PHONE_1]."
    arguments = json.loads(after.messages[1]["tool_calls"][0]["function"]["arguments"])
    assert arguments == {"email": "[EMAIL_1]", "phone": "[PHONE_1]", "n": 7, "full_name": "[NAME_1]"}
    assert json.loads(after.messages[2]["content"] or "") == arguments
    assert after.messages[3]["content"] == "Thank you, [NAME_1]! I wrote to [EMAIL_1]."
    assert after.text == said(after.messages)
    assert (after.id, after.targets) == (before.id, before.targets)


def test_a_number_that_is_personal_becomes_a_string() -> None:
    after = scrubbed(conversation(*call('{"card": 4111111111111111, "amount": 12}')))
    assert after.messages[0]["tool_calls"][0]["function"]["arguments"] == '{"card": "[CARD_1]", "amount": 12}'


def test_a_schema_with_the_keys_of_personal_data_holds_none() -> None:
    schema = '{"first_name": "string", "last_name": "String", "phone": "required", "address": "optional", "ssn": null}'
    before = conversation(user("a string is required"), *call(schema), assistant("It is optional."))
    assert scrubbed(before) is before


def test_ids_dates_and_prices_stay() -> None:
    asked = (
        "Reservation ZFA04Y of mia_li_3668 on 2024-05-27 with HAT084 for $1,234.50, credit_card_9879898, order 10023344"
    )
    before = conversation(user(asked), assistant("Flight HAT175 leaves at 17:00:00, gate 12, seat 14C."))
    assert scrubbed(before) is before


def test_names_that_the_recipe_lists_are_replaced_in_any_case() -> None:
    step = Personal(PersonalData.REPLACE, names=("Acme Pilot", "zoë"))
    after = scrubbed(conversation(user("ask ACME PILOT and Zoë, not Zoës")), step)
    assert after.messages[0]["content"] == "ask [NAME_1] and [NAME_2], not Zoës"


def test_numbers_go_on_from_placeholders_that_are_there() -> None:
    after = scrubbed(conversation(user("[EMAIL_3] and bob@example.com")))
    assert after.messages[0]["content"] == "[EMAIL_3] and [EMAIL_4]"


def test_rows_may_be_dropped_instead() -> None:
    step = Personal(PersonalData.DROP)
    before = conversation(user("bob@example.com, card 4111 1111 1111 1111"))
    clean = conversation(user("hello"))
    assert step.judge([before, clean]) == [Drop(id="c1", reason="personal data", detail="CARD, EMAIL"), clean]


def test_what_was_given_is_not_changed() -> None:
    before = conversation(user("bob@example.com"), *call('{"a": "bob@example.com"}'))
    copy = json.loads(json.dumps(before.messages))
    scrubbed(before)
    assert before.messages == copy


def test_a_name_that_means_something_else_is_left_where_it_does() -> None:
    after = scrubbed(
        conversation(user("My name is Oluwaseun Will. Will you help?"), assistant("Sure, Oluwaseun Will."))
    )
    assert [message["content"] for message in after.messages] == [
        "My name is [NAME_1]. Will you help?",
        "Sure, [NAME_1].",
    ]


@pytest.mark.parametrize(
    "text", ["\ud800 bob@example.com", "\0bob@example.com\0", "[" * 3000 + "bob@example.com", '{"a":' * 2000]
)
def test_hostile_text_is_no_obstacle(text: str) -> None:
    assert "bob@" not in scrubbed(conversation(user(text))).text


# Properties

PEOPLE = st.tuples(st.sampled_from(["email", "card", "iban", "phone", "name"]), st.integers(0, 40)).map(
    lambda drawn: ("My name is {}." if drawn[0] == "name" else "call {}").format(
        planted_people.MAKERS[drawn[0]](Random(drawn[1]))
    )
)
WORDS = st.sampled_from([" and ", "\n", '"', "\\", "é", " [NAME_1] ", "ok. ", "Hi ", "2024-05-27", "{", "]", "Maria "])
TEXTS = st.lists(PEOPLE | WORDS | st.text(max_size=6), max_size=5).map("".join)
OBJECTS = st.dictionaries(
    TEXTS | st.sampled_from(["first_name", "phone", "address"]),
    TEXTS | st.integers() | st.lists(TEXTS, max_size=2) | st.dictionaries(TEXTS, TEXTS, max_size=1).map(json.dumps),
    max_size=3,
)


@st.composite
def conversations(draw: st.DrawFn) -> Row:
    arguments = json.dumps(draw(OBJECTS), ensure_ascii=draw(st.booleans()))
    return conversation(user(draw(TEXTS)), *call(arguments), assistant(draw(TEXTS)))


def shape(value: object) -> object:
    if isinstance(value, dict):
        return [shape(inner) for inner in value.values()]
    return [shape(inner) for inner in value] if isinstance(value, list) else None


@given(conversations())
@settings(max_examples=200)
def test_arguments_stay_json_of_the_same_shape(before: Row) -> None:
    after = scrubbed(before)
    old, new = (json.loads(it.messages[1]["tool_calls"][0]["function"]["arguments"]) for it in (before, after))
    assert len(shape(new)) <= len(shape(old))  # two keys may become the same placeholder
    assert shape(list(new.values())[:1]) == shape(list(old.values())[:1])
    assert after.messages[2]["content"] == after.messages[1]["tool_calls"][0]["function"]["arguments"]


@given(conversations())
@settings(max_examples=200)
def test_a_second_time_nothing_is_found(before: Row) -> None:
    after = scrubbed(before)
    assert scrubbed(after) is after


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.sampled_from(["email", "card", "iban"]))
def test_different_things_have_different_placeholders(one: int, other: int, kind: str) -> None:
    first, second = (planted_people.MAKERS[kind](Random(seed)) for seed in (one, other))
    after = scrubbed(conversation(user(f"it is {first}, not {second}."), assistant(f"So {second}, or {first}?")))
    numbers = [1, 1] if first == second else [1, 2]
    asked = "it is [{0}_{1}], not [{0}_{2}].".format(kind.upper(), *numbers)
    assert [message["content"] for message in after.messages] == [
        asked, "So [{0}_{2}], or [{0}_{1}]?".format(kind.upper(), *numbers),
    ]  # fmt: skip
