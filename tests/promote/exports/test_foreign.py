"""Exports held against checkers that we did not write."""

import json
import os
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from google.genai.types import Content, Tool
from pydantic import TypeAdapter

from gptctl.promote.example import Example
from gptctl.promote.exports.registry import EXPORTS
from gptctl.promote.exports.write import write
from tests.support.examples import GivenCuration, airline, airline_tools
from tests.support.servers.install import python_with

FOREIGN = Path(__file__).parents[2] / "support" / "foreign"
ENVIRONMENTS = {
    "together_new": "together.txt",
    "templates": "trl.txt",
    "openai": "descriptions.txt",
    "converse": "descriptions.txt",
}


def complaints(checker: str, *files: Path) -> str:
    python = python_with(FOREIGN / ENVIRONMENTS.get(checker, "checkers.txt"))
    environ = {**os.environ, "HF_HUB_OFFLINE": "1", "TOGETHER_NO_BANNER": "1", "PYTHONWARNINGS": "ignore"}
    command = [str(python), str(FOREIGN), checker, *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=280, env=environ, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def in_words(example: Example) -> Example | None:
    """The conversation up to the first tool call; None when there is no answer before it."""
    calls = [at for at, message in enumerate(example.messages) if "tool_calls" in message]
    messages = example.messages[: calls[0] - 1] if calls else example.messages
    answers = tuple(at for at, message in enumerate(messages) if message["role"] == "assistant")
    return replace(example, messages=messages[: answers[-1] + 1], targets=answers, tools=[]) if answers else None


def spoken() -> GivenCuration:
    pairs = [pair for pair in airline().all_pairs if not any("tool_calls" in said for said in pair.messages)]
    return GivenCuration(
        all_examples=[shorter for one in airline().all_examples if (shorter := in_words(one))], all_pairs=pairs
    )


@pytest.mark.slow
def test_together_takes_what_is_in_words_by_its_strict_old_check(tmp_path: Path) -> None:
    write(EXPORTS["together"], spoken(), tmp_path)
    files = sorted(tmp_path.glob("*.jsonl"))
    assert len(files) >= 2
    assert complaints("together_old", *files) == ""
    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"messages": [{"role": "user", "content": "a"}, {"role": "user", "content": "b"}]}\n')
    assert complaints("together_old", broken) != ""


@pytest.mark.slow
def test_together_takes_tools_by_its_new_check(tmp_path: Path) -> None:
    write(EXPORTS["together"], airline(), tmp_path)
    assert complaints("together_new", *sorted(tmp_path.glob("*.jsonl"))) == ""


@pytest.mark.slow
def test_the_validator_of_mistral_takes_every_row(tmp_path: Path) -> None:
    write(EXPORTS["mistral"], airline(), tmp_path)
    files = sorted(tmp_path.glob("*.jsonl"))
    assert complaints("mistral", *files) == ""
    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"messages": [{"role": "assistant", "content": "a"}, {"role": "user", "content": "b"}]}\n')
    assert complaints("mistral", broken) != ""


@pytest.mark.slow
@pytest.mark.parametrize("name", ["trl", "axolotl", "llama-factory", "openai", "fireworks"])
def test_the_loader_of_open_trainers_takes_every_file(name: str, tmp_path: Path) -> None:
    write(EXPORTS[name], airline(), tmp_path)
    assert complaints("datasets", *sorted(tmp_path.glob("*.jsonl"))) == ""


@pytest.mark.slow
def test_the_loader_of_trl_gives_back_what_was_written(tmp_path: Path) -> None:
    """Tools and arguments differ from row to row: a loader may fill in what the others have."""
    write(EXPORTS["trl"], airline(), tmp_path)
    assert complaints("loaded", *sorted(tmp_path.glob("*.jsonl"))) == ""


@pytest.mark.slow
def test_trl_makes_the_completion_of_the_answer_alone(tmp_path: Path) -> None:
    few = GivenCuration(all_examples=airline().all_examples[:60:6], all_pairs=airline().all_pairs[:10])
    write(EXPORTS["trl"], few, tmp_path)
    files = sorted(tmp_path.glob("*.jsonl"))
    assert len(files) == 2
    assert complaints("templates", *files) == ""
    call = {"id": "a", "type": "function", "function": {"name": "look", "arguments": '{"at": 1}'}}
    broken = {
        "prompt": [{"role": "user", "content": "a"}],
        "completion": [{"role": "assistant", "content": "", "tool_calls": [call]}],
    }
    (tmp_path / "broken.jsonl").write_text(json.dumps(broken) + "\n")
    assert complaints("templates", tmp_path / "broken.jsonl") != ""


@pytest.mark.slow
def test_the_description_of_openai_knows_every_key_of_every_row(tmp_path: Path) -> None:
    write(EXPORTS["openai"], airline(), tmp_path)
    files = sorted(tmp_path.glob("*.jsonl"))
    assert [file.name for file in files] == ["preferences-train.jsonl", "train.jsonl", "validation.jsonl"]
    assert complaints("openai", *files) == ""
    for wrong in ({"role": "bot"}, {"role": "assistant", "weight": 2}, {"role": "assistant", "weigth": 1}):
        (tmp_path / "broken.jsonl").write_text(json.dumps({"messages": [{"content": "a", **wrong}]}) + "\n")
        assert complaints("openai", tmp_path / "broken.jsonl") != ""


@pytest.mark.slow
def test_amazons_own_sdk_takes_the_rows_of_bedrock_as_a_conversation(tmp_path: Path) -> None:
    bare: list[Any] = [{"type": "function", "function": {"name": tool["function"]["name"]}} for tool in airline_tools()]
    bared = [replace(one, tools=bare) for one in airline().all_examples[:20]]
    write(EXPORTS["bedrock"], GivenCuration(all_examples=[*airline().all_examples, *bared]), tmp_path)
    assert complaints("converse", *sorted(tmp_path.glob("*.jsonl"))) == ""
    for wrong in ({"contents": []}, {"content": [{"toolUse": {"toolUseId": "a b", "name": "look", "input": {}}}]}):
        (tmp_path / "broken.jsonl").write_text(json.dumps({"messages": [{"role": "user", **wrong}]}) + "\n")
        assert complaints("converse", tmp_path / "broken.jsonl") != ""


def rows(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_the_messages_are_those_of_openais_own_sdk(tmp_path: Path) -> None:
    from openai.types.chat import ChatCompletionMessageParam

    write(EXPORTS["openai"], airline(), tmp_path)
    adapter: TypeAdapter[Any] = TypeAdapter(ChatCompletionMessageParam)
    for row in rows(tmp_path / "train.jsonl")[:40]:
        for message in row["messages"]:
            adapter.validate_python({key: item for key, item in message.items() if key != "weight"}, strict=False)


def test_the_contents_are_those_of_googles_own_sdk(tmp_path: Path) -> None:
    write(EXPORTS["vertex"], airline(), tmp_path)
    for row in rows(tmp_path / "train.jsonl")[:40]:
        for turn in (*row["contents"], row["systemInstruction"]):
            Content.model_validate(turn)
        for tool in row["tools"]:
            Tool.model_validate(tool)
