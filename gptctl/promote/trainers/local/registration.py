"""A small file beside the installed models: which base and which adapter a name stands for."""

import json
import os
from collections.abc import Mapping
from pathlib import Path

from gptctl.private import make_private
from gptctl.promote.trainers.local.spec import Spec

FORMAT = "gptctl.tuned/v1"


def write(folder: Path, told: Spec, files: Mapping[str, str]) -> None:
    """Into GPTCTL_HOME/models, as NAME.tuned.json; `folder` is that of the job. Raises OSError."""
    models = folder.parent.parent / "models"
    make_private(models)
    made = {
        "format": FORMAT,
        "name": told.model,
        "base": told.base,
        "dataset": Path(told.dataset).name,
        "job": told.mark,
        "files": {name: os.path.relpath(path, folder.parent.parent) for name, path in files.items()},
    }
    aside = models / f".{told.model}.{os.getpid()}"
    aside.write_text(json.dumps(made, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    aside.replace(models / f"{told.model}.tuned.json")
