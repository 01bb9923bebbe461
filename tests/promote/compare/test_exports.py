"""The exports, read as their tools read them, and by the tools themselves."""

import json
import os
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from gptctl.core.value import JSON
from gptctl.errors import Refused
from gptctl.expect.test import AssistantTest
from gptctl.expect.words import Contains
from gptctl.promote.compare.exports.inspect_ai import samples
from gptctl.promote.compare.exports.promptfoo import configuration, harmless, inert
from gptctl.promote.compare.put import Put
from gptctl.promote.compare.turn import Turn, turns
from tests.support.duel import calls, orders, turn
from tests.support.examples import airline
from tests.support.promptfoo import PROVIDER, evaluated
from tests.support.servers.install import python_with

OPENS = re.compile(r"\{\{|\{%|\{#|#\}|%\}")
HOSTILE = '{{ env.PATH }} {% for x in y %} {# c #} \\{{ " \u2028 file://secret'


def held_out() -> list[Turn]:
    return [
        turn("It takes {{ 5 }} days.", number=101, asked=HOSTILE, cluster="a"),
        turn('{"city": "Oslo"}', number=102),
        *orders(2),
        *list(turns(airline().all_examples[:2])),
    ]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(alphabet='{}%#"\\ab\n'),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(alphabet='{}%#"\\', max_size=4), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(json_values)
def test_no_template_begins_in_inert_json_and_it_means_the_same(value: object) -> None:
    text = inert(value)  # type: ignore[arg-type]
    assert json.loads(text) == value
    assert not OPENS.search(text)


def test_promptfoo_gets_every_turn_and_nothing_to_render() -> None:
    config = yaml.safe_load(configuration(HOSTILE, held_out(), ["echo"]))
    assert config["prompts"] == ["{{ messages | safe }}"]
    assert not OPENS.search(config["description"])
    assert len(config["tests"]) == len(held_out())
    for test, one in zip(config["tests"], held_out(), strict=True):
        assert json.loads(test["vars"]["messages"]) == list(one.messages)
        assert json.loads(test["vars"]["expected"])["text"] == (one.expected["content"] or "")
        assert not any(OPENS.search(text) for text in (*test["vars"].values(), test["description"]))
        assert test.get("options", {}).get("tools", []) == list(one.tools)


@pytest.mark.parametrize("opens", ["{{ env.PATH }}", "{% set x = 1 %}", "{# c #}"])
def test_tools_that_would_be_run_as_a_template_are_refused(opens: str) -> None:
    tool: JSON = {"type": "function", "function": {"name": "look_up", "parameters": {"enum": ["{}", f"x {opens}"]}}}
    asked = replace(turn("Yes."), tools=[tool])
    with pytest.raises(Refused, match="as a template"):
        configuration("title", [asked], ["echo"])
    words = AssistantTest(name="t", messages=(), expectations=(Contains(texts=("Yes",)),))
    put = Put(id="test/t", messages=asked.messages, tools=[tool], test=words)
    with pytest.raises(Refused, match="as a template"):
        configuration("title", [], ["echo"], [put])


def test_a_name_begins_no_template() -> None:
    assert not OPENS.search(harmless(HOSTILE))


def test_inspect_gets_every_turn() -> None:
    found = [json.loads(line) for line in samples(held_out())]
    assert [sample["id"] for sample in found] == [one.id for one in held_out()]
    for sample, one in zip(found, held_out(), strict=True):
        assert [message["role"] for message in sample["input"]] == [message["role"] for message in one.messages]
        assert sample["target"]
        assert sample["metadata"]["cluster"] == one.cluster


def test_arguments_that_are_no_json_are_kept_for_inspect() -> None:
    (sample,) = (json.loads(line) for line in samples([turn(calls(("look_up", '{"a": '), ("look_up", "[1]")))]))
    assert [call["arguments"] for call in sample["metadata"]["calls"]] == [{"not_json": '{"a": '}, {"not_json": "[1]"}]


# Their own tools, each in an environment of its own.

INSPECT = Path(__file__).parents[2] / "support" / "foreign" / "inspect_ai.txt"

RUNS = """
import json, sys
from inspect_ai import Task, eval
from inspect_ai.dataset import json_dataset
from inspect_ai.model import ModelOutput, ModelUsage, get_model
from inspect_ai.scorer import match
samples = json_dataset(sys.argv[1])
said = [ModelOutput.from_content("mockllm/model", sample.target) for sample in samples]
said[0] = ModelOutput.from_content("mockllm/model", "Never.")
for one in said:
    one.usage = ModelUsage(input_tokens=1, output_tokens=1, total_tokens=2)  # it would fetch a vocabulary to count
model = get_model("mockllm/model", custom_outputs=said)
task = Task(dataset=samples, scorer=match(location="exact"))
log, = eval(task, model=model, log_dir=sys.argv[2], display="none", max_connections=1, max_samples=1)
print(json.dumps({"status": log.status, "rows": [[one.id, one.target, next(iter(one.scores.values())).value,
  [message.role for message in one.messages[:-1]],
  [[call.function, call.arguments] for message in one.input for call in getattr(message, "tool_calls", None) or []]]
  for one in sorted(log.samples, key=lambda one: [sample.id for sample in samples].index(one.id))]}))
"""


@pytest.mark.slow
def test_inspect_itself_runs_the_samples_with_its_mock_model(tmp_path: Path) -> None:
    path = tmp_path / "samples.jsonl"
    path.write_text("".join(f"{line}\n" for line in samples(held_out())), encoding="utf-8")
    quiet = {**os.environ, "HOME": str(tmp_path), "INSPECT_LOG_LEVEL": "error", "PYTHONWARNINGS": "ignore"}
    command = [str(python_with(INSPECT)), "-c", RUNS, str(path), str(tmp_path / "logs")]
    done = subprocess.run(command, cwd=tmp_path, env=quiet, capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["status"] == "success"
    assert [row[0] for row in found["rows"]] == [one.id for one in held_out()]
    assert [row[2] for row in found["rows"]] == ["I", *("C" for _ in held_out()[1:])]
    for row, one in zip(found["rows"], held_out(), strict=True):
        assert row[3] == [message["role"] for message in one.messages]
        made = [call["function"] for message in one.messages for call in message.get("tool_calls", ())]
        assert row[4] == [[call["name"], json.loads(call["arguments"])] for call in made]


ANSWERS = """
module.exports = class {
  id() { return 'made-up'; }
  async callApi(prompt) {
    const last = JSON.parse(prompt).at(-1).content;
    const order = /order (\\d+)\\?/.exec(last);
    if (order) return { output: [{ type: 'function', function: { name: 'look_up',
      arguments: JSON.stringify({ order: order[1] === '1' ? 7 : Number(order[1]) }) } }] };
    if (last === 'Hello?') return { output: '{"city":"Oslo"}' };
    return { output: last };
  }
};
"""


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("npm") is None, reason="npm is not here")
def test_promptfoo_itself_checks_answers_and_renders_nothing_of_a_conversation(tmp_path: Path) -> None:
    asked = [*held_out()[:2], *orders(2)]
    found = evaluated(tmp_path, configuration(HOSTILE, asked, [PROVIDER]), ANSWERS)
    rows = [found[harmless(one.id)] for one in asked]
    assert rows[0]["response"]["output"] == HOSTILE
    assert [row["success"] for row in rows] == [True, True, True, False]
    assert rows[0]["score"] < 0.5
    assert [row["score"] for row in rows[1:]] == [1, 1, 0]
