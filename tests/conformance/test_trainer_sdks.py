"""The vendors' own packages on the fakes that our trainers are tested with, beside our trainers."""

import json
import os
import subprocess
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gptctl.promote.cost.table import load
from gptctl.promote.exports.registry import EXPORTS
from gptctl.promote.exports.write import write
from gptctl.promote.trainers.base import State, Task
from gptctl.promote.trainers.fireworks.make import make as fireworks
from gptctl.promote.trainers.together.make import make as together
from tests.support.fakes import fireworks as fireworks_fake
from tests.support.fakes import together as together_fake
from tests.support.jobs import dataset
from tests.support.servers.install import python_with

pytestmark = pytest.mark.slow

FOREIGN = Path(__file__).parents[1] / "support" / "foreign"
LLAMA = "meta-llama/Meta-Llama-3.1-8B-Instruct-Reference"
QWEN = "accounts/fireworks/models/qwen3-8b"
OURS = "gptctl-0123456789abcdef"
THEIRS = "gptctl-fedcba9876543210"


def told(vendor: str, *arguments: str) -> Mapping[str, Any]:
    python = python_with(FOREIGN / f"{vendor}.txt")
    environ = {**os.environ, "TOGETHER_NO_BANNER": "1", "PYTHONWARNINGS": "ignore"}
    command = [str(python), str(FOREIGN / f"jobs_{vendor}.py"), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, env=environ, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    found: Mapping[str, Any] = json.loads(done.stdout)
    return found


def rows(folder: Path, vendor: str, task: Task) -> Path:
    folder.mkdir()
    write(EXPORTS[vendor], task.dataset, folder)
    return folder / "train.jsonl"


def test_the_package_of_together_understands_the_fake_and_we_its_jobs(tmp_path: Path) -> None:
    task = Task(dataset=dataset(tmp_path), base=LLAMA, settings={})
    with together_fake.FakeTogether() as fake, ExitStack() as stack:
        environ = {"TOGETHER_API_KEY": together_fake.KEY, "GPTCTL_TRUSTED_ORIGINS": fake.url}
        trainer = together(
            {"base_url": fake.url}, environ, today=lambda: date(2026, 11, 21), prices=load, sleep=lambda _: fake.work()
        )
        stack.callback(trainer.api.close)
        job = trainer.prepare(task, OURS)()
        fake.work()
        file = rows(tmp_path / "rows", "together", task)
        seen = told("together", fake.url, together_fake.KEY, str(file), LLAMA, THEIRS, job)
        ours, theirs = (asked.json for asked in fake.asked("POST", "/v1/fine-tunes"))
        found = trainer.find(THEIRS)
        state = trainer.status(found).state if found else None
    assert seen["suffixes"] == [OURS, THEIRS]
    assert seen["files"] == [f"{OURS}-train.jsonl", f"{OURS}-validation.jsonl", "train.jsonl"]
    assert (seen["status"], seen["model"], seen["losses"]) == ("running", LLAMA, [1.0])
    assert seen["files_named"] == [ours["training_file"], ours["validation_file"]]
    assert seen["events"][0] == "Fine tune request created"
    assert (found, state, seen["cancelled"]) == (seen["started"], State.CANCELLED, "cancelled")
    assert set(ours) <= set(theirs)
    same = ("model", "n_epochs", "training_type", "training_method", "batch_size", "learning_rate", "max_grad_norm")
    assert {key: ours[key] for key in same} == {key: theirs[key] for key in same}


def test_the_package_of_fireworks_understands_the_fake_and_we_its_jobs(tmp_path: Path) -> None:
    task = Task(dataset=dataset(tmp_path), base=QWEN, settings={})
    with fireworks_fake.FakeFireworks() as fake, ExitStack() as stack:
        environ = {"FIREWORKS_API_KEY": fireworks_fake.KEY, "GPTCTL_TRUSTED_ORIGINS": fake.url}
        trainer = fireworks(
            {"base_url": fake.url, "account": fireworks_fake.ACCOUNT},
            environ,
            today=lambda: date(2026, 11, 21),
            prices=load,
            sleep=lambda _: None,
        )
        stack.callback(trainer.api.close)
        job = trainer.prepare(task, OURS)()
        fake.work()
        file = rows(tmp_path / "rows", "fireworks", task)
        seen = told("fireworks", fake.url, fireworks_fake.KEY, str(file), QWEN, THEIRS, job)
        found = trainer.find(THEIRS)
        state = trainer.status(found).state if found else None
    assert (seen["dataset"], seen["twice"]) == ("READY", False)
    assert (seen["name"], seen["state"], seen["base"]) == (OURS, "JOB_STATE_RUNNING", QWEN)
    assert (seen["epochs"], seen["progress"], seen["curve"]) == (3, [0, 75], 1)
    assert seen["started"] == f"accounts/acme/supervisedFineTuningJobs/{THEIRS}"
    assert (found, state) == (f"supervisedFineTuningJobs/{THEIRS}", State.CANCELLED)
    assert seen["cancelled"] == "JOB_STATE_CANCELLED"
