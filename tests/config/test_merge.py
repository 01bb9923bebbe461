import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gptctl.config.merge import merge
from gptctl.core.value import Attrs, canonical

LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=3)
KEYS = st.sampled_from("abc")
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(KEYS, inner, max_size=3))
MAPS = st.dictionaries(KEYS, VALUES, max_size=3)


@pytest.mark.parametrize(
    ("base", "patch", "merged"),
    [
        ('{"a":"b"}', '{"a":"c"}', '{"a":"c"}'),
        ('{"a":"b"}', '{"b":"c"}', '{"a":"b","b":"c"}'),
        ('{"a":"b"}', '{"a":null}', "{}"),
        ('{"a":"b","b":"c"}', '{"a":null}', '{"b":"c"}'),
        ('{"a":["b"]}', '{"a":"c"}', '{"a":"c"}'),
        ('{"a":"c"}', '{"a":["b"]}', '{"a":["b"]}'),
        ('{"a":{"b":"c"}}', '{"a":{"b":"d","c":null}}', '{"a":{"b":"d"}}'),
        ('{"a":[{"b":"c"}]}', '{"a":[1]}', '{"a":[1]}'),
        ('{"e":null}', '{"a":1}', '{"e":null,"a":1}'),
        ("{}", '{"a":{"bb":{"ccc":null}}}', '{"a":{"bb":{}}}'),
    ],
)
def test_the_examples_of_the_rfc(base: str, patch: str, merged: str) -> None:
    assert merge(json.loads(base), json.loads(patch)) == json.loads(merged)


@given(MAPS, MAPS)
def test_a_patch_laid_twice_is_a_patch_laid_once(base: Attrs, patch: Attrs) -> None:
    once = merge(base, patch)
    assert canonical(merge(once, patch)) == canonical(once)


@given(MAPS)
def test_an_empty_patch_changes_nothing(base: Attrs) -> None:
    assert merge(base, {}) == base


@given(MAPS)
def test_a_value_laid_on_nothing_loses_its_nulls_alone(value: Attrs) -> None:
    full = merge({}, value)
    assert canonical(full) == canonical({key: full[key] for key in value if value[key] is not None})
    assert merge({}, full) == full


@given(MAPS, MAPS)
def test_what_is_merged_is_left_as_it_was(base: Attrs, patch: Attrs) -> None:
    before = canonical([base, patch])
    merge(base, patch)
    assert canonical([base, patch]) == before
