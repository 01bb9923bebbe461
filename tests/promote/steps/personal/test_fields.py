import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gptctl.promote.steps.personal.fields import changed, texts

SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20)
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
)


@given(st.dictionaries(st.text(max_size=5), VALUES), st.sampled_from([{}, {"ensure_ascii": False}, {"indent": 2}]))
def test_json_that_does_not_change_stays_the_same_to_the_byte(value: object, style: dict[str, Any]) -> None:
    written = json.dumps(value, **style)
    assert changed(written, str) == written


@given(st.lists(st.text(max_size=10) | st.integers(10, 99), min_size=1), st.sampled_from([{}, {"ensure_ascii": False}]))
def test_json_stays_json_and_each_of_its_texts_is_changed(values: list[str | int], style: dict[str, Any]) -> None:
    values = [value for value in values if not str(value).lstrip().startswith(("[", "{"))]
    written = json.dumps(values, **style)
    inside = json.dumps({"deep": written})
    new = changed(inside, lambda text: text.replace("1", '"<>\n').replace("b", "B"))
    assert json.loads(json.loads(new)["deep"]) == [
        str(value).replace("1", '"<>\n').replace("b", "B") if "1" in str(value) or "b" in str(value) else value
        for value in values
    ]


@pytest.mark.parametrize("text", ["plain", "", '{"a": ', "[", "{} {}", "[" * 5000])
def test_what_is_no_json_is_one_text(text: str) -> None:
    assert list(texts(text)) == [("", text)]
    assert changed(text, lambda old: old + "!") == text + "!"


def test_values_come_with_their_keys() -> None:
    inner = json.dumps({"first_name": "Mia"})
    assert ("first_name", "Mia") in list(texts(inner))
    assert ("first_name", "Mia") in list(texts(json.dumps({"body": inner})))
    assert ("last_name", "Gar\ncia") in list(texts(json.dumps({"last_name": "Gar\ncia"})))
    assert ("phone", "4155550132") in list(texts('{"phone": 4155550132, "n": 1}'))
