"""Which rows are near each other, however much of the search fits in memory."""

from pathlib import Path

import numpy as np
import pytest

from gptctl.promote.choice.order import indexed, ranked
from gptctl.promote.choice.pairs import near
from gptctl.promote.engines.base import here
from gptctl.promote.recipe import Recipe
from gptctl.promote.shards.scan import Work
from gptctl.promote.shards.shards import Shards, opened
from gptctl.promote.tokens import vocabulary
from tests.support.planted import planted
from tests.support.portions import Memory, no_steps

LEAST = Recipe().near


@pytest.fixture(scope="module")
def shards(tmp_path_factory: pytest.TempPathFactory) -> Shards:
    log = planted(1000).conversations
    work = Work(recipe=Recipe(), steps=no_steps, vocabulary=vocabulary.DEFAULT)
    portions = [Memory(conversations=log[:400]), Memory(conversations=log[400:])]
    return opened(here(portions, work, tmp_path_factory.mktemp("near") / "shards"))


@pytest.mark.parametrize("at_once", [10, 100])
def test_the_pairs_are_the_same_however_few_keys_are_sorted_at_once(
    shards: Shards, tmp_path: Path, at_once: int
) -> None:
    indexed(shards, tmp_path / "index.parquet")
    rank, alive = ranked(shards, tmp_path / "index.parquet"), np.ones(len(shards), np.bool_)
    whole, parted = near(shards, rank, alive, LEAST), near(shards, rank, alive, LEAST, at_once)
    assert len(whole.later) > 50
    assert np.array_equal(whole.later, parted.later)
    assert np.array_equal(whole.earlier, parted.earlier)
