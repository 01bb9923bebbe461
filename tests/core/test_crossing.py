from hypothesis import given
from hypothesis import strategies as st

from gptctl.core.crossing import Crossing, Way, crossings
from tests.core.test_value import values

HERE = {
    "name": "support",
    "model": "gpt",
    "instructions": "Help.",
    "temperature": 0.2,
    "starters": ["Hello"],
    "labels": {},
}
THERE = {
    "name": "support",
    "model": "claude",
    "system": "Help.",
    "args": {"temperature": 0.2, "kind": "agent"},
    "skills": [],
}


def test_what_becomes_of_every_field() -> None:
    assert crossings(HERE, THERE, same={"gpt": "claude"}) == (
        Crossing(way=Way.ADDED, to="args.kind", after="agent"),
        Crossing(way=Way.RENAMED, path="instructions", to="system", before="Help.", after="Help."),
        Crossing(way=Way.CHANGED, path="model", to="model", before="gpt", after="claude"),
        Crossing(way=Way.DROPPED, path="starters", before=["Hello"]),
        Crossing(way=Way.RENAMED, path="temperature", to="args.temperature", before=0.2, after=0.2),
    )


def test_the_names_of_a_model_are_one_thing_under_two_paths_too() -> None:
    (found,) = crossings({"model": "gpt"}, {"base_model_id": "qwen"}, same={"gpt": "qwen"})
    assert (found.way, found.path, found.to) == (Way.CHANGED, "model", "base_model_id")


def test_a_value_that_stands_at_several_paths_is_not_guessed_at() -> None:
    found = crossings({"a": 1, "b": 1}, {"c": 1}, same={})
    assert [(one.way, one.path or one.to) for one in found] == [
        (Way.DROPPED, "a"), (Way.DROPPED, "b"), (Way.ADDED, "c"),
    ]  # fmt: skip


def test_a_reference_and_a_list_are_one_value_each() -> None:
    knowledge = [{"$ref": "knowledge.handbook"}]
    (found,) = crossings({"knowledge": knowledge}, {"stores": knowledge}, same={})
    assert found.way is Way.RENAMED


@given(st.dictionaries(st.text(), values))
def test_nothing_changes_on_the_way_to_the_same_words(attrs: dict[str, object]) -> None:
    assert crossings(attrs, attrs, same={}) == ()  # type: ignore[arg-type]
