"""Our contender of curation.py with the steps that the others have, and no more: no dataset is chosen and written."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from curation_ours import Lines

from gptctl.promote.choice.copies import drop_copies
from gptctl.promote.choice.fates import fresh
from gptctl.promote.choice.order import indexed, ranked
from gptctl.promote.choice.pairs import near
from gptctl.promote.engines.base import here
from gptctl.promote.recipe import Recipe
from gptctl.promote.setting import Setting
from gptctl.promote.shards.ledger import Ledger
from gptctl.promote.shards.scan import Work
from gptctl.promote.shards.shards import opened
from gptctl.promote.standard import Standard
from gptctl.promote.tokens import vocabulary


def run(path: Path) -> dict[str, int]:
    """What was dropped, by reason, and how many pairs are near each other."""
    recipe = Recipe()
    steps = Standard(recipe=recipe, setting=Setting(instructions=""), vocabulary=vocabulary.DEFAULT, tools={})
    with TemporaryDirectory(dir=path.parent) as folder:
        work = Work(recipe=recipe, steps=steps, vocabulary=vocabulary.DEFAULT)
        shards = opened(here([Lines(path=path)], work, Path(folder) / "shards"))
        ledger = Ledger()
        ledger.merge(shards.stages())
        fates = fresh(len(shards), ledger)
        indexed(shards, Path(folder) / "index.parquet")
        rank = ranked(shards, Path(folder) / "index.parquet")
        pairs = near(shards, rank, fates.alive, recipe.near)
        drop_copies(shards, rank, fates)
        found = {f"{stage.name}: {reason}": n for stage in ledger.stages() for reason, n in stage.dropped.items()}
        return {**found, "near pairs": len(pairs.later)}


if __name__ == "__main__":
    sys.stdout.write(f"{run(Path(sys.argv[1]))}\n")
