"""promptfoo itself, with answers that are made up."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.support.servers.install import program_of

PROMPTFOO = "promptfoo@0.121.20"
PROVIDER = "file://answers.cjs"


def evaluated(folder: Path, config: str, answers: str) -> Mapping[str, Any]:
    """What came of each test, by its description. `answers` is the JavaScript of `PROVIDER`."""
    (folder / "answers.cjs").write_text(answers, encoding="utf-8")
    (folder / "promptfooconfig.yaml").write_text(config, encoding="utf-8")
    quiet = {"PROMPTFOO_DISABLE_TELEMETRY": "1", "PROMPTFOO_DISABLE_UPDATE": "1", "PROMPTFOO_CONFIG_DIR": str(folder)}
    path = f"{Path(shutil.which('node') or '').parent}:{os.environ['PATH']}"
    subprocess.run(
        [program_of(PROMPTFOO), "eval", "--no-cache", "--no-progress-bar", "-o", "out.json"],
        cwd=folder, env={**os.environ, **quiet, "PATH": path}, capture_output=True, timeout=240, check=False,
    )  # fmt: skip
    results = json.loads((folder / "out.json").read_text(encoding="utf-8"))["results"]["results"]
    return {one["testCase"]["description"]: one for one in results}
