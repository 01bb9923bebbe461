"""Which rollouts on this machine speak of a model."""

from collections.abc import Iterator
from pathlib import Path

from gptctl.backends.local import FileRollouts
from gptctl.cli.wiring import ROLLOUTS
from gptctl.core.rollout import Rollout, Stage, latest

_HERE = "local"


def steered(home: Path, model: str) -> Iterator[Rollout]:
    """Those of assistants here that are not over and may answer with it. Raises Refused for a damaged record."""
    for folder in sorted(home.glob(f"{ROLLOUTS}/*/*/")):
        for key, one in sorted(latest(FileRollouts(folder).moves()).items()):
            if key.target == _HERE and one.stage is not Stage.FINISHED and model in {one.before, one.after}:
                yield one
