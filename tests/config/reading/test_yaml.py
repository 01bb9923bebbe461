import pytest

from gptctl.config.reading.limits import DESCRIPTION, Limits
from gptctl.config.reading.place import Place
from gptctl.config.reading.yaml import parse
from gptctl.errors import InvalidConfig


def wrong(text: str) -> list[str]:
    with pytest.raises(InvalidConfig) as caught:
        parse(text, "f.yaml")
    return [f"{found.where} {found.summary}" for found in caught.value.findings]


def test_values_come_with_the_place_of_their_key_or_item() -> None:
    parsed = parse("a:\n  b: [1, two]\nc: |\n  text\n", "f.yaml")
    assert parsed.value == {"a": {"b": [1, "two"]}, "c": "text\n"}
    assert parsed.places == {
        (): Place(line=1, column=1),
        ("a",): Place(line=1, column=1),
        ("a", "b"): Place(line=2, column=3),
        ("a", "b", 0): Place(line=2, column=7),
        ("a", "b", 1): Place(line=2, column=10),
        ("c",): Place(line=3, column=1),
    }


def test_an_alias_repeats_its_anchor() -> None:
    assert parse("a: &x {k: 1}\nb: *x\nc: &x 2\nd: *x\n", "f").value == {"a": {"k": 1}, "b": {"k": 1}, "c": 2, "d": 2}


def test_a_quoted_scalar_is_text() -> None:
    assert parse("""a: "1"\nb: 'null'\n"<<": x\n""", "f").value == {"a": "1", "b": "null", "<<": "x"}


def test_strange_keys_are_keys() -> None:
    assert parse("__proto__: 1\nconstructor: 2\n", "f").value == {"__proto__": 1, "constructor": 2}


BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 7)}]\n" for n in range(1, 9)
)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("", ["f.yaml:1:1 The file is empty"], id="empty"),
        pytest.param("# only\n", ["f.yaml:1:1 The file is empty"], id="only a comment"),
        pytest.param("a: 1\n---\nb: 2\n", ["f.yaml:2:1 More than one document"], id="two documents"),
        pytest.param("%YAML 1.1\n---\na: 1\n", ["f.yaml:1:1 A YAML directive"], id="old directive"),
        pytest.param("%TAG !e! tag:x\n---\na: 1\n", ["f.yaml:1:1 A YAML directive"], id="tag directive"),
        pytest.param("a: 1\nb: 2\na: 3\n", ["f.yaml:3:1 A key is given twice"], id="duplicate key"),
        pytest.param("a: 1\n'a': 2\n", ["f.yaml:2:1 A key is given twice"], id="duplicate key, quoted"),
        pytest.param("1: x\n", ["f.yaml:1:1 A key is not text"], id="number as key"),
        pytest.param("a:\n  true: x\n", ["f.yaml:2:3 A key is not text"], id="boolean as key"),
        pytest.param("~: x\n", ["f.yaml:1:1 A key is not text"], id="nothing as key"),
        pytest.param("? [a]\n: b\n", ["f.yaml:1:3 A key is not text"], id="list as key"),
        pytest.param("a: &k x\n*k : y\n", ["f.yaml:2:1 A key is not text"], id="alias as key"),
        pytest.param("a: &x {b: 1}\nc:\n  <<: *x\n", ["f.yaml:3:3 A merge key"], id="merge key"),
        pytest.param("a: *x\n", ["f.yaml:1:4 An alias without its anchor"], id="unknown alias"),
        pytest.param("a: &x [*x]\n", ["f.yaml:1:8 An alias without its anchor"], id="alias to itself"),
        pytest.param("a: !!python/object/apply:os.system [id]\n", ["f.yaml:1:4 A YAML tag"], id="python tag"),
        pytest.param("a: !!binary aGk=\n", ["f.yaml:1:4 A YAML tag"], id="binary tag"),
        pytest.param("a: !include x\nb: ! y\n", ["f.yaml:1:4 A YAML tag", "f.yaml:2:4 A YAML tag"], id="other tags"),
        pytest.param("a: .nan\n", ["f.yaml:1:4 A number that cannot be used"], id="not a number"),
        pytest.param(f"a: {'9' * 100_000}\n", ["f.yaml:1:4 A number that cannot be used"], id="long number"),
        pytest.param("a:\n\t- b\n", ["f.yaml:2:1 This is not valid YAML"], id="tab"),
        pytest.param('a: "\\ud800"\n', ["f.yaml:1:7 This is not valid YAML"], id="lone surrogate"),
        pytest.param("ü: 1\na: \x1b[31m\n", ["f.yaml:2:4 This is not valid YAML"], id="control character"),
        pytest.param("a: {b: c\n", ["f.yaml:2:1 This is not valid YAML"], id="open brace"),
        pytest.param("a: b: c\n", ["f.yaml:1:5 This is not valid YAML"], id="two colons"),
        pytest.param("[" * 100_000, ["f.yaml:1:65 Too deeply nested"], id="100,000 brackets"),
        pytest.param("{a: " * 5_000, ["f.yaml:1:257 Too deeply nested"], id="nested braces"),
        pytest.param("- " * 3_000, ["f.yaml:1:129 Too deeply nested"], id="nested block"),
        pytest.param("[" + "1," * 100_001 + "]", ["f.yaml:1:10000 Too many values"], id="many values"),
        pytest.param("a: &a 1\nb: [" + "*a," * 65 + "]", ["f.yaml:2:197 Too many aliases"], id="many aliases"),
        pytest.param(BOMB, ["f.yaml:5:10 Too many values"], id="alias bomb"),
    ],
)
def test_each_hostile_text_has_one_clear_finding(text: str, told: list[str]) -> None:
    assert wrong(text) == told


