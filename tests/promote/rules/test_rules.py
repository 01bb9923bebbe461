"""Every rule of every target is broken by a row made to break it, and by none that is well."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gptctl.promote.example import Part
from gptctl.promote.exports.base import Format
from gptctl.promote.exports.registry import EXPORTS
from gptctl.promote.exports.write import mend
from gptctl.promote.rules import files
from gptctl.promote.rules.base import FileFacts, FileRule, Rule
from gptctl.promote.rules.check import Checked, check
from tests.support.examples import airline

USER: Any = {"role": "user", "content": "Hello"}
SAID: Any = {"role": "assistant", "content": "Good day"}
CALL: Any = {"id": "abc123def", "type": "function", "function": {"name": "look", "arguments": "{}"}}
RESULT: Any = {"role": "tool", "tool_call_id": "abc123def", "content": "done"}
TOOL: Any = {"type": "function", "function": {"name": "look", "description": "", "parameters": {"type": "object"}}}


def chat(*messages: Any, **more: Any) -> dict[str, Any]:
    return {"messages": list(messages), **more}


def called(**change: Any) -> Any:
    return {"role": "assistant", "content": None, "tool_calls": [{**CALL, **change}]}


def function(**change: Any) -> dict[str, Any]:
    return {"function": {**CALL["function"], **change}}


def pair(**change: Any) -> dict[str, Any]:
    other = {"role": "assistant", "content": "No"}
    return {"input": {"messages": [USER]}, "preferred_output": [SAID], "non_preferred_output": [other], **change}


def gemini(*turns: Any, **more: Any) -> dict[str, Any]:
    return {"contents": list(turns), **more}


G_USER: Any = {"role": "user", "parts": [{"text": "Hello"}]}
G_SAID: Any = {"role": "model", "parts": [{"text": "Good day"}]}
B_USER: Any = {"role": "user", "content": [{"text": "Hello"}]}
B_SAID: Any = {"role": "assistant", "content": [{"text": "Good day"}]}


def nova(*messages: Any, **more: Any) -> dict[str, Any]:
    return {"schemaVersion": "bedrock-conversation-2024", "messages": list(messages), **more}


BROKEN: dict[str, Any] = {
    "ROW-001": {"messages": "none"},
    "ROW-002": chat(USER, SAID, surprise=1),
    "KEYS-001": chat(USER, {**SAID, "surprise": 1}),
    "ROLE-001": chat({**USER, "role": "robot"}, SAID),
    "CONTENT-001": chat({**USER, "content": 5}, SAID),
    "CONTENT-002": chat(USER, {**called(), "content": ""}, RESULT, SAID),
    "CALL-001": chat(USER, called(id=""), RESULT, SAID),
    "CALL-002": chat(USER, called(**function(arguments={"a": 1})), RESULT, SAID),
    "CALL-003": chat(USER, called(), SAID),
    "CALL-004": chat(USER, called(id="call_1"), {**RESULT, "tool_call_id": "call_1"}, SAID),
    "TOOL-001": chat(USER, SAID, tools=[TOOL, TOOL, {"type": "function", "function": {"parameters": {}}}]),
    "TOOL-002": chat(
        USER,
        called(**function(name="other")),
        RESULT,
        SAID,
        tools=[{"type": "function", "function": {"name": "look"}}],
    ),
    "ANSWER-001": chat(USER),
    "ANSWER-002": chat(USER, {**SAID, "content": " "}),
    "WEIGHT-001": chat({**USER, "weight": 1}, {**SAID, "weight": 2}),
    "WEIGHT-002": chat(USER, {**SAID, "weight": 0}),
    "END-001": chat(USER, SAID, USER),
    "ALT-001": chat(USER, USER, SAID),
    "SYSTEM-001": chat(USER, {"role": "system", "content": "Be good"}, SAID),
    "PAIR-001": pair(input={}),
    "PAIR-002": pair(preferred_output=[]),
    "PAIR-003": pair(preferred_output=[SAID, SAID]),
    "PAIR-004": pair(preferred_output=[SAID], non_preferred_output=[SAID]),
    "PAIR-005": pair(surprise=1),
    "PAIR-006": pair(input={"messages": [USER, SAID]}),
    "PAIR-007": pair(preferred_output=[SAID], non_preferred_output=[SAID]),
    "VERTEX-ROW-001": gemini(G_USER, G_SAID, surprise=1),
    "VERTEX-TURN-001": gemini({**G_USER, "role": "assistant"}, G_SAID),
    "VERTEX-PART-001": gemini({"role": "user", "parts": [{"text": "a", "image": "b"}]}, G_SAID),
    "VERTEX-PART-002": gemini(G_USER, {"role": "model", "parts": [{"functionCall": {"name": "f", "args": "{}"}}]}),
    "VERTEX-END-001": gemini(G_USER, G_SAID, G_USER),
    "VERTEX-PAIR-001": gemini(G_USER, completions=[], surprise=1),
    "VERTEX-PAIR-002": gemini(G_USER, G_SAID, completions=[]),
    "VERTEX-PAIR-003": gemini(G_USER, completions=[{"score": 1, "completion": G_SAID}]),
    "BEDROCK-ROW-001": {"messages": [B_USER, B_SAID]},
    "BEDROCK-ROW-002": nova(B_USER, B_SAID, surprise=1),
    "BEDROCK-TURN-001": nova(B_SAID),
    "BEDROCK-TURN-002": nova(B_USER, B_USER, B_SAID),
    "BEDROCK-WORD-001": nova({"role": "user", "content": [{"text": "He wrote User: and left"}]}, B_SAID),
    "BEDROCK-TOOL-001": nova(B_USER, {"role": "assistant", "content": [{"toolUse": {"name": "look"}}]}),
    "TRL-ROW-001": {"prompt": [USER]},
    "TRL-ROW-002": {"prompt": [USER], "completion": [USER]},
    "TRL-ROW-003": {"prompt": [USER], "completion": [called()]},
    "TRL-PAIR-001": {"prompt": [USER], "chosen": [SAID]},
    "TRL-PAIR-002": {"prompt": [USER], "chosen": [USER], "rejected": [SAID]},
    "TRL-PAIR-003": {"prompt": [USER], "chosen": [called()], "rejected": [SAID]},
    "AXOLOTL-ROW-001": chat(USER, {**SAID, "content": None}),
    "AXOLOTL-ROW-002": chat({**USER, "train": True}, {**SAID, "train": False}),
    "AXOLOTL-PAIR-001": chat({**USER, "content": None}, chosen=SAID, rejected=SAID),
    "AXOLOTL-PAIR-002": chat(USER, chosen=USER, rejected=SAID),
    "LLAMAFACTORY-ROW-001": chat({**USER, "content": None}),
}
FORMATS = [
    (export.name, kind, format_)
    for export in EXPORTS.values()
    for kind, format_ in (("examples", export.examples), ("pairs", export.pairs))
]
RULES = [(name, rule) for name, _, format_ in FORMATS for rule in format_.rules]
FILE_RULES = list({rule.id: rule for _, _, format_ in FORMATS for rule in format_.file_rules}.values())


def broken_row(rule: Rule) -> Any:
    """Its own row, or that of the rule's name without the target."""
    if rule.id == "MISTRAL-TOOL-001":
        return chat(USER, SAID, tools=[{"type": "function", "function": {"name": "look", "parameters": {}}}])
    if rule.id == "MISTRAL-TOOL-002":
        return chat(USER, SAID, tools=[{"type": "function", "function": {"name": "look", "description": ""}}])
    return BROKEN.get(rule.id, BROKEN.get(rule.id.split("-", 1)[1]))


