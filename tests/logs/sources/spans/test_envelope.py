from gptctl.core.value import JSON
from gptctl.logs.sources.spans.dotted import at, listed
from gptctl.logs.sources.spans.envelope import envelope, plain, value


def test_values_of_otlp_are_taken_out_of_their_types() -> None:
    told: JSON = [
        {"key": "n", "value": {"intValue": "12"}},
        {"key": "odd", "value": {"intValue": "9" * 5000}},
        {"key": "list", "value": {"arrayValue": {"values": [{"doubleValue": 0.5}, {"boolValue": False}]}}},
        {"key": "map", "value": {"kvlistValue": {"values": [{"key": "a", "value": {"stringValue": "b"}}]}}},
        {"key": "empty", "value": {}},
        {"value": {"intValue": "1"}},
        "no attribute",
    ]
    assert plain(told) == {"n": 12, "odd": "9" * 5000, "list": [0.5, False], "map": {"a": "b"}, "empty": {}}


def test_values_nested_without_end_come_to_one() -> None:
    deep: JSON = {"stringValue": "x"}
    for _ in range(300):
        deep = {"arrayValue": {"values": [deep]}}
    assert str(value(deep)).count("[") == 64


def test_names_with_dots_are_found_however_they_are_nested() -> None:
    for attributes in ({"a.b.c": 1}, {"a": {"b": {"c": 1}}}, {"a.b": {"c": 1}}, {"a": {"b.c": 1}}):
        assert at(attributes, "a.x", "a.b.c") == 1
    assert at({"a": {"b": ""}}, "a.b") is None


def test_indexed_names_are_a_list_in_the_order_of_their_numbers() -> None:
    flat = {"m.10.role": "c", "m.2.role": "b", "m.0.role": "a", "m.x.role": "no", "m." + "9" * 5000: "no"}
    assert [one["role"] for one in listed(flat, "m")] == ["a", "b", "c"]
    assert listed({"m": [{"role": "a"}]}, "m") == listed({"m": {"0": {"role": "a"}}}, "m") == [{"role": "a"}]


def test_a_span_is_the_same_in_every_spelling() -> None:
    sdk: dict[str, JSON] = {
        "name": "chat", "context": {"trace_id": "0xaa", "span_id": "0xbb"}, "parent_id": "0xcc",
        "start_time": "2026-01-01T00:00:00Z", "status": {"status_code": "ERROR", "description": "late"},
        "attributes": {"a": 1},
    }  # fmt: skip
    otlp: dict[str, JSON] = {
        "name": "chat", "traceId": "aa", "spanId": "bb", "parentSpanId": "cc",
        "startTimeUnixNano": "1767225600000000000", "status": {"code": "STATUS_CODE_ERROR", "message": "late"},
        "attributes": [{"key": "a", "value": {"intValue": "1"}}],
    }  # fmt: skip
    table: dict[str, JSON] = {
        "name": "chat", "context.trace_id": "aa", "context.span_id": "bb", "parent_id": "cc",
        "start_time": 1767225600000, "status_code": "ERROR", "attributes.error.type": "late", "attributes.a": 1,
    }  # fmt: skip
    one, two, three = envelope(sdk), envelope(otlp), envelope(table)
    assert one == two
    assert (three.trace, three.id, three.parent, three.started, three.failed) == (
        "aa",
        "bb",
        "cc",
        1767225600.0,
        "late",
    )
