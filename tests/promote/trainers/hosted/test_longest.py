"""A limit of the base is held against what the base would read, not against what another one was counted in."""

from dataclasses import replace
from pathlib import Path

import pytest

from gptctl.promote.dataset.store import store
from gptctl.promote.example import Part
from gptctl.promote.trainers.base import Task
from gptctl.promote.trainers.hosted.longest import longest
from tests.support.examples import GivenCuration
from tests.support.jobs import answered


@pytest.mark.parametrize("counted", [1, 100_000])
def test_the_longest_example_is_counted_for_the_base(tmp_path: Path, counted: int) -> None:
    rows = [replace(answered(1, "yes " * 300), tokens=counted), replace(answered(2, "No."), tokens=counted)]
    held_out = replace(answered(3, "yes " * 900), part=Part.TEST)
    task = Task(dataset=store(GivenCuration(all_examples=[*rows, held_out]), tmp_path), base="gpt-4o", settings={})
    assert 300 < longest(task) < 400
