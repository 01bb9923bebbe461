"""An assistant's tests in the exports: held by the tools' own assertions as we hold them."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from gptctl.core.conversation import Message, Role, ToolCall
from gptctl.expect.base import Expectation
from gptctl.expect.calls import Calls, Wanted
from gptctl.expect.pattern import Matches
from gptctl.expect.said import Said
from gptctl.expect.test import AssistantTest, passed
from gptctl.expect.whole import Equals, Fits
from gptctl.expect.words import Contains, Excludes, MaxWords
from gptctl.promote.compare.exports import inspect_ai
from gptctl.promote.compare.exports.assertions import assertions
from gptctl.promote.compare.exports.promptfoo import configuration
from gptctl.promote.compare.put import Put, put
from gptctl.promote.setting import Setting
from tests.support.duel import turn
from tests.support.promptfoo import PROVIDER, evaluated
from tests.support.servers.install import python_with

INSPECT = Path(__file__).parents[2] / "support" / "foreign" / "inspect_ai.txt"
SCHEMA: Any = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["city"],
    "properties": {"city": {"type": "string", "pattern": r"^[A-Z]\w{2,}$"}, "days": {"type": "integer"}},
}
FUNCTION: Any = {"type": "function", "function": {"name": "look_up", "parameters": {"type": "object"}}}
CALL = [{"type": "function", "function": {"name": "look_up", "arguments": '{"order": 7, "by": {"mail": "a"}}'}}]

CASES: list[tuple[Expectation, Any]] = [
    (Contains(texts=("ten  working days", "Card")), "It takes Ten\nworking days, to your card."),
    (Contains(texts=("ten working days", "cash")), "It takes ten working days, to your card."),
    (Excludes(texts=("as an AI", "sorry")), "It takes ten days."),
    (Excludes(texts=("as an AI", "sorry")), "I am\nSORRY."),
    (Equals(value="It is so."), " It  is so.\n"),
    (Equals(value="It is so."), "it is so."),
    (Equals(value={"city": "Oslo", "days": 1}), '{"days": 1.0, "city": "Oslo"}'),
    (Equals(value={"city": "Oslo"}), '{"city": "Oslo", "days": 1}'),
    (Equals(value=["a", {"b": {"c": 1}}]), '["a", {"b": {"c": 1}}]'),
    (Equals(value=["a"]), "a"),
    (Matches(patterns=(r"\b\d{3}-\d{2}\b", "^Order")), "Order 123-45 left."),
    (Matches(patterns=(r"\b\d{3}-\d{2}\b", "^Order")), "Order 12345 left."),
    (MaxWords(most=3), " one two  three "),
    (MaxWords(most=3), "one two three four"),
    (Fits(schema=SCHEMA), '{"city": "Oslo", "days": 2}'),
    (Fits(schema=SCHEMA), '{"city": "oslo"}'),
    (Fits(schema=SCHEMA), "Oslo"),
    (Calls(wanted=(Wanted(tool="look_up", arguments={"order": 7, "by": {}}),)), CALL),
    (Calls(wanted=(Wanted(tool="look_up", arguments={"order": 8}),)), CALL),
    (Calls(wanted=(Wanted(tool="search", arguments={}),)), "I would look it up."),
    (
        Calls(wanted=(Wanted(tool="look_up", arguments={}),)),
        [{"type": "function", "function": {"name": "look_up", "arguments": ""}}],
    ),
    (Calls(wanted=()), "Nothing to look up."),
    (Calls(wanted=()), CALL),
]


def named(name: str, *expectations: Expectation) -> AssistantTest:
    return AssistantTest(name=name, messages=(Message(role=Role.USER, text=name),), expectations=expectations)


def putting(*tests: AssistantTest) -> tuple[Put, ...]:
    return put(tests, Setting(instructions="Be {{ brief }}.", tools=(FUNCTION,)))


def said(answer: Any) -> Said:
    if isinstance(answer, str):
        return Said(text=answer)
    made = (one["function"] for one in answer)
    return Said(text="", calls=tuple(ToolCall(id="1", name=one["name"], arguments=one["arguments"]) for one in made))


def test_what_a_tool_would_misread_is_left_out_with_a_reason() -> None:
    found = assertions(
        named(
            "odd",
            Contains(texts=("a", "{{ env.PATH }}")),
            Equals(value={"a": ["file://secret"]}),
            Matches(patterns=("a", r"(?i)order")),
            Fits(schema={"$id": "x"}),
            MaxWords(most=9),
        )
    )
    assert [one["type"] for one in found.asserts] == ["word-count"]
    assert [one.split(":")[1].split("`")[1] for one in found.left_out] == ["contains", "equals", "matches", "schema"]
    assert r"a browser reads `(?i)order` in another way" in found.left_out[2]


@pytest.mark.parametrize(
    ("schema", "why"),
    [
        ({"$id": "x"}, "`$id`"),
        ({"items": {"prefixItems": [{"type": "string"}]}}, "`prefixItems`"),
        ({"properties": {"day": {"type": "string", "format": "date"}}}, "`format`"),
        ({"x-note": "ours"}, "`x-note`"),
        ({"pattern": "(?i)a"}, r"`(?i)a`"),
        ({"pattern": r"a\-b"}, r"`a\-b`"),
        ({"pattern": "a{,2}"}, "`a{,2}`"),
    ],
)
def test_a_schema_that_a_tool_would_refuse_or_misread_is_left_out(schema: Any, why: str) -> None:
    found = assertions(named("odd", Fits(schema=schema)))
    (told,) = found.left_out
    assert (list(found.asserts), why in told) == ([], True)


def test_a_field_may_be_called_like_a_word_that_a_tool_does_not_know() -> None:
    schema: Any = {
        "properties": {"format": {"pattern": r"^\d{2,}(?:\.\w+)?$"}, "prefixItems": {"enum": [{"$id": "x"}]}}
    }
    assert list(assertions(named("plain", Fits(schema=schema))).left_out) == []


def test_nested_maps_are_no_templates() -> None:
    found = assertions(named("deep", Equals(value={"a": {"b": {"c": 1}}}), Matches(patterns=(r"(a{2}b){3}",))))
    assert (len(found.asserts), list(found.left_out)) == (2, [])


def test_a_test_of_which_nothing_is_left_is_none_in_promptfoo() -> None:
    odd, plain = named("odd", Contains(texts=("{{ x }}",))), named("plain", Contains(texts=("x",)))
    config = yaml.safe_load(configuration("Tests", [turn("Yes.")], ["echo"], putting(odd, plain)))
    assert [one["description"] for one in config["tests"]][1:] == ["test/plain"]
    assert [one["assert"][0]["type"] for one in config["tests"]] == ["javascript", "icontains-all"]
    asked = json.loads(config["tests"][1]["vars"]["messages"])
    assert [one["content"] for one in asked] == ["Be {{ brief }}.", "plain"]
    assert "{{" not in config["tests"][1]["vars"]["messages"]


def test_inspect_gets_a_sample_for_each_text_and_the_rest_is_told() -> None:
    both = putting(named("both", Contains(texts=("a", "b\n  c")), MaxWords(most=9)))
    found = [json.loads(line) for line in inspect_ai.tests(both)]
    assert [(one["id"], one["target"]) for one in found] == [("test/both/1", "a"), ("test/both/2", "b c")]
    assert [one.split("`")[1] for one in inspect_ai.left_out(both)] == ["max_words"]


ANSWERS = """
const answers = JSON.parse(require('fs').readFileSync(require('path').join(__dirname, 'answers.json'), 'utf8'));
module.exports = class {
  id() { return 'made-up'; }
  async callApi(prompt) { return { output: answers[JSON.parse(prompt).at(-1).content] }; }
};
"""


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("npm") is None, reason="npm is not here")
def test_promptfoo_itself_judges_as_we_do(tmp_path: Path) -> None:
    cases = {f"case {at}": case for at, case in enumerate(CASES)}
    tests = [named(name, expectation) for name, (expectation, _) in cases.items()]
    assert [assertions(one).left_out for one in tests] == [[]] * len(tests)
    (tmp_path / "answers.json").write_text(json.dumps({name: answer for name, (_, answer) in cases.items()}))
    text = configuration("Tests", [], [PROVIDER], putting(*tests))
    found = evaluated(tmp_path, text, ANSWERS)
    theirs = {name.removeprefix("test/"): one["success"] for name, one in found.items()}
    ours = {one.name: passed(one.judge(said(cases[one.name][1]))) for one in tests}
    assert theirs == ours
    assert set(ours.values()) == {True, False}


RUNS = """
import json, sys
from inspect_ai import Task, eval
from inspect_ai.dataset import json_dataset
from inspect_ai.model import ModelOutput, ModelUsage, get_model
from inspect_ai.scorer import includes
said = []
for text in json.loads(sys.argv[3]):
    said.append(ModelOutput.from_content("mockllm/model", text))
    said[-1].usage = ModelUsage(input_tokens=1, output_tokens=1, total_tokens=2)
model = get_model("mockllm/model", custom_outputs=said)
task = Task(dataset=json_dataset(sys.argv[1]), scorer=includes())
log, = eval(task, model=model, log_dir=sys.argv[2], display="none", max_connections=1, max_samples=1)
print(json.dumps({one.id: next(iter(one.scores.values())).value for one in log.samples}))
"""


@pytest.mark.slow
def test_inspect_itself_judges_as_we_do(tmp_path: Path) -> None:
    path = tmp_path / "tests.jsonl"
    lines = inspect_ai.tests(putting(named("refund", Contains(texts=("ten working days", "CASH")))))
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    quiet = {**os.environ, "HOME": str(tmp_path), "INSPECT_LOG_LEVEL": "error", "PYTHONWARNINGS": "ignore"}
    answers = json.dumps(["It takes Ten Working Days.", "It takes ten working days."])
    command = [str(python_with(INSPECT)), "-c", RUNS, str(path), str(tmp_path / "logs"), answers]
    done = subprocess.run(command, cwd=tmp_path, env=quiet, capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == {"test/refund/1": "C", "test/refund/2": "I"}
