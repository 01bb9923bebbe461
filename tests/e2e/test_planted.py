"""Ten thousand conversations with planted secrets, people, twins and broken calls, from the log to exports."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gptctl.logs.conversation import identify
from tests.support.planted import FORMS, Plant, Planted, planted
from tests.support.terminal import Project

RECIPE = """
promotion:
  quotas: {rows: 0}
"""
EXPORTS = {"openai": "gpt-4.1-mini", "bedrock": "", "trl": "Qwen/Qwen3-8B"}
"""One of each make: the others write the same rows."""
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


def in_any(plant: Plant, texts: list[str]) -> bool:
    return any(form(plant.value) in text for text in texts for form in FORMS.values())


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
    assert [plant for plant in secrets if in_any(plant, texts)] == []
    for kind in PERSONAL:
        planted_here = [plant for plant in some.plants if plant.kind == kind]
        left = [plant for plant in planted_here if any(plant.value in text for text in texts)]
        assert len(left) <= len(planted_here) * 0.01, (kind, left)
    stages = {stage["name"]: stage for stage in built.document["stages"]}
    assert all(stage["read"] == stage["kept"] + sum(stage["dropped"].values()) for stage in stages.values())
    assert (sum(stages["structure"]["dropped"].values()), stages["secrets"]["dropped"]) == (50, {"secret": 200})
    kept_rows = {row["id"] for row in rows(repository.home)}
    assert {identify("messages", one["id"]) for one in some.conversations} >= kept_rows
    for kind, share in (("near", 0.99), ("contradiction", 0.99)):
        pairs = [plant for plant in some.plants if plant.kind == kind]
        apart = [
            plant for plant in pairs if not {identify("messages", it) for it in (plant.id, plant.value)} <= kept_rows
        ]
        assert len(apart) >= share * len(pairs), kind