@pytest.mark.parametrize("rule", [rule for _, rule in RULES], ids=[f"{name} {rule.id}" for name, rule in RULES])
def test_a_rule_is_broken_by_a_row_made_to_break_it(rule: Rule) -> None:
    assert list(rule.check(broken_row(rule)))


@pytest.mark.parametrize("rule", [rule for _, rule in RULES if rule.fix], ids=lambda rule: rule.id)
def test_a_fix_makes_its_rule_hold_and_does_nothing_twice(rule: Rule) -> None:
    assert rule.fix
    once = rule.fix.apply(broken_row(rule))
    assert list(rule.check(once)) == []
    assert rule.fix.apply(once) == once or rule.fix.name == "short-ids"


@pytest.mark.parametrize("rule", FILE_RULES, ids=lambda rule: rule.id)
def test_a_rule_about_files_is_broken_by_a_file_made_to_break_it(rule: FileRule) -> None:
    def facts(part: Part, size: int, rows: int, longest: int, begins: bytes) -> FileFacts:
        return FileFacts(name="f", part=part, size=size, rows=rows, longest=longest, begins=begins)

    bad = [
        facts(Part.TRAIN, 10**12, 0, 10**7, b"{"),
        facts(Part.TRAIN, 0, 10**9, 0, b"\xef\xbb\xbf{"),
        facts(Part.VALIDATION, 0, 10**9, 0, b""),
    ]
    assert [detail for one in bad for detail in rule.check(one)]


