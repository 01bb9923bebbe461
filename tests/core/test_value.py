import pytest
from hypothesis import given
from hypothesis import strategies as st

from gptctl.core.value import canonical, fingerprint, without_nulls

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def test_equal_values_have_one_text_whatever_their_order() -> None:
    assert canonical({"b": 1, "a": [True, None]}) == canonical({"a": [True, None], "b": 1}) == '{"a":[true,null],"b":1}'


@given(st.dictionaries(st.text(), values))
def test_a_fingerprint_does_not_depend_on_the_order_of_keys(attrs: dict[str, object]) -> None:
    assert fingerprint(attrs) == fingerprint(dict(reversed(attrs.items())))  # type: ignore[arg-type]


def test_a_number_that_json_cannot_say_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical(float("nan"))


def test_a_lone_surrogate_is_hashed() -> None:
    assert fingerprint({"a": "\ud800"}) != fingerprint({"a": "\ud801"})


@given(st.dictionaries(st.text(), values))
def test_null_and_absent_are_the_same(attrs: dict[str, object]) -> None:
    bare = without_nulls(attrs)  # type: ignore[arg-type]
    assert without_nulls(bare) == bare
    assert without_nulls({**bare, "\x00never a key": None}) == bare


def test_a_null_deep_inside_is_a_value() -> None:
    schema = {"type": "object", "properties": {"a": {"default": None, "enum": ["x", None]}}}
    attrs = {"a": None, "parameters": {"top_p": None, "temperature": 1}, "tools": [{"parameters": schema}]}
    assert without_nulls(attrs) == {"parameters": {"temperature": 1}, "tools": [{"parameters": schema}]}
    output = {"schema": {"properties": {"a": {"const": None}}}}
    assert without_nulls({"output": output}) == {"output": output}
