from hypothesis import given
from hypothesis import strategies as st

from gptctl.core.diff import FieldChange, diff, project
from gptctl.core.value import JSON, canonical
from tests.core.test_value import values
from tests.support.values import bare


def paths(before: JSON, after: JSON) -> list[str]:
    return [change.path for change in diff(before, after)]


def test_a_change_deep_inside_is_named_by_its_path() -> None:
    before = {"parameters": {"temperature": 0.2, "top_p": 1}, "model": "m"}
    after = {"parameters": {"temperature": 0.4, "top_p": 1}, "model": "m"}
    assert diff(before, after) == (FieldChange(path="parameters.temperature", before=0.2, after=0.4),)


def test_a_key_that_is_no_plain_word_is_quoted() -> None:
    assert paths({"files": {}}, {"files": {"a/b.md": "1"}}) == ['files["a/b.md"]']


def test_named_items_are_compared_by_name() -> None:
    before = {"tools": [{"name": "a", "x": 1}, {"name": "c", "x": 1}]}
    after = {"tools": [{"name": "a", "x": 2}, {"name": "b", "x": 1}, {"name": "c", "x": 1}]}
    assert paths(before, after) == ["tools[a].x", "tools[b]"]


def test_named_items_in_another_order_are_a_change() -> None:
    one, other = {"name": "a", "x": 1}, {"name": "b", "x": 1}
    assert paths({"tools": [one, other]}, {"tools": [other, one]}) != []


def test_lists_of_another_length_are_compared_whole() -> None:
    assert paths({"capabilities": ["a"]}, {"capabilities": ["a", "b"]}) == ["capabilities"]


def test_one_and_one_point_nought_differ_as_they_do_on_the_wire() -> None:
    assert paths({"a": 1}, {"a": 1.0}) == ["a"]
    assert paths({"a": True}, {"a": 1}) == ["a"]


@given(values, values)
def test_no_difference_means_the_same_value_up_to_nulls(one: JSON, other: JSON) -> None:
    def text(value: JSON) -> str:
        return canonical(bare({"v": value}))

    if not diff(one, other):
        assert text(one) == text(other)
    if canonical(one) == canonical(other):
        assert diff(one, other) == ()


def test_what_a_server_fills_in_is_left_out() -> None:
    observed = {"model": "m", "created_at": 1, "parameters": {"temperature": 0.2, "top_p": 1}}
    assert project(observed, {"model": "x", "parameters": {"temperature": 1}}) == {
        "model": "m",
        "parameters": {"temperature": 0.2},
    }


def test_a_field_that_is_compared_whole_keeps_its_extra_keys() -> None:
    observed = {"files": {"a.md": "1", "smuggled.md": "2"}}
    assert project(observed, {"files": {"a.md": "1"}}, exact=frozenset({"files"})) == observed


def test_lists_of_one_length_are_projected_item_by_item() -> None:
    observed = {"tools": [{"name": "a", "strict": False}]}
    assert project(observed, {"tools": [{"name": "a"}]}) == {"tools": [{"name": "a"}]}
    assert project(observed, {"tools": []}) == observed


@given(st.dictionaries(st.text(), values))
def test_a_value_projected_onto_itself_is_itself(attrs: dict[str, JSON]) -> None:
    assert project(attrs, attrs) == attrs
