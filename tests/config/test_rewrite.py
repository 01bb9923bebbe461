from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from gptctl.config.rewrite import insert, insert_into, replace
from gptctl.core.unseen import UNSEEN
from gptctl.errors import InvalidConfig

ROOT = Path(__file__).parents[2]
NEW = "local-support-20261121"
HEAD = "apiVersion: gptctl/v1\nkind: Assistant\nname: support\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("model: smart\n", f"model: {NEW}\n"),
        ("model:   smart   # the good one\nname: a\n", f"model:   {NEW}   # the good one\nname: a\n"),
        ("model: 'smart'\n", f"model: '{NEW}'\n"),
        ('model: "smart" # x', f'model: "{NEW}" # x'),
        ("model: smart\r\nname: a\r\n", f"model: {NEW}\r\nname: a\r\n"),
        ("{name: a, model: smart, x: [1, 2]}\n", f"{{name: a, model: {NEW}, x: [1, 2]}}\n"),
        ("? model\n: smart\n", f"? model\n: {NEW}\n"),
        ("model:\n  smart\nname: a\n", f"model:\n  {NEW}\nname: a\n"),
        ("model: |\n  smart\nname: a\n", f"model: {NEW}\nname: a\n"),
        ("model: >-\n  smart\n\nname: a\n", None),
        ("model: !!str smart\n", None),
        ("name: ü€😀\nmodel: smart # ü\n", f"name: ü€😀\nmodel: {NEW} # ü\n"),
        ("a: &x smart\nmodel: *x\nb: *x\n", f"a: &x smart\nmodel: {NEW}\nb: *x\n"),
        ("model: smart", f"model: {NEW}"),
    ],
)
def test_only_the_value_changes(before: str, after: str | None) -> None:
    found = replace(before.encode(), ("model",), NEW, "a.yaml").decode()
    assert after is None or found == after
    assert yaml.safe_load(found) == {**yaml.safe_load(before), "model": NEW}


def test_a_value_deep_in_a_patch_is_found() -> None:
    text = f"{HEAD}model: smart\nenvironments:\n  prod: {{model: big, labels: {{model: no}}}}\n"
    found = replace(text.encode(), ("environments", "prod", "model"), NEW, "a.yaml").decode()
    assert found == text.replace("model: big", f"model: {NEW}")


def test_a_value_that_others_repeat_is_not_changed_behind_their_backs() -> None:
    with pytest.raises(InvalidConfig) as refused:
        replace(b"name: a\r\nmodel: &m smart\r\nother: *m\r\n", ("model",), NEW, "a.yaml")
    (finding,) = refused.value.findings
    assert (finding.where.line, finding.where.column) == (2, 8) if finding.where else False


@pytest.mark.parametrize("quote", ["", "'", '"'])
def test_nothing_in_a_value_is_hidden_from_who_reviews_it(quote: str) -> None:
    value = "größe\u202e\u2066\x7f\x9b\x1b[2J\U000e0041\ufeff"
    found = replace(f"model: {quote}smart{quote}\n".encode(), ("model",), value, "a.yaml").decode()
    assert UNSEEN.search(found) is None
    assert found.startswith('model: "größe')
    assert yaml.safe_load(found) == {"model": value}