def test_lines_are_counted_as_editors_count_them() -> None:
    text = 'a: "x\u2028y\x85z"\nb: {c: 1\n'
    assert parse(text + "}", "f").places["b",] == Place(line=2, column=1)
    assert wrong(text) == ["f.yaml:3:1 This is not valid YAML"]


def test_depth_counts_what_an_alias_repeats() -> None:
    deep = "[" * 40 + "]" * 40
    assert wrong(f"a: &a {deep}\nb: {'[' * 30}*a{']' * 30}\n") == ["f.yaml:2:34 Too deeply nested"]


def test_all_mistakes_of_form_are_found_at_once() -> None:
    assert wrong("a: 1\na: 2\n3: x\nb: !t y\n") == [
        "f.yaml:2:1 A key is given twice",
        "f.yaml:3:1 A key is not text",
        "f.yaml:4:4 A YAML tag",
    ]


def test_there_is_an_end_to_findings() -> None:
    assert len(wrong("a: 1\n" * 10_000)) == Limits().findings


def test_details_say_what_to_write_instead() -> None:
    with pytest.raises(InvalidConfig) as caught:
        parse("on: 1\n404: x\non: 2\n\n", "f")
    assert [found.detail for found in caught.value.findings] == [
        'Quote it: "404".',
        "`on` already stands in line 1; keep one of them.",
    ]


def test_an_api_description_may_have_numbers_as_keys() -> None:
    assert parse("responses:\n  200: ok\n  4XX: no\n", "f", DESCRIPTION).value == {
        "responses": {"200": "ok", "4XX": "no"}
    }


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("description: Answers: staff\n", 'Quote a text that has a colon and a space in it: "one: two".'),
        ("a: {b: ${FOO}}\n", 'Quote the variable: "${NAME}".'),
        ("a: [${FOO}]\n", 'Quote the variable: "${NAME}".'),
    ],
)
def test_a_text_that_needs_quotes_is_told_so(text: str, advice: str) -> None:
    with pytest.raises(InvalidConfig) as caught:
        parse(text, "f.yaml")
    (found,) = caught.value.findings
    assert found.detail.endswith(advice)


def test_no_quotes_are_advised_where_they_would_not_help() -> None:
    with pytest.raises(InvalidConfig) as caught:
        parse("a: x\n b: c\n", "f.yaml")
    assert "Quote" not in caught.value.findings[0].detail
