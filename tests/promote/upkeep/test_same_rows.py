"""A tuned model is rebuilt on a successor from the same rows, whatever counts their tokens."""

from dataclasses import replace
from pathlib import Path

from gptctl.promote.curate import curate_log
from gptctl.promote.dataset.build import Built, Order, build
from gptctl.promote.example import Part
from gptctl.promote.logged import Logged
from gptctl.promote.readiness.gathering.subject import Subject
from gptctl.promote.recipe import Recipe
from gptctl.promote.setting import Setting
from tests.promote.retrain.test_gather import DAY, EARLIER, SECONDS, store, talk


def built(subject: Subject, to: str, home: Path) -> Built:
    logged, recipe = Logged(folder=subject.store, assistant="support"), replace(subject.recipe, to=to)
    order = Order(
        assistant="support",
        recipe=recipe,
        setting=subject.setting,
        curate=lambda folder: curate_log([logged], recipe, subject.setting, folder),
    )
    return build(order, home)


def test_another_base_learns_from_the_same_rows(tmp_path: Path) -> None:
    subject = Subject(
        assistant="support",
        recipe=Recipe(),
        setting=Setting(instructions="Help."),
        root=tmp_path,
        store=tmp_path / "store",
        now=SECONDS,
    )
    store(subject, (talk(topic, SECONDS - 5 * DAY, 1.0) for topic in EARLIER))
    first, second, third = (
        built(subject, to, tmp_path / "home") for to in ("openai:gpt-4o", "together:Qwen/Qwen3-8B", "openai:gpt-4.1")
    )
    for part in Part:
        ours, theirs = ([replace(row, tokens=0) for row in one.dataset.examples(part)] for one in (first, second))
        assert ours == theirs
    assert first.dataset.digest == third.dataset.digest
