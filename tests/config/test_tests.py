"""Files of tests: what they become, and what is wrong with them."""

from pathlib import Path

import pytest

from gptctl.config.workspace import load
from gptctl.core.address import Address
from gptctl.core.conversation import Message, Role
from gptctl.diagnostics import Severity
from gptctl.expect.calls import Calls, Wanted
from gptctl.expect.cites import Cites
from gptctl.expect.pattern import Matches
from gptctl.expect.test import AssistantTest
from gptctl.expect.whole import Equals, Fits
from gptctl.expect.words import Contains, Excludes, MaxWords
from tests.support.tree import SUPPORT, findings, project, told

FILE = "assistants/support.tests.yaml"
HEAD = "apiVersion: gptctl/v1\nkind: Tests\n"
ASSISTANT = f"""{SUPPORT}knowledge: [handbook]
tools:
  - function: look_up
    parameters: {{type: object, properties: {{order: {{type: string}}}}}}
  - {{mcp: "https://mcp.acme.example", name: acme}}
output: {{schema: {{type: object}}}}
tests: [support.tests.yaml]
"""
FULL = f"""{HEAD}tests:
  - name: everything
    ask:
      - user: Hello
      - assistant: How can I help?
      - user: Where is A-1?
    expect:
      contains: on its way
      excludes: [sorry, I think]
      matches: A-\\d
      equals: {{state: sent}}
      schema: output
      calls: [look_up, {{tool: look_up, arguments: {{order: A-1}}}}]
      cites: orders/late.md
      max_words: 40
  - {{name: nothing is called, ask: Hello, expect: {{calls: [], equals: Hello}}}}
"""


def tree(root: Path, tests: str, assistant: str = ASSISTANT) -> Path:
    files = {"assistants/support.yaml": assistant, FILE: tests, "knowledge/handbook/orders/late.md": "Late.\n"}
    return project(root, files)


def test_a_file_becomes_the_tests_of_its_assistant(tmp_path: Path) -> None:
    workspace = load(tree(tmp_path, FULL))
    address = Address(kind="assistant", name="support")
    first, second = workspace.tests[address]
    assert first == AssistantTest(
        name="everything",
        messages=(
            Message(role=Role.USER, text="Hello"),
            Message(role=Role.ASSISTANT, text="How can I help?"),
            Message(role=Role.USER, text="Where is A-1?"),
        ),
        expectations=(
            Contains(texts=("on its way",)),
            Excludes(texts=("sorry", "I think")),
            Matches(patterns=("A-\\d",)),
            Equals(value={"state": "sent"}),
            Fits(schema={"type": "object"}),
            Calls(wanted=(Wanted(tool="look_up", arguments={}), Wanted(tool="look_up", arguments={"order": "A-1"}))),
            Cites(files=("orders/late.md",)),
            MaxWords(most=40),
        ),
    )
    assert second.messages == (Message(role=Role.USER, text="Hello"),)
    assert second.expectations == (Calls(wanted=()), Equals(value="Hello"))
    assert FILE in workspace.sources[address]
    assert "tests" not in next(one.attrs for one in workspace.declared if one.address == address)


def one_test(text: str) -> str:
    return f"{HEAD}tests:\n  - {{name: a, ask: Hi, {text}}}\n"


