"""From a log to a dataset."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from gptctl.errors import GptctlError
from gptctl.promote.curate import curate
from gptctl.promote.curated import Curated
from gptctl.promote.example import Example, Part
from gptctl.promote.leaks import leaks
from gptctl.promote.recipe import Quotas, Recipe, Select
from gptctl.promote.setting import Setting
from tests.support.planted import Planted, planted
from tests.support.portions import Memory, no_steps

ALL = Recipe(quotas=Quotas(rows=0))
TOOLS = ({"type": "function", "function": {"name": "think", "parameters": {"type": "object"}}},)


def curated(conversations: Sequence[Mapping[str, Any]], folder: Path, recipe: Recipe = ALL) -> Curated:
    setting = Setting(instructions="Be kind.", tools=TOOLS)
    return curate([Memory(conversations=conversations)], recipe, setting, no_steps, folder)


def examples(result: Curated, *parts: Part) -> list[Example]:
    return [example for part in parts for example in result.examples(part)]


@pytest.fixture(scope="module")
def log() -> Planted:
    return planted(1000)


@pytest.fixture(scope="module")
def result(log: Planted, tmp_path_factory: pytest.TempPathFactory) -> Curated:
    return curated(log.conversations, tmp_path_factory.mktemp("curate") / "result")


def test_the_books_balance_from_the_first_stage_to_the_last(result: Curated) -> None:
    stages = result.stages
    assert stages[0].read == 1000
    for stage, after in pairwise(stages):
        assert stage.kept + sum(stage.dropped.values()) == stage.read
        assert after.read == stage.kept
    kept = examples(result, Part.TRAIN, Part.VALIDATION, Part.TEST)
    assert len(kept) == stages[-1].kept


def test_every_conversation_is_in_one_part_or_in_the_list_of_what_was_dropped(log: Planted, result: Curated) -> None:
    kept = [example.id for example in examples(result, Part.TRAIN, Part.VALIDATION, Part.TEST)]
    dropped = list(result.dropped())
    assert sorted([*kept, *(one.id for one in dropped)]) == sorted(one["id"] for one in log.conversations)
    told = Counter((one.stage, one.reason) for one in dropped)
    assert told == {(s.name, reason): count for s in result.stages for reason, count in s.dropped.items()}


def test_of_two_near_duplicates_one_stays(log: Planted, result: Curated) -> None:
    kept = {example.id for example in examples(result, Part.TRAIN, Part.VALIDATION, Part.TEST)}
    pairs = [(plant.id, plant.value) for plant in log.plants if plant.kind == "near"]
    assert len(pairs) == 100
    assert sum(kept.issuperset(pair) for pair in pairs) <= 15  # shorter ones, less alike than the recipe asks


def test_what_contradicts_itself_is_in_no_part_and_what_was_rated_worse_makes_a_pair(
    log: Planted, result: Curated
) -> None:
    kept = {example.id for example in examples(result, Part.TRAIN, Part.VALIDATION, Part.TEST)}
    scores = {one["id"]: one["score"] for one in log.conversations}
    pairs = [pair for part in Part for pair in result.pairs(part)]
    for plant in log.plants:
        if plant.kind == "contradiction":
            assert plant.id not in kept
            assert (plant.value in kept) == (scores[plant.id] == 0.0)
    beaten = {pair.rejected[0]["content"] for pair in pairs}
    assert len(pairs) == 5
    assert all(str(answer).startswith("No, our policy") for answer in beaten)
    assert {str(pair.chosen[0]["content"])[:4] for pair in pairs} == {"Yes,"}


def test_examples_begin_with_the_current_instructions_and_carry_the_current_tools(result: Curated) -> None:
    for example in examples(result, *Part):
        assert example.messages[0] == {"role": "system", "content": "Be kind."}
        assert example.tools == list(TOOLS)
        assert {example.messages[at]["role"] for at in example.targets} == {"assistant"}
        assert example.targets[-1] == len(example.messages) - 1


def test_nothing_held_out_was_seen_in_training(result: Curated) -> None:
    assert leaks(examples(result, *Part), ALL.near, seed=99) == []


def test_the_control_is_as_large_as_the_training_part_and_drawn_from_what_is_not_held_out(result: Curated) -> None:
    control, train = examples(result, Part.CONTROL), examples(result, Part.TRAIN)
    assert len(control) == len(train)
    held_out = {example.cluster for example in examples(result, Part.VALIDATION, Part.TEST)}
    assert held_out.isdisjoint(example.cluster for example in control)


def test_equal_inputs_give_equal_bytes_however_they_are_cut(log: Planted, result: Curated, tmp_path: Path) -> None:
    setting = Setting(instructions="Be kind.", tools=TOOLS)
    backwards = log.conversations[::-1]
    portions = [Memory(conversations=backwards[:300], size=7), Memory(conversations=backwards[300:])]
    again = curate(portions, ALL, setting, no_steps, tmp_path / "again")
    files = sorted(path.name for path in result.folder.iterdir())
    assert len(files) == 10
    for name in files:
        assert (again.folder / name).read_bytes() == (result.folder / name).read_bytes(), name


def test_an_empty_log_gives_an_empty_dataset(tmp_path: Path) -> None:
    empty = curated([], tmp_path / "result")
    assert examples(empty, *Part) == []
    assert list(empty.dropped()) == []


def test_nothing_is_left_beside_the_result(log: Planted, tmp_path: Path) -> None:
    curated(log.conversations[:50], tmp_path / "result")
    assert [path.name for path in tmp_path.iterdir()] == ["result"]


def test_conversations_nobody_rated_are_taken_when_the_recipe_says_so(log: Planted, tmp_path: Path) -> None:
    silent = [one | {"score": None} for one in log.conversations[:50]]
    assert examples(curated(silent, tmp_path / "no"), *Part) == []
    recipe = Recipe(select=Select(unrated=True), quotas=Quotas(rows=0))
    assert len(examples(curated(silent, tmp_path / "yes", recipe), Part.TRAIN)) > 30


@pytest.mark.parametrize(("kib", "said"), [(16, "File too large"), (64, "only a part of a file could be written")])
def test_a_full_disk_is_told_in_words(log: Planted, tmp_path: Path, kib: int, said: str) -> None:
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (kib * 1024, hard))
    try:
        with pytest.raises(GptctlError, match=f"could not be made in {tmp_path}: {said}"):
            curated(log.conversations[:200], tmp_path / "result")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_will_not_take_it_is_one_sentence(log: Planted, tmp_path: Path) -> None:
    (tmp_path / "result").write_text("in the way", "utf-8")
    with pytest.raises(GptctlError, match="could not be made in"):
        curated(log.conversations[:10], tmp_path / "result")
    assert [path.name for path in tmp_path.iterdir()] == ["result"]
