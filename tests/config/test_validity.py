"""What the schemas refuse, where, and in which words."""

from pathlib import Path

import pytest

from tests.support.tree import HEAD, PROJECT, SUPPORT, findings, project

FILE = "assistants/support.yaml"


def assistant_with(text: str) -> str:
    return SUPPORT + text


@pytest.mark.parametrize(
    ("added", "where", "summary", "detail"),
    [
        ("modle: x\n", "6:1", "Unknown key", "`modle` is no key here. Did you mean `model`?"),
        ("parameters: {temprature: 1}\n", "6:14", "Unknown key", "Did you mean `temperature`?"),
        ("parameters:\n  temperature: hot\n", "7:3", "Wrong type", "`temperature` must be a number, not text."),
        ("parameters: {temperature: 3}\n", "6:14", "Out of bounds", "`temperature` must be at most 2."),
        ("parameters: {max_output_tokens: 0}\n", "6:14", "Out of bounds", "must be at least 1."),
        ("parameters: {max_output_tokens: 1.5}\n", "6:14", "Wrong type", "must be a whole number, not a number."),
        ("parameters: {reasoning: hihg}\n", "6:14", "Unknown value", "Did you mean `high`?"),
        ("capabilities: [websearch]\n", "6:16", "Unknown value", "item 1 of `capabilities`. Did you mean"),
        ("starters: [{title: x}]\n", "6:12", "A key is missing", "Write `text:`. What is said."),
        ("starters: text\n", "6:1", "Wrong type", "`starters` must be a list, not text."),
        ("description: {a: b}\n", "6:1", "Wrong type", "`description` must be text, not a map."),
        ("description:\n", "6:1", "Wrong type", "`description` must be text, not nothing."),
        ("labels: {$ref: assistant.x}\n", "6:10", "Badly formed", "`$ref` for a key; write letters, digits"),
        ("labels: {a: 1}\n", "6:10", "Wrong type", "`a` must be text, not a number."),
        ("knowledge: [Hand Book]\n", "6:13", "Badly formed", "`Hand Book` for item 1 of `knowledge`; write small"),
        ("variables: {a-b: x}\n", "6:13", "Badly formed", "`a-b` for a key; write letters, digits and `_`"),
        ("tools: [{functon: f}]\n", "6:10", "Unknown key", "`functon` is no key here. Did you mean `function`?"),
        ("tools: [{}]\n", "6:9", "No known form", "Exactly one of these keys says what it is: `function`, `mcp`"),
        ("tools: [{function: f, mcp: x, name: n}]\n", "6:9", "No known form", "Exactly one of these keys"),
        ("tools: [{function: f, parametres: {}}]\n", "6:23", "Unknown key", "Did you mean `parameters`?"),
        ("tools: [{function: f g}]\n", "6:10", "Badly formed", "`f g` for `function`; write letters"),
        ("tools: [{mcp: ftp://x, name: n}]\n", "6:10", "Badly formed", "an address that starts with https://"),
        ("tools: [{mcp: https://x}]\n", "6:9", "A key is missing", "Write `name:`. What the server is called."),
        ("tools: [{function: f, parameters: {type: strng}}]\n", "6:36", "Unknown value", "Did you mean `string`?"),
        ("tools: [{function: f, parameters: {$ref: 'http://x'}}]\n", "6:36", "A reference to elsewhere", "`$ref` may"),
        ("output: {schema: {properties: 1}}\n", "6:19", "Wrong type", "`properties` must be a map, not a number."),
        ("output: {schema: {required: [a, a]}}\n", "6:19", "Not allowed", "`required` breaks the rule `uniqueItems`"),
        ("output: {}\n", "6:1", "A key is missing", "Write `schema:`."),
        ("extends: ../x.json\n", "6:1", "Badly formed", "such as _base.yaml"),
        ("targets: {local: {optons: {}}}\n", "6:19", "Unknown key", "Did you mean `options`?"),
        ("targets: {local: {options: {a: {$ref: knowledge.x}}}}\n", "6:33", "A reference to elsewhere", "`$ref`"),
        ("environments: {dev: {modle: x}}\n", "6:22", "Unknown key", "Did you mean `model`?"),
        ("environments: {dev: {name: x}}\n", "6:22", "Unknown key", "`name` is no key here."),
        ("environments: {dev: {parameters: {temperature: 9}}}\n", "6:35", "Out of bounds", "at most 2."),
        ("environments: {dev: []}\n", "6:16", "Wrong type", "`dev` must be a map, not a list."),
    ],
)
def test_each_mistake_in_an_assistant_is_told(
    tmp_path: Path, added: str, where: str, summary: str, detail: str
) -> None:
    (found,) = findings(project(tmp_path, {FILE: assistant_with(added)}))
    assert (str(found.where), found.summary) == (f"{FILE}:{where}", summary)
    assert detail in found.detail