@pytest.mark.parametrize(
    ("tests", "where", "summary", "detail"),
    [
        (one_test("expect: {contain: x}"), "4:33", "Unknown key", "Did you mean `contains`?"),
        (one_test("expect: {}"), "4:24", "Out of bounds", "`expect` must not be empty."),
        (one_test("expect: {contains: ' '}"), "4:33", "Badly formed", "something that can be seen"),
        (one_test("expect: {max_words: 0}"), "4:33", "Out of bounds", "at least 1"),
        (one_test("expect: {matches: '(a'}"), "4:33", "A pattern that is none", "`(a`: missing )"),
        (one_test("expect: {matches: [a, '(?=a)']}"), "4:46", "A pattern that is none", "without lookahead"),
        (one_test("expect: {calls: [lookup]}"), "4:41", "A tool that does not exist", "Did you mean `look_up`?"),
        (one_test("expect: {calls: [acme]}"), "4:41", "A tool that does not exist", "There are: `look_up`."),
        (
            one_test("expect: {calls: [{tool: look_up, arguments: {ordr: 1}}]}"),
            "4:69",
            "An argument that does not exist",
            "`look_up` takes no `ordr`. Did you mean `order`?",
        ),
        (one_test("expect: {cites: late.txt}"), "4:33", "Knowledge that does not exist", "`orders/late.md`"),
        (one_test("expect: {cites: [late.md, nope.md]}"), "4:50", "Knowledge that does not exist", "`nope.md`"),
        (f"{HEAD}tests: []\n", "3:1", "Out of bounds", "`tests` must not be empty."),
        (
            f"{HEAD}tests: [{{name: a, ask: [{{assistant: Hi}}], expect: {{max_words: 1}}}}]\n",
            "3:25",
            "A turn out of turn",
            "`user:`",
        ),
        (
            f"{HEAD}tests: [{{name: a, ask: [{{user: Hi}}, {{assistant: Hi}}], expect: {{max_words: 1}}}}]\n",
            "3:19",
            "A turn is missing",
            "The last turn is `user:`'s",
        ),
        (
            f"{HEAD}tests:\n  - &a {{name: a, ask: Hi, expect: {{max_words: 1}}}}\n  - *a\n",
            "5:5",
            "A name is given twice",
            "Another test of this assistant is called `a`",
        ),
    ],
)
def test_each_mistake_is_told_with_its_place(tmp_path: Path, tests: str, where: str, summary: str, detail: str) -> None:
    (found,) = findings(tree(tmp_path, tests))
    assert (str(found.where), found.summary) == (f"{FILE}:{where}", summary)
    assert detail in found.detail


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    tests = f"{HEAD}tests:\n  - {{name: a, ask: '', expect: {{matches: '('}}}}\n  - {{name: b, expect: {{calls: x}}}}\n"
    assert told(tree(tmp_path, tests)) == [
        "assistants/support.tests.yaml:4:15 Badly formed",
        "assistants/support.tests.yaml:4:33 A pattern that is none",
        "assistants/support.tests.yaml:5:5 A key is missing",
        "assistants/support.tests.yaml:5:24 Wrong type",
    ]


@pytest.mark.parametrize(
    ("output", "summary", "detail"),
    [
        ("", "A schema that does not exist", "declares no `output:`"),
        ("output: {schema: {patternProperties: {x: {}}}}\n", "A schema that cannot be tested", "patternProperties"),
        (
            "output: {schema: {properties: {a: {pattern: '(?=x)'}}}}\n",
            "A schema that cannot be tested",
            "Its pattern `(?=x)` cannot be tested: invalid perl operator",
        ),
    ],
)
def test_an_output_that_cannot_be_tested_is_told(tmp_path: Path, output: str, summary: str, detail: str) -> None:
    assistant = ASSISTANT.replace("output: {schema: {type: object}}\n", output)
    (found,) = findings(tree(tmp_path, one_test("expect: {schema: output}"), assistant))
    assert (str(found.where), found.summary) == (f"{FILE}:4:33", summary)
    assert detail in found.detail


def test_a_file_has_no_more_patterns_than_can_be_looked_at_in_a_moment(tmp_path: Path) -> None:
    slow = r"[\pL\pN]{40}"
    each = "".join(f"  - {{name: n{n}, ask: Hi, expect: {{matches: ['{slow}', '{slow}']}}}}\n" for n in range(251))
    assert told(tree(tmp_path, f"{HEAD}tests:\n{each}")) == [f"{FILE}:254:46 Too many patterns"]


def test_names_are_given_once_in_all_files_of_an_assistant(tmp_path: Path) -> None:
    test = one_test("expect: {max_words: 1}")
    root = tree(tmp_path, test, ASSISTANT.replace("[support.tests.yaml]", "[support.tests.yaml, more.tests.yaml]"))
    (root / "assistants/more.tests.yaml").write_text(test)
    assert told(root) == ["assistants/more.tests.yaml:4:6 A name is given twice"]


def test_tests_that_no_assistant_names_are_no_assistant_and_told(tmp_path: Path) -> None:
    root = project(tmp_path, {FILE: one_test("expect: {max_words: 1}")})
    (warning,) = load(root).warnings
    assert (str(warning.where), warning.summary) == (FILE, "Tests that nobody uses")
    assert warning.severity is Severity.WARNING


def test_tests_under_any_other_name_say_what_to_do(tmp_path: Path) -> None:
    asked = one_test("expect: {max_words: 1}")
    (found,) = findings(project(tmp_path, {"assistants/smoke.yaml": asked}))
    assert (str(found.where), found.summary) == ("assistants/smoke.yaml:2:1", "Tests in the place of an assistant")
    assert "under `tests:` of the assistant that it asks" in found.detail
    root = tree(tmp_path, asked, ASSISTANT.replace("support.tests.yaml", "smoke.yaml"))
    assert len(load(root).tests[Address(kind="assistant", name="support")]) == 1


def test_an_environment_may_have_tests_of_its_own(tmp_path: Path) -> None:
    root = tree(tmp_path, FULL, f"{ASSISTANT}environments: {{prod: {{tests: []}}}}\n")
    address = Address(kind="assistant", name="support")
    assert len(load(root, "dev").tests[address]) == 2
    assert load(root, "prod").tests[address] == ()