def test_advice_is_not_told_as_a_need() -> None:
    few = FileFacts(name="train.jsonl", part=Part.TRAIN, size=9, rows=69, longest=9, begins=b"{")
    assert list(files.at_least(100)(few)) == ["69 rows, fewer than 100"]


@pytest.mark.parametrize(("name", "kind", "format_"), FORMATS, ids=[f"{name} {kind}" for name, kind, _ in FORMATS])
def test_ids_are_unique_and_every_rule_says_where_it_comes_from(name: str, kind: str, format_: Format) -> None:
    ids = [rule.id for rule in (*format_.rules, *format_.file_rules)]
    assert len(ids) == len(set(ids))
    assert all(rule.source and rule.says.endswith(".") for rule in (*format_.rules, *format_.file_rules))
    assert all(id_.split("-")[0] == name.replace("-", "").upper() for id_ in ids), (kind, ids)


SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=8))
KEYS = st.sampled_from(
    [
        "messages", "input", "role", "content", "tool_calls", "tools", "function", "name", "arguments", "weight",
        "preferred_output", "contents", "parts", "functionCall", "prompt", "completion", "completions", "x",
    ]
)  # fmt: skip
ANYTHING = st.recursive(
    SCALARS, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=4))
)


@given(st.dictionaries(KEYS, ANYTHING, max_size=5))
@settings(max_examples=300)
def test_no_row_makes_a_rule_raise(row: dict[str, Any]) -> None:
    for _, rule in RULES:
        list(rule.check(row))
        if rule.fix:
            rule.fix.apply(row)


def mutations(value: Any) -> Iterator[Any]:
    """The value with one place in it replaced by something of the wrong type."""
    yield from (None, 5, "text", [], {})
    if isinstance(value, dict):
        for key, item in value.items():
            yield from ({**value, key: changed} for changed in mutations(item))
    elif isinstance(value, list):
        for at, item in enumerate(value):
            yield from ([*value[:at], changed, *value[at + 1 :]] for changed in mutations(item))


def test_no_edit_of_a_real_row_makes_a_rule_raise() -> None:
    row = chat(USER, called(), RESULT, SAID, tools=[TOOL])
    for changed in mutations(row):
        if isinstance(changed, dict):
            for _, rule in RULES:
                list(rule.check(changed))


def test_lines_that_are_no_rows_are_told_with_their_number(tmp_path: Path) -> None:
    path = tmp_path / "train.jsonl"
    good = json.dumps(chat(USER, SAID)).encode()
    path.write_bytes(b"\n".join([good, b"{", b"\xff", b"[1]", b'{"a": NaN}', b"[" * 5000, b"", good]))
    checked = Checked(path=path, part=Part.TRAIN, rules=EXPORTS["openai"].examples.rules, file_rules=())
    found = [(one.rule, one.line) for one in check([checked], lambda _: 0)]
    assert found == [("JSON-001", line) for line in (2, 3, 4, 5, 6)]


def test_a_row_that_is_validated_with_must_not_be_trained_on(tmp_path: Path) -> None:
    rows = [json.dumps(chat({**USER, "content": text}, SAID)) for text in ("one", "two")]
    (tmp_path / "train.jsonl").write_text("\n".join(rows))
    (tmp_path / "validation.jsonl").write_text(rows[1])
    files = [
        Checked(path=tmp_path / f"{part}.jsonl", part=part, rules=(), file_rules=())
        for part in (Part.VALIDATION, Part.TRAIN)
    ]
    assert [(one.rule, one.file, one.line) for one in check(files, lambda _: 0)] == [
        ("LEAK-001", "validation.jsonl", 1)
    ]


def test_a_merge_never_moves_a_loss() -> None:
    from collections import Counter

    learnt, not_learnt = {**SAID, "weight": 1}, {**SAID, "weight": 0}
    rules = [rule for rule in EXPORTS["together"].examples.rules if rule.fix]
    row: Any = mend(chat(USER, learnt, not_learnt), rules, Counter())
    assert len(row["messages"]) == 3


def test_the_real_conversations_are_well_for_openai() -> None:
    from gptctl.promote.exports.openai import rows

    for example in airline().all_examples[:50]:
        for row in rows(example):
            assert not [detail for rule in EXPORTS["openai"].examples.rules for detail in rule.check(row)]


def test_a_row_that_is_too_long_leads_to_the_key_that_leaves_it_out() -> None:
    long = FileFacts(name="train.jsonl", part=Part.TRAIN, size=9, rows=1, longest=101, begins=b"{")
    [told] = files.no_longer(100)(long)
    assert "101 tokens" in told
    assert "`max_tokens: 100` leaves such rows out" in told
    assert list(files.no_longer(101)(long)) == []
