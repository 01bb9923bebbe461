"""Ten thousand conversations with planted secrets, people, twins and broken calls, from the log to exports."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import ahocorasick
import pytest

from gptctl.core.conversation import Message, Role
from gptctl.logs.conversation import identify
from gptctl.logs.sources.generation import opening
from tests.support.planted import FORMS, Planted, planted
from tests.support.terminal import Project

RECIPE = """
promotion:
  quotas: {rows: 0}
"""
EXPORTS = {"openai": "gpt-4.1-mini", "bedrock": "", "trl": "Qwen/Qwen3-8B"}
"""One of each make: the others write the same rows."""
PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "dataset.md"
PERSONAL = ("email", "card", "iban")


@pytest.fixture(scope="module")
def some() -> Planted:
    return planted()


def write(some: Planted, path: Path) -> None:
    with path.open("w", encoding="utf-8") as file:
        for one in some.conversations:
            row = {"id": one["id"], "created_at": one["time"], "model": "gpt-4o", "reward": one["score"]}
            file.write(json.dumps({**row, "messages": one["messages"]}) + "\n")


def written(*folders: Path) -> Iterator[tuple[str, str]]:
    """Whatever anybody could take away, file by file."""
    for path in (path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()):
        yield path.name, path.read_text("utf-8", errors="replace")


def rows(home: Path) -> Iterator[dict[str, Any]]:
    for name in ("train", "validation", "test"):
        (path,) = home.glob(f"datasets/*/{name}.jsonl")
        yield from map(json.loads, path.read_text("utf-8").splitlines())


def found(values: Iterable[str], texts: Iterable[str]) -> set[str]:
    """Those that stand in any of the texts; all are looked for at once."""
    automaton = ahocorasick.Automaton()
    for value in values:
        automaton.add_word(value, value)
    automaton.make_automaton()
    return {value for text in texts for _, value in automaton.iter(text)}


def ids(some: Planted) -> dict[str, str]:
    """Ours, by those in the log: these only count, so that how a conversation begins is part of ours."""
    asked = {
        one["id"]: next(message["content"] for message in one["messages"] if message["role"] == "user")
        for one in some.conversations
    }
    return {
        native: identify("messages", native, opening([Message(role=Role.USER, text=question)]))
        for native, question in asked.items()
    }


def twins(some: Planted, kind: str) -> list[set[str]]:
    """The ids of both conversations of each pair."""
    ours = ids(some)
    return [{ours[plant.id], ours[plant.value]} for plant in some.plants if plant.kind == kind]


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_nothing_planted_reaches_any_output(some: Planted, repository: Project) -> None:
    repository = replace(repository, limit=600)
    declared = repository.root / "assistants" / "airline.yaml"
    declared.write_text(declared.read_text("utf-8") + RECIPE, "utf-8")
    write(some, repository.root / "log.jsonl")
    assert repository.run("logs", "import", "log.jsonl", "--assistant", "airline").status == 0
    built = repository.run("dataset", "build", "airline", "--json")
    assert built.status == 0, built.err
    repository.commit("Keep the dataset")
    for target, model in EXPORTS.items():
        done = repository.run("dataset", "export", "airline", target, *(["--model", model] if model else []))
        assert done.status == 0, (target, done.err)
    kept = [repository.root / "datasets", repository.home / "datasets", repository.home / "exports"]
    texts = [text for _, text in written(*kept)] + [built.out, built.err]
    secrets = [plant for plant in some.plants if plant.kind.startswith("secret:")]
    assert len(secrets) == 200
    assert found({form(plant.value) for plant in secrets for form in FORMS.values()}, texts) == set()
    for kind in PERSONAL:
        values = {plant.value for plant in some.plants if plant.kind == kind}
        left = found(values, texts)
        assert len(left) <= len(values) * 0.01, (kind, left)
    stages = {stage["name"]: stage for stage in built.document["stages"]}
    assert all(stage["read"] == stage["kept"] + sum(stage["dropped"].values()) for stage in stages.values())
    assert (sum(stages["structure"]["dropped"].values()), stages["secrets"]["dropped"]) == (50, {"secret": 200})
    kept_rows = {row["id"] for row in rows(repository.home)}
    assert set(ids(some).values()) >= kept_rows
    apart = {kind: sum(not pair <= kept_rows for pair in twins(some, kind)) for kind in ("near", "contradiction")}
    page = " ".join(PAGE.read_text("utf-8").split())
    assert (
        f"of 1,000 that were planted as another with one word and one capital changed, {apart['near']} are not" in page
    )
    assert f"Of 100 that contradict another, {apart['contradiction']} are not" in page
