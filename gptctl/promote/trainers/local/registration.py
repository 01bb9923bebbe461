"""A small file beside the installed models: which base and which files a tuned model's name stands for."""

import json
import os
from collections.abc import Mapping
from pathlib import Path

from gptctl.core.tuned import SUFFIX, Tuned, to_json
from gptctl.private import make_private
from gptctl.promote.trainers.local.spec import Spec


def write(folder: Path, told: Spec, files: Mapping[str, str]) -> None:
    """Into the folder of models in the user's own; `folder` is that of the job. Raises OSError."""
    home = folder.parent.parent
    models = home / "models"
    make_private(models)
    tuned = Tuned(
        name=told.model,
        base=told.installed or told.base,
        dataset=Path(told.dataset).name,
        job=told.mark,
        files={kind: Path(os.path.relpath(path, home)).as_posix() for kind, path in files.items()},
    )
    aside = models / f".{told.model}.{os.getpid()}"
    aside.write_text(json.dumps(to_json(tuned), indent=1, sort_keys=True) + "\n", encoding="utf-8")
    aside.replace(models / f"{told.model}{SUFFIX}")
