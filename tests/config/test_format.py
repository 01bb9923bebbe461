from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gptctl.config import scaffold
from gptctl.config.format import fmt
from gptctl.config.reading.yaml import parse
from gptctl.core.value import canonical
from gptctl.errors import GptctlError, InvalidConfig

BEFORE = """\
# yaml-language-server: $schema=../schemas/assistant.json

kind:   Assistant
# Chosen after a long test
# of all of them
model: smart   # see the report
tools:
- {function: a}
-   function: b
    description: >-
      folded
      text

instructions: |
  # not a comment
  Hello  there.

apiVersion: gptctl/v1
name: "support"
# the end
"""
AFTER = """\
# yaml-language-server: $schema=../schemas/assistant.json

apiVersion: gptctl/v1
kind: Assistant
name: "support"
# the end
# Chosen after a long test
# of all of them
model: smart   # see the report
instructions: |
  # not a comment
  Hello  there.

tools:
  - {function: a}
  - function: b
    description: >-
      folded
      text

"""


def test_keys_are_put_in_order_and_comments_stay_with_the_key_below() -> None:
    assert fmt(BEFORE, "assistant") == AFTER


@pytest.mark.parametrize("text", scaffold.files("acme", "0" * 32).items(), ids=lambda item: item[0])
def test_what_we_write_ourselves_is_laid_out(text: tuple[str, str]) -> None:
    file, content = text
    kind = {"gptctl.yaml": "project", "assistants/helper.yaml": "assistant"}.get(file)
    if kind is not None:
        assert fmt(content, kind) == content


def test_our_own_declarations_are_laid_out() -> None:
    root = Path(__file__).parents[2]
    for path in root.glob("assistants/*.yaml"):
        text = path.read_text()
        assert fmt(text, "assistant") == text


@pytest.mark.parametrize(
    ("text", "laid"),
    [
        ("b: no\na: 012\n", "b: no\na: 012\n"),
        ("{name: x,   kind: y}\n", "{name: x, kind: y}\n"),
        ("---\nname: x\nkind: y\n", "kind: y\nname: x\n"),
        ("name: &n x\nkind: *n\n", "name: &n x\nkind: *n\n"),
        ("name: &n x\nkind: *n\nmodel: &n y\n", "name: &n x\nkind: *n\nmodel: &n y\n"),
        ("name: x\r\nkind: y\r\n", "kind: y\nname: x\n"),
    ],
)
def test_data_is_never_touched(text: str, laid: str) -> None:
    assert fmt(text, "assistant") == laid


def test_what_would_lose_a_comment_is_left_as_it_is() -> None:
    with pytest.raises(GptctlError, match=r"a\.yaml was left as it is: a value or a comment would be lost"):
        fmt("a: [1, # why\n  2]\n", "assistant", "a.yaml")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("name:\tx\n", "it is written in a way that cannot be rewritten"),
        ("\n\n? kind\n", "its layout does not come to rest"),
    ],
)
def test_what_cannot_be_laid_out_is_left_as_it_is(text: str, why: str) -> None:
    with pytest.raises(GptctlError, match=why):
        fmt(text, "assistant")


def test_a_text_that_is_wrong_is_told() -> None:
    with pytest.raises(InvalidConfig) as caught:
        fmt("a: 1\na: 2\n", "assistant", "a.yaml")
    assert str(caught.value.findings[0].where) == "a.yaml:2:1"


def test_a_huge_text_is_left_as_it_is() -> None:
    with pytest.raises(GptctlError, match="more than 49,152 characters"):
        fmt("a: b\n" * 100_000, "assistant")


SCALARS = st.sampled_from(
    ["x", "no", "012", "1.50", "~", "'q: #'", '"a\\tb"', "2026-11-20", "1e3", "0x1F", "true", "1:30"]
)
KEYS = st.lists(st.sampled_from(["apiVersion", "kind", "name", "model", "tools", "x", "y"]), min_size=1, unique=True)
NOTES = st.sampled_from(["", "  # note", " # another"])
VALUES = st.one_of(
    SCALARS,
    st.lists(SCALARS, min_size=1, max_size=3).map(lambda items: "".join(f"\n- {item}" for item in items)),
    st.lists(SCALARS, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
    st.lists(SCALARS, min_size=1, max_size=3).map(
        lambda items: "".join(f"\n    k{n}:   {item}" for n, item in enumerate(items))
    ),
    st.just("|\n  text\n\n  # more"),
)


@given(st.data())
def test_whatever_is_laid_out_keeps_its_data_and_comments_and_stays(data: st.DataObject) -> None:
    lines = ["# head", ""]
    for key in data.draw(KEYS):
        lines += data.draw(st.lists(st.sampled_from([f"# about {key}", ""]), max_size=2))
        value = data.draw(VALUES)
        lines.append(f"{key}: {value}" + ("" if "\n" in value else data.draw(NOTES)))
    text = "\n".join(lines) + "\n"
    try:
        laid = fmt(text, "assistant")
    except InvalidConfig:
        raise
    except GptctlError:
        return
    assert canonical(parse(laid, "").value) == canonical(parse(text, "").value)
    assert laid.count("# about") == text.count("# about")
    assert fmt(laid, "assistant") == laid
