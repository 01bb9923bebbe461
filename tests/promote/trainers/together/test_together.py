"""What the suite cannot ask of every trainer: Together's own steps, and what is left when one of them fails."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from gptctl.errors import InvalidConfig, NoAccess, NotDone, ProviderError, Refused, Rejected, TryLater
from gptctl.promote.cost.table import load
from gptctl.promote.trainers.base import JobId, State, Task
from gptctl.promote.trainers.together.make import make
from gptctl.promote.trainers.together.status import status
from gptctl.promote.trainers.together.trainer import TogetherTrainer
from gptctl.promote.trainers.together.wire import connect
from gptctl.providers.api import Api
from tests.support.fakes.together import KEY, FakeTogether
from tests.support.fakes.trouble import Trouble
from tests.support.jobs import dataset, preferred

BASE = "meta-llama/Meta-Llama-3.1-8B-Instruct-Reference"
MARK = "gptctl-0123456789abcdef"
DAY = date(2026, 11, 21)


@pytest.fixture
def fake() -> Iterator[FakeTogether]:
    with FakeTogether() as fake:
        yield fake


@pytest.fixture
def trainer(fake: FakeTogether) -> Iterator[TogetherTrainer]:
    environ = {"TOGETHER_API_KEY": KEY, "GPTCTL_TRUSTED_ORIGINS": fake.url}
    api = Api(connect(fake.url, environ, lambda _: None))
    yield TogetherTrainer(api=api, sleep=lambda _: None, today=lambda: DAY, prices=load)
    api.close()


@pytest.fixture
def task(tmp_path: Path) -> Task:
    return Task(dataset=dataset(tmp_path), base=BASE, settings={})


def test_what_is_sent(fake: FakeTogether, trainer: TogetherTrainer, task: Task) -> None:
    asked = replace(task, settings={"epochs": 2, "rank": 8, "seed": 17})
    job = trainer.prepare(asked, MARK)()
    (start,) = fake.asked("POST", "/v1/fine-tunes")
    ids = {file["filename"]: id_ for id_, file in fake.files.items()}
    assert start.json == {
        "model": BASE, "suffix": MARK, "n_epochs": 2, "n_evals": 2, "n_checkpoints": 1, "random_seed": 17,
        "training_file": ids[f"{MARK}-train.jsonl"], "validation_file": ids[f"{MARK}-validation.jsonl"],
        "batch_size": "max", "learning_rate": 1e-5, "warmup_ratio": 0.0, "weight_decay": 0.0, "max_grad_norm": 1.0,
        "training_type": {
            "type": "Lora", "lora_r": 8, "lora_alpha": 16, "lora_dropout": 0.0, "lora_trainable_modules": "all-linear",
        },
        "training_method": {"method": "sft", "train_on_inputs": False},
    }  # fmt: skip
    rows = [json.loads(line) for line in fake.contents[start.json["training_file"]].splitlines()]
    assert len(rows) == 16
    assert [said["role"] for said in rows[0]["messages"]] == ["system", "user", "assistant"]
    fake.work()
    status = trainer.status(job)
    assert (status.state, status.step, status.steps) == (State.RUNNING, 1, 4)
    assert [(point.loss, point.validation_loss) for point in status.curve] == [(1.0, 2.0)]


def test_pairs_are_a_job_of_their_own_kind(fake: FakeTogether, trainer: TogetherTrainer, tmp_path: Path) -> None:
    paired = dataset(tmp_path, [preferred(number) for number in range(4)])
    task = Task(dataset=paired, base=BASE, settings={"method": "dpo", "beta": 0.2})
    assert list(trainer.check(task)) == []
    trainer.prepare(task, MARK)()
    (start,) = fake.asked("POST", "/v1/fine-tunes")
    method = start.json["training_method"]
    assert (method["method"], method["dpo_beta"], "validation_file" in start.json) == ("dpo", 0.2, False)
    (content,) = fake.contents.values()
    assert set(json.loads(content.splitlines()[0])) == {"input", "preferred_output", "non_preferred_output"}


def test_a_file_that_is_not_taken(fake: FakeTogether, trainer: TogetherTrainer, task: Task) -> None:
    fake.broken = "line 3 has no messages"
    with pytest.raises(Rejected, match="line 3 has no messages"):
        trainer.prepare(task, MARK)()
    assert (fake.files, fake.jobs) == ({}, {})


@pytest.mark.parametrize(
    ("method", "path"), [("PUT", "/store/*"), ("POST", "/v1/files/*/preprocess"), ("POST", "/v1/files")]
)
def test_an_upload_that_fails_is_no_job_and_leaves_nothing(
    fake: FakeTogether, trainer: TogetherTrainer, task: Task, method: str, path: str
) -> None:
    fake.trouble(Trouble.LOSE_ANSWER, method, path, times=100)
    with pytest.raises(ProviderError) as told:
        trainer.prepare(task, MARK)
    assert "permit-canary" not in told.value.message
    assert (fake.files, fake.jobs) == ({}, {})


def test_an_upload_is_tried_again(fake: FakeTogether, trainer: TogetherTrainer, task: Task) -> None:
    fake.trouble(Trouble.LOSE_ANSWER, "PUT", "/store/*")
    fake.trouble(Trouble.FAIL_AFTER, "POST", "/v1/files/*/preprocess")
    trainer.prepare(task, MARK)()
    assert len(fake.files) == 2
    assert len(fake.jobs) == 1


def test_too_often_is_no_job(fake: FakeTogether, trainer: TogetherTrainer, task: Task) -> None:
    fake.trouble(Trouble.BUSY, "POST", "/v1/fine-tunes", times=100)
    with pytest.raises(TryLater, match="429"):
        trainer.prepare(task, MARK)()
    assert (fake.files, fake.jobs) == ({}, {})


def test_what_cannot_be_removed_is_told(fake: FakeTogether, trainer: TogetherTrainer, task: Task) -> None:
    fake.refusal = "training_not_available"
    fake.trouble(Trouble.FAIL_BEFORE, "DELETE", "/v1/files/*", times=100)
    with pytest.raises(NotDone, match="training_not_available") as told:
        trainer.prepare(task, MARK)()
    assert "may still be there" in told.value.advice


def test_files_of_others_stay(fake: FakeTogether, trainer: TogetherTrainer, task: Task) -> None:
    trainer.prepare(task, MARK)()
    fake.refusal = "training_not_available"
    with pytest.raises(NotDone):
        trainer.prepare(task, "gptctl-fedcba9876543210")()
    assert {file["filename"] for file in fake.files.values()} == {f"{MARK}-train.jsonl", f"{MARK}-validation.jsonl"}


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"base": "acme/unknown-8b"}, "does not tune acme/unknown-8b"),
        ({"settings": {"rank": 100}}, "rank is at most 64"),
    ],
)
def test_what_the_server_does_not_allow_is_known_before_the_upload(
    fake: FakeTogether, trainer: TogetherTrainer, task: Task, changed: dict[str, object], told: str
) -> None:
    asked = Task(dataset=task.dataset, base=str(changed.get("base", BASE)), settings=dict(changed.get("settings", {})))
    with pytest.raises(Rejected, match=told):
        trainer.prepare(asked, MARK)()
    assert not fake.asked("POST")


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"epochs": 0}, "epochs is a whole number from 1 to 20"),
        ({"epochs": 1.5}, "epochs is a whole number"),
        ({"ranks": 8}, "Did you mean `rank`?"),
        ({"method": "grpo"}, "The setting method is sft"),
        ({"beta": 0.1}, "for the method dpo alone"),
        ({"method": "dpo"}, "nothing to train on by dpo"),
    ],
)
def test_what_is_wrong_is_told_before_anything_is_sent(
    fake: FakeTogether, trainer: TogetherTrainer, task: Task, settings: dict[str, object], told: str
) -> None:
    assert told in " ".join(trainer.check(replace(task, settings=settings)))
    assert not fake.asked()


def test_a_price_is_by_size_and_method(trainer: TogetherTrainer, task: Task) -> None:
    once = trainer.estimate(replace(task, settings={"epochs": 1}))
    thrice = trainer.estimate(task)
    assert thrice.tokens == 3 * once.tokens > 0
    assert thrice.dollars == pytest.approx(thrice.tokens * 0.48 / 1_000_000)
    assert trainer.estimate(replace(task, base="acme/nameless")).dollars is None


def test_options_and_keys(fake: FakeTogether) -> None:
    def made(options: dict[str, object], environ: dict[str, str]) -> TogetherTrainer:
        return make(options, environ, today=lambda: DAY, prices=load)

    for wrong in ({"base_ur": ""}, {"base_url": 1}, {"retires": "soon"}):
        with pytest.raises(InvalidConfig) as told:
            made(wrong, {})
        assert told.value.findings[0].detail.startswith("`trainers.together.")
    with pytest.raises(NoAccess):
        made({}, {}).find(MARK)
    with pytest.raises(Refused, match="is not sent to"):
        made({"base_url": fake.url}, {"TOGETHER_API_KEY": KEY}).find(MARK)
    assert not fake.asked()
    trainer = made({"retires": f"{BASE} 2026-11-21"}, {})
    assert trainer.retires == {BASE: DAY}


@pytest.mark.parametrize(
    ("job", "told"),
    [
        ({"total_steps": 10, "steps_completed": 3, "events": [{"step": 1, "total_steps": 9}]}, (3, 10)),
        ({"events": [{"step": 1, "total_steps": 9}, {"step": 4, "total_steps": 9}, {"type": "WARNING"}]}, (4, 9)),
        ({"n_epochs": 3, "epochs_completed": 1}, (1, 3)),
        ({"total_steps": 4, "steps_completed": 7}, (4, 4)),
        ({}, (0, 0)),
    ],
)
def test_progress_is_told_in_whatever_is_counted(job: dict[str, object], told: tuple[int, int]) -> None:
    found = status(JobId("ft-1"), {"status": "running", **job}, [])
    assert (found.step, found.steps) == told


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("user_error", State.FAILED),
        ("uploading", State.RUNNING),
        ("cancel_requested", State.RUNNING),
        ("new", State.RUNNING),
    ],
)
def test_a_state_that_is_not_known_is_no_end(said: str, state: State) -> None:
    found = status(JobId("ft-1"), {"status": said}, [])
    assert (found.state, bool(found.reason)) == (state, state is State.FAILED)