@pytest.mark.parametrize(
    ("text", "where", "summary", "detail"),
    [
        ("- a\n", "1:1", "Wrong type", "A declaration is a map of keys, not a list."),
        (SUPPORT.replace("model", "modle"), "4:1", "Unknown key", "`modle` is no key here. Did you mean `model`?"),
        ("hello\n", "1:1", "Wrong type", "A declaration is a map of keys, not text."),
        ("name: x\nmodel: m\ninstructions: x\n", "1:1", "A key is missing", "Write `apiVersion:`."),
        (f"{HEAD}name: x\nmodel: m\n", "1:1", "A key is missing", "Write `instructions:`."),
        (SUPPORT.replace("v1", "v2"), "1:1", "Unknown value", "`apiVersion` must be `gptctl/v1`."),
        (SUPPORT.replace("Assistant", "Assistent"), "2:1", "Unknown value", "`kind` must be `Assistant`."),
        (SUPPORT.replace("support", "Support"), "3:1", "Badly formed", "small letters, digits and hyphens"),
        (SUPPORT.replace("smart", "''"), "4:1", "Out of bounds", "`model` must not be empty."),
    ],
)
def test_an_assistant_needs_its_frame(tmp_path: Path, text: str, where: str, summary: str, detail: str) -> None:
    found = findings(project(tmp_path, {FILE: text}))[0]
    assert (str(found.where), found.summary) == (f"{FILE}:{where}", summary)
    assert detail in found.detail


@pytest.mark.parametrize(
    ("old", "new", "where", "summary", "detail"),
    [
        ("name: acme", "name: Acme!", "3:1", "Badly formed", "small letters"),
        ("id: 0123456789abcdef", "id: xyz", "4:1", "Badly formed", "as `gptctl init` writes them"),
        ("protect: true", "protect: true, lock: git", "11:51", "Unknown key", "`lock`"),
        ("{targets: [local]}", "{}", "10:3", "A key is missing", "Write `targets:`."),
        ("{targets: [local]}", "{targets: []}", "10:9", "Out of bounds", "`targets` must not be empty."),
        ("local: {}", "local: {api_key: x}", "8:11", "A secret in a file", "`api_key` out: keys come from"),
        ("local: {}", "local: {TOKEN: '${X}'}", "8:11", "A secret in a file", "`TOKEN` out"),
        ("local: {}", "local: {client_secret: x}", "8:11", "A secret in a file", "`client_secret` out"),
        ("kind: Project", "kind: Project\nmoved: [{from: a, to: b}]", "3:10", "Badly formed", "`assistant.` or"),
    ],
)
def test_each_mistake_in_the_project_is_told(
    tmp_path: Path, old: str, new: str, where: str, summary: str, detail: str
) -> None:
    found = findings(project(tmp_path, {"gptctl.yaml": PROJECT.replace(old, new)}))[0]
    assert (str(found.where), found.summary) == (f"gptctl.yaml:{where}", summary)
    assert detail in found.detail


@pytest.mark.parametrize("text", [SUPPORT.replace("instructions", "intructions"), SUPPORT.replace("name:", "nme:")])
def test_a_misspelt_key_is_not_missing_too(tmp_path: Path, text: str) -> None:
    assert [found.summary for found in findings(project(tmp_path, {FILE: text}))] == ["Unknown key"]


def test_a_key_that_is_something_else_does_not_stand_for_a_missing_one(tmp_path: Path) -> None:
    text = SUPPORT.replace("model: smart", "colour: red")
    assert sorted(one.summary for one in findings(project(tmp_path, {FILE: text}))) == [
        "A key is missing",
        "Unknown key",
    ]


def test_a_limit_on_tokens_is_no_secret(tmp_path: Path) -> None:
    text = PROJECT.replace("local: {}", "local: {max_output_tokens: 5, base_url: http://127.0.0.1}")
    assert findings(project(tmp_path, {"gptctl.yaml": text})) == ()


@pytest.mark.parametrize(
    ("file", "content", "where"),
    [
        (FILE, SUPPORT + "description: my sk-%s\n", "6:17"),
        (FILE, SUPPORT + "# sk-%s\n", "6:3"),
        ("gptctl.yaml", PROJECT + "# sk-%s\n", "12:3"),
        ("assistants/x.md", f"---\n{HEAD}name: x\nmodel: m\n---\nUse\nsk-%s\n", "8:1"),
    ],
)
def test_a_secret_is_found_wherever_it_stands_and_never_repeated(
    tmp_path: Path, file: str, content: str, where: str
) -> None:
    (found,) = findings(project(tmp_path, {file: content % ("A1b2" * 10)}))
    assert (str(found.where), found.summary) == (f"{file}:{where}", "A secret in a file")
    assert "A1b2" not in found.detail
    assert "an OpenAI key" in found.detail


def test_all_findings_of_all_files_come_at_once_and_in_order(tmp_path: Path) -> None:
    root = project(
        tmp_path,
        {
            "gptctl.yaml": PROJECT + "colour: red\n",
            "assistants/a.yaml": "a: [\n",
            "assistants/_base.yaml": f"{HEAD}modle: x\n",
            "assistants/support.yaml": SUPPORT + "one: 1\ntwo: 2\n",
        },
    )
    assert [str(found.where) for found in findings(root)] == [
        "assistants/_base.yaml:3:1",
        "assistants/a.yaml:2:1",
        "assistants/support.yaml:6:1",
        "assistants/support.yaml:7:1",
        "gptctl.yaml:12:1",
    ]


def test_there_is_an_end_to_the_findings_of_a_file(tmp_path: Path) -> None:
    text = SUPPORT + "".join(f"key{n}: x\n" for n in range(1000))
    assert len(findings(project(tmp_path, {FILE: text}))) <= 50