@pytest.mark.parametrize(
    "value",
    ["yes", "1", "1.5", "null", "~", "a: b", "a #b", "[x]", "*x", "é", "it's", 'say "x"', "2026-11-21", "a\tb", "x:"],
)
@pytest.mark.parametrize("quote", ["", "'", '"'])
def test_a_value_that_needs_quotes_gets_them(value: str, quote: str) -> None:
    for before in (f"model: {quote}smart{quote}\nname: a\n", f"{{model: {quote}smart{quote}, name: a}}\n"):
        found = replace(before.encode(), ("model",), value, "a.yaml").decode()
        assert yaml.safe_load(found) == {"model": value, "name": "a"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"{HEAD}extends: _base.yaml\n", f"{HEAD}model: {NEW}\nextends: _base.yaml\n"),
        (HEAD.rstrip(), f"{HEAD}model: {NEW}\n"),
        (HEAD.replace("\n", "\r\n"), f"{HEAD}model: {NEW}\n".replace("\n", "\r\n")),
        ("name: a # who\nkind: b\n", f"name: a # who\nmodel: {NEW}\nkind: b\n"),
        ("  name: a\n  kind: b\n", f"  name: a\n  model: {NEW}\n  kind: b\n"),
        ("{name: a, kind: b}\n", f"{{name: a, model: {NEW}, kind: b}}\n"),
        ("---\nname: a\n...\n", f"---\nname: a\nmodel: {NEW}\n...\n"),
    ],
)
def test_a_new_key_stands_after_another(before: str, after: str) -> None:
    assert insert(before.encode(), "name", ("model",), NEW).decode() == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("name: a\nkind: b\n", f"name: a\npromotion: {{to: {NEW}}}\nkind: b\n"),
        ("{name: a, kind: b}\n", f"{{name: a, promotion: {{to: {NEW}}}, kind: b}}\n"),
    ],
)
def test_a_new_key_may_hold_a_map(before: str, after: str) -> None:
    assert insert(before.encode(), "name", ("promotion", "to"), NEW).decode() == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("p:\n  near: 0.9 # x\n  seed: a\n", f"p:\n  to: {NEW}\n  near: 0.9 # x\n  seed: a\n"),
        ("p:\r\n    near: 0.9\r\n", f"p:\r\n    to: {NEW}\r\n    near: 0.9\r\n"),
        ("p:\n  # why\n  near: 0.9", f"p:\n  # why\n  to: {NEW}\n  near: 0.9"),
        ("p: {near: 0.9}\n", f"p: {{to: {NEW}, near: 0.9}}\n"),
        ("p: {  } # none\n", f"p: {{to: {NEW}  }} # none\n"),
        ("{p: {near: 0.9}, q: 1}\n", f"{{p: {{to: {NEW}, near: 0.9}}, q: 1}}\n"),
        ("p:\n  select:\n    score: 1\nq: 1\n", f"p:\n  to: {NEW}\n  select:\n    score: 1\nq: 1\n"),
    ],
)
def test_a_new_key_stands_first_in_a_map(before: str, after: str) -> None:
    found = insert_into(before.encode(), ("p", "to"), NEW, "a.yaml").decode()
    assert found == after
    value = yaml.safe_load(before)
    assert yaml.safe_load(found) == {**value, "p": {**value["p"], "to": NEW}}


@pytest.mark.parametrize("before", ["p: &x\n  near: 0.9\nq: *x\n", "x: &x {near: 0.9}\np: *x\n", "p: &x {near: 1}\n"])
def test_a_map_that_others_repeat_is_not_changed_behind_their_backs(before: str) -> None:
    with pytest.raises(InvalidConfig):
        insert_into(before.encode(), ("p", "to"), NEW, "a.yaml")


DECLARATIONS = sorted(set((ROOT / "assistants").glob("*.yaml")) - set((ROOT / "assistants").glob("*.tests.yaml")))


@pytest.mark.parametrize("file", DECLARATIONS, ids=lambda file: file.name)
def test_real_declarations_differ_in_one_line(file: Path) -> None:
    before = file.read_bytes()
    has = "model" in yaml.safe_load(before)
    after = replace(before, ("model",), NEW, file.name) if has else insert(before, "name", ("model",), NEW)
    assert yaml.safe_load(after) == {**yaml.safe_load(before), "model": NEW}
    old, new = before.decode().splitlines(keepends=True), after.decode().splitlines(keepends=True)
    assert [line for line in new if line not in old] == [line for line in new if NEW in line]
    assert len(new) == len(old) + (0 if has else 1)


FLOW = {"block": False, "flow": True, "mixed": None}
KEYS = st.sampled_from(["name", "labels", "x", "tools", "über"])
VALUES: Any = st.recursive(
    st.one_of(st.text(max_size=12), st.integers(), st.booleans(), st.none()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3)),
)


@given(
    before=st.dictionaries(KEYS, VALUES, max_size=3),
    after=st.dictionaries(st.sampled_from(["z1", "z2"]), VALUES, max_size=2),
    old=st.text(min_size=1, max_size=20),
    new=st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=20),
    style=st.sampled_from([None, "'", '"', "|", ">"]),
    flow=st.sampled_from(["block", "flow", "mixed"]),
    width=st.integers(4, 60),
)
def test_whatever_the_file_only_that_scalar_differs(
    before: Any, after: Any, old: str, new: str, style: str | None, flow: str, width: int
) -> None:
    value = {**before, "model": old, **after}
    text = yaml.dump(
        value,
        default_flow_style=FLOW[flow],
        sort_keys=False,
        allow_unicode=True,
        width=width,
        default_style=style,
    )
    content = text.encode("utf-8", "surrogatepass")
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return
    said = yaml.safe_load(content)  # which is not always what was dumped
    found = replace(content, ("model",), new, "a.yaml")
    assert yaml.safe_load(found) == {**said, "model": new}
