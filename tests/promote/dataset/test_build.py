"""The use case over curations that were made up for it."""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from filelock import FileLock

from gptctl.errors import GptctlError, Refused
from gptctl.promote.curated import Findings
from gptctl.promote.dataset import layout, manifest_codec, project
from gptctl.promote.dataset.alone import LOCK
from gptctl.promote.dataset.apartness import touching
from gptctl.promote.dataset.build import Built, Order, build
from gptctl.promote.dataset.portrait import portrait
from gptctl.promote.dataset.topics import named_topics
from gptctl.promote.dataset.verify import verify
from gptctl.promote.example import Example, Pair, Part, Stage
from gptctl.promote.recipe import Recipe
from gptctl.promote.setting import Setting
from tests.support.examples import airline

EXAMPLES = airline().all_examples[:40]
FINDINGS = Findings(
    usable=40, looked_up=30, changing=0, contradicted=0, clusters=40, tokens=1, cluster_sizes={1: 30, 5: 2}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What a curation gives, without one."""

    all_examples: Sequence[Example]
    findings: Findings = FINDINGS

    @property
    def stages(self) -> Sequence[Stage]:
        held = sum(one.part is not Part.CONTROL for one in self.all_examples)
        return [Stage(name="ratings", read=held + 3, kept=held, dropped={"rated below the least score": 3})]

    def examples(self, part: Part) -> Iterator[Example]:
        return (one for one in self.all_examples if one.part is part)

    def pairs(self, part: Part) -> Iterator[Pair]:
        return iter(())


def order(examples: Sequence[Example], recipe: Recipe | None = None) -> Order:
    return Order(
        assistant="airline",
        recipe=recipe or Recipe(licences=("MIT",)),
        setting=Setting(instructions="Be kind."),
        curate=lambda _folder: Made(all_examples=examples),
    )


def left(home: Path) -> list[str]:
    return [path.name for path in (home / layout.FOLDER).iterdir() if path.is_dir()]


@pytest.fixture
def built(tmp_path: Path) -> Built:
    return build(order(EXAMPLES), tmp_path)


def test_the_same_inputs_give_the_same_manifest_and_card(built: Built, tmp_path: Path) -> None:
    again = build(order(EXAMPLES), tmp_path / "elsewhere")
    assert manifest_codec.dump(again.manifest) == manifest_codec.dump(built.manifest)
    one, other = (project.texts(it.manifest, portrait(it.dataset, it.manifest.cluster_sizes)) for it in (built, again))
    assert one == other
    assert left(tmp_path) == [built.dataset.digest]


def test_the_manifest_says_where_it_all_comes_from(built: Built) -> None:
    said = json.loads(manifest_codec.dump(built.manifest))
    assert said["licences"] == ["MIT"]
    assert said["cluster_sizes"] == {"1": 30, "5": 2}
    [model] = said["models"]
    assert (model["name"], model["rows"]) == ("openai/gpt-4o", 40)
    assert "compete" in model["note"]


def test_saving_twice_writes_once(built: Built, tmp_path: Path) -> None:
    files = project.texts(built.manifest, portrait(built.dataset, built.manifest.cluster_sizes))
    assert [Path(path).name for path in project.save(tmp_path, "airline", files)] == [
        "card.html", "card.md", "manifest.json",
    ]  # fmt: skip
    assert project.save(tmp_path, "airline", files) == []
    assert project.read(tmp_path, "airline") == manifest_codec.load(files["manifest.json"])
    assert [check.problems for check in verify(built.dataset, built.manifest, tmp_path, forgotten=nobody)] == [()] * 6


def test_what_is_held_out_and_trained_on_too_is_refused(tmp_path: Path) -> None:
    twin = replace(EXAMPLES[0], id="twin", part=Part.TEST)
    assert touching(Made(all_examples=[*EXAMPLES, twin]), 0.85).identical > 0
    with pytest.raises(Refused) as refused:
        build(order([*EXAMPLES, twin]), tmp_path)
    assert "trained on too" in refused.value.message
    assert left(tmp_path) == []


def test_nothing_to_train_on_is_refused_with_what_was_dropped(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        build(order([replace(EXAMPLES[0], part=Part.TEST)]), tmp_path)
    assert refused.value.reasons == ("ratings: rated below the least score: 3",)
    assert left(tmp_path) == []


def test_what_a_killed_run_left_is_deleted(tmp_path: Path) -> None:
    rubbish = tmp_path / layout.FOLDER / ".left" / "rows.jsonl"
    rubbish.parent.mkdir(parents=True)
    rubbish.write_text("somebody's words")
    made = build(order(EXAMPLES), tmp_path)
    assert left(tmp_path) == [made.dataset.digest]


def test_two_builds_do_not_work_in_one_place(tmp_path: Path) -> None:
    (tmp_path / layout.FOLDER).mkdir()
    with FileLock(tmp_path / layout.FOLDER / LOCK), pytest.raises(GptctlError, match="another run"):
        build(order(EXAMPLES), tmp_path, wait=0.1)


def nobody(_ids: Collection[str]) -> Sequence[str]:
    return ()


def test_books_that_do_not_balance_are_seen(built: Built) -> None:
    [stage] = built.manifest.stages
    wrong = replace(built.manifest, stages=[replace(stage, kept=stage.kept - 1)])
    problems = [problem for check in verify(built.dataset, wrong, forgotten=nobody) for problem in check.problems]
    assert len(problems) == 2
    counts = replace(built.manifest, sources=())
    assert "source" in " ".join(
        problem for check in verify(built.dataset, counts, forgotten=nobody) for problem in check.problems
    )


def test_topics_are_named_by_what_several_say_in_small_letters() -> None:
    def asks(text: str, number: int) -> Example:
        return replace(EXAMPLES[0], id=str(number), messages=[{"role": "user", "content": text}])

    said = ["please cancel the order Q77 for Wilhelmina"] * 6
    topics = named_topics([asks(text, number) for number, text in enumerate([*said, "A lone secret thing"])])
    assert topics == {"cancel, order, please": 6, "others": 1}
