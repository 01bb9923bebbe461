import pytest

from gptctl.core.address import Address, RemoteId
from gptctl.core.refs import bind, find, unbind

HANDBOOK = Address(kind="knowledge", name="handbook")
ATTRS = {"knowledge": [{"$ref": "knowledge.handbook"}], "deep": {"x": [{"y": {"$ref": "assistant.a"}}]}, "n": 1}


def test_references_are_found_at_every_depth() -> None:
    assert find(ATTRS) == {HANDBOOK, Address(kind="assistant", name="a")}


def test_binding_and_unbinding_are_each_others_undoing() -> None:
    ids = {HANDBOOK: RemoteId("kb_1"), Address(kind="assistant", name="a"): RemoteId("asst_1")}
    bound = bind(ATTRS, ids)
    assert bound["knowledge"] == [{"$id": "kb_1"}]
    assert unbind(bound, {id_: address for address, id_ in ids.items()}) == ATTRS


def test_an_unknown_id_stays_and_reads_as_a_change() -> None:
    assert unbind({"knowledge": [{"$id": "kb_9"}]}, {}) == {"knowledge": [{"$id": "kb_9"}]}


def test_a_reference_without_an_id_cannot_be_bound() -> None:
    with pytest.raises(KeyError):
        bind(ATTRS, {})


def test_a_map_that_only_looks_like_a_reference_is_left_alone() -> None:
    schema = {"properties": {"$ref": "#/defs/a", "other": 1}}
    assert find(schema) == frozenset()
    assert bind(schema, {}) == schema


def test_a_reference_inside_a_json_schema_is_none_of_ours() -> None:
    schema = {"parameters": {"items": {"$ref": "#/$defs/date"}}}
    assert find(schema) == frozenset()
    assert bind(schema, {}) == schema
