"""What runs the pass over the log, and the engine that needs nothing: this process."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from gptctl.promote.batch import Portion
from gptctl.promote.shards.scan import Work, scan


class Engine(Protocol):
    """Runs every portion through `scan`, each into a folder below `folder`; gives the folders in their order."""

    def __call__(self, portions: Sequence[Portion], work: Work, folder: Path) -> Sequence[Path]: ...


def here(portions: Sequence[Portion], work: Work, folder: Path) -> Sequence[Path]:
    """One after the other, in this process."""
    folder.mkdir(parents=True, exist_ok=True)
    return [scan(portion, work, folder / f"{index:06d}") for index, portion in enumerate(portions)]
