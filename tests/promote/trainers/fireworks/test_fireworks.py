"""What the suite cannot ask of every trainer: Fireworks' own steps, and what is left when one of them fails."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from gptctl.errors import GptctlError, InvalidConfig, NoAccess, NotDone, ProviderError, Refused, Rejected, TryLater
from gptctl.promote.cost.table import load
from gptctl.promote.trainers.base import JobId, State, Task
from gptctl.promote.trainers.fireworks.make import make
from gptctl.promote.trainers.fireworks.status import status
from gptctl.promote.trainers.fireworks.trainer import FireworksTrainer
from gptctl.promote.trainers.fireworks.wire import connect
from gptctl.providers.api import Api
from tests.support.fakes.fireworks import ACCOUNT, HOME, KEY, STEPS, FakeFireworks
from tests.support.fakes.trouble import Trouble
from tests.support.jobs import dataset, preferred

BASE = "accounts/fireworks/models/qwen3-8b"
MARK = "gptctl-0123456789abcdef"
DAY = date(2026, 11, 21)
DATASETS = f"accounts/{ACCOUNT}/datasets"


@pytest.fixture
def fake() -> Iterator[FakeFireworks]:
    with FakeFireworks() as fake:
        yield fake


@pytest.fixture
def trainer(fake: FakeFireworks) -> Iterator[FireworksTrainer]:
    environ = {"FIREWORKS_API_KEY": KEY, "GPTCTL_TRUSTED_ORIGINS": fake.url}
    api = Api(connect(fake.url, environ, lambda _: None))
    yield FireworksTrainer(
        api=api, origin=fake.url, account=lambda: ACCOUNT, sleep=lambda _: None, today=lambda: DAY, prices=load
    )
    api.close()


@pytest.fixture
def task(tmp_path: Path) -> Task:
    return Task(dataset=dataset(tmp_path), base=BASE, settings={})


def test_what_is_sent(fake: FakeFireworks, trainer: FireworksTrainer, task: Task) -> None:
    job = trainer.prepare(replace(task, settings={"epochs": 2, "rank": 8, "learning_rate": 1e-4}), MARK)()
    (start,) = fake.asked("POST", f"{HOME}/supervisedFineTuningJobs")
    assert start.query == {"supervisedFineTuningJobId": MARK}
    assert start.json == {
        "displayName": MARK, "baseModel": BASE, "epochs": 2, "loraRank": 8, "learningRate": 1e-4,
        "dataset": f"{DATASETS}/{MARK}-train", "evaluationDataset": f"{DATASETS}/{MARK}-validation",
    }  # fmt: skip
    rows = [json.loads(line) for line in fake.contents[f"{MARK}-train"].splitlines()]
    assert [said["role"] for said in rows[0]["messages"]] == ["system", "user", "assistant"]
    assert fake.datasets[f"{DATASETS}/{MARK}-train"]["exampleCount"] == str(len(rows)) == "16"
    fake.work()
    status = trainer.status(job)
    assert (status.state, status.step, status.steps) == (State.RUNNING, 50, 200)
    assert [(point.loss, point.validation_loss) for point in status.curve] == [(1.0, 2.0)]


def test_pairs_are_a_job_of_their_own_kind(fake: FakeFireworks, trainer: FireworksTrainer, tmp_path: Path) -> None:
    paired = dataset(tmp_path, [preferred(number) for number in range(4)])
    task = Task(dataset=paired, base=BASE, settings={"method": "dpo", "beta": 0.2})
    assert list(trainer.check(task)) == []
    job = trainer.prepare(task, MARK)()
    (start,) = fake.asked("POST", f"{HOME}/dpoJobs")
    assert start.query == {"dpoJobId": MARK}
    assert start.json == {
        "displayName": MARK, "dataset": f"{DATASETS}/{MARK}-train",
        "lossConfig": {"method": "DPO", "dpo": {"beta": 0.2}}, "trainingConfig": {"baseModel": BASE, "epochs": 3},
    }  # fmt: skip
    assert set(json.loads(fake.contents[f"{MARK}-train"].splitlines()[0])) == {
        "input", "preferred_output", "non_preferred_output",
    }  # fmt: skip
    assert trainer.find(MARK) == job == f"dpoJobs/{MARK}"
    for _ in range(STEPS):
        fake.work()
    status, result = trainer.status(job), trainer.result(job)
    assert (status.state, status.step, len(status.curve)) == (State.SUCCEEDED, 300, STEPS)
    assert (result.model, result.base) == (f"accounts/{ACCOUNT}/models/{MARK}", BASE)


def test_a_file_that_is_not_taken(fake: FakeFireworks, trainer: FireworksTrainer, task: Task) -> None:
    fake.broken = "line 3 has no messages"
    with pytest.raises(Rejected, match="line 3 has no messages"):
        trainer.prepare(task, MARK)()
    assert (fake.datasets, fake.jobs) == ({}, {})


@pytest.mark.parametrize(
    ("method", "path"),
    [("PUT", "/store/*"), ("POST", "*:validateUpload"), ("POST", "*:getUploadEndpoint"), ("POST", "*/datasets")],
)
def test_an_upload_that_fails_is_no_job_and_leaves_nothing(
    fake: FakeFireworks, trainer: FireworksTrainer, task: Task, method: str, path: str
) -> None:
    fake.trouble(Trouble.FAIL_BEFORE, method, path, times=100)
    with pytest.raises(ProviderError) as told:
        trainer.prepare(task, MARK)
    assert "permit-canary" not in told.value.message
    assert (fake.datasets, fake.jobs) == ({}, {})


def test_a_dataset_whose_answer_was_lost_or_that_a_crash_left_is_taken_on(
    fake: FakeFireworks, trainer: FireworksTrainer, task: Task
) -> None:
    fake.trouble(Trouble.LOSE_ANSWER, "POST", "*/datasets")
    fake.refusal = "training_not_available"
    fake.trouble(Trouble.FAIL_BEFORE, "DELETE", times=100)
    with pytest.raises(NotDone, match="training_not_available") as told:
        trainer.prepare(task, MARK)()
    assert "may still be there" in told.value.advice
    assert len(fake.datasets) == 2
    fake.refusal = ""
    trainer.prepare(task, MARK)()
    assert len(fake.asked("PUT")) == 2
    assert (len(fake.datasets), len(fake.jobs)) == (2, 1)


def test_a_job_that_is_there_already_is_the_one(fake: FakeFireworks, trainer: FireworksTrainer, task: Task) -> None:
    first = trainer.prepare(task, MARK)()
    assert trainer.prepare(task, MARK)() == first
    assert fake.started() == [MARK]
    assert fake.left() == []


def test_too_often_is_no_job(fake: FakeFireworks, trainer: FireworksTrainer, task: Task) -> None:
    fake.trouble(Trouble.BUSY, "POST", f"{HOME}/supervisedFineTuningJobs", times=100)
    with pytest.raises(TryLater, match="429"):
        trainer.prepare(task, MARK)()
    assert (fake.datasets, fake.jobs) == ({}, {})


def test_a_dataset_under_a_key_of_the_customer_is_not_filled(
    fake: FakeFireworks, trainer: FireworksTrainer, task: Task
) -> None:
    name = f"{DATASETS}/{MARK}-train"
    fake.datasets[name] = {"name": name, "state": "UPLOADING", "encryptionState": "ENCRYPTION_STATE_CMEK", "_files": {}}
    with pytest.raises(Rejected, match="does not encrypt"):
        trainer.prepare(task, MARK)()
    assert not fake.asked("PUT")


@pytest.mark.parametrize(
    ("base", "told"), [("gpt-oss-120b", "does not tune"), ("unknown-8b", "not found"), ("tiny-1b", "is trained on 20")]
)
def test_what_the_server_does_not_allow_is_known_before_the_upload(
    fake: FakeFireworks, trainer: FireworksTrainer, task: Task, base: str, told: str
) -> None:
    fake.models["tiny-1b"] = {"tunable": True, "trainingContextLength": 20}
    with pytest.raises(Rejected, match=told):
        trainer.prepare(replace(task, base=f"accounts/fireworks/models/{base}"), MARK)()
    assert not fake.asked("POST")


@pytest.mark.parametrize(
    ("base", "settings", "told"),
    [
        (BASE, {"epochs": 0}, "epochs is a whole number from 1 to 20"),
        (BASE, {"ranks": 8}, "Did you mean `rank`?"),
        (BASE, {"method": "grpo"}, "The setting method is sft"),
        (BASE, {"beta": 0.1}, "for the method dpo alone"),
        (BASE, {"method": "dpo"}, "nothing to train on by dpo"),
        ("qwen3-8b", {}, "no full name of a base"),
        ("accounts/fireworks/models/../../x", {}, "no full name of a base"),
    ],
)
def test_what_is_wrong_is_told_before_anything_is_sent(
    fake: FakeFireworks, trainer: FireworksTrainer, task: Task, base: str, settings: dict[str, object], told: str
) -> None:
    assert told in " ".join(trainer.check(replace(task, base=base, settings=settings)))
    assert not fake.asked()


def test_too_few_examples(trainer: FireworksTrainer, tmp_path: Path) -> None:
    few = Task(dataset=dataset(tmp_path, rows=2), base=BASE, settings={})
    (told,) = trainer.check(few)
    assert "2 rows, fewer than 3" in told


def test_a_price_is_by_size(trainer: FireworksTrainer, task: Task) -> None:
    found = trainer.estimate(task)
    assert found.dollars == pytest.approx(found.tokens * 0.5 / 1_000_000)
    assert trainer.estimate(replace(task, base="accounts/fireworks/models/kimi-k2")).dollars is None


def test_options_keys_and_accounts(fake: FakeFireworks) -> None:
    def made(options: dict[str, object], environ: dict[str, str]) -> FireworksTrainer:
        return make(options, environ, today=lambda: DAY, prices=load)

    for wrong in ({"acount": "a"}, {"account": 1}, {"retires": "soon"}):
        with pytest.raises(InvalidConfig) as told:
            made(wrong, {})
        assert told.value.findings[0].detail.startswith("`trainers.fireworks.")
    with pytest.raises(NoAccess, match="account"):
        made({}, {"FIREWORKS_API_KEY": KEY}).find(MARK)
    with pytest.raises(GptctlError, match="is no id"):
        made({"account": "../other"}, {"FIREWORKS_API_KEY": KEY}).find(MARK)
    with pytest.raises(NoAccess, match="FIREWORKS_API_KEY"):
        made({"account": ACCOUNT}, {}).find(MARK)
    with pytest.raises(Refused, match="is not sent to"):
        made({"base_url": fake.url, "account": ACCOUNT}, {"FIREWORKS_API_KEY": KEY}).find(MARK)
    assert not fake.asked()


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("JOB_STATE_EARLY_STOPPED", State.SUCCEEDED),
        ("JOB_STATE_EXPIRED", State.FAILED),
        ("JOB_STATE_RE_QUEUEING", State.RUNNING),
        ("JOB_STATE_CANCELLING", State.RUNNING),
        ("JOB_STATE_NEW", State.RUNNING),
    ],
)
def test_a_state_that_is_not_known_is_no_end(said: str, state: State) -> None:
    name = f"accounts/{ACCOUNT}/supervisedFineTuningJobs/{MARK}"
    found = status(JobId("x"), {"name": name, "state": said, "epochs": 2}, [])
    assert (found.state, bool(found.reason)) == (state, state is State.FAILED)
    assert found.model == (f"accounts/{ACCOUNT}/models/{MARK}" if state is State.SUCCEEDED else "")


def test_a_curve_that_cannot_be_had_is_none(fake: FakeFireworks, trainer: FireworksTrainer, task: Task) -> None:
    job = trainer.prepare(task, MARK)()
    fake.work()
    fake.trouble(Trouble.FAIL_BEFORE, "GET", "/store/*")
    assert trainer.status(job).curve == ()
    assert len(trainer.status(job).curve) == 1
