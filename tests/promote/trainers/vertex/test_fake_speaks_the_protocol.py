"""The fake against the vendor's own SDK: it drives the fake, and its types fit all that we and the fake say."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from google import genai
from google.auth.credentials import AnonymousCredentials
from google.genai import errors, types

from gptctl.promote.trainers.base import State, Task
from tests.support.fakes.vertex import BUCKET, STEPS, TOKEN, FakeVertex
from tests.support.jobs import dataset, preferred
from tests.support.vertex import BASE, Bench

pytestmark = pytest.mark.filterwarnings("ignore:.*(experimental|deprecated).*")


@pytest.fixture
def fake() -> Iterator[FakeVertex]:
    with FakeVertex() as running:
        yield running


@pytest.fixture
def sdk(fake: FakeVertex) -> Iterator[genai.Client]:
    options = types.HttpOptions(base_url=fake.url)
    credentials = AnonymousCredentials()
    credentials.token = TOKEN
    with genai.Client(
        vertexai=True, project="acme", location="us-central1", credentials=credentials, http_options=options
    ) as made:
        yield made


def test_the_sdk_reads_what_we_started(fake: FakeVertex, sdk: genai.Client, tmp_path: Path) -> None:
    bench = Bench(fake)
    job = bench.fresh().prepare(Task(dataset=dataset(tmp_path), base=BASE, settings={"rank": 8}), "gptctl-1")()
    for _ in range(STEPS):
        fake.work()
    (listed,) = sdk.tunings.list()
    assert listed.name is not None
    assert listed.name.endswith(f"/{job}")
    found = sdk.tunings.get(name=listed.name)
    assert (found.base_model, found.tuned_model_display_name, found.labels) == (
        BASE,
        "gptctl-1",
        {"gptctl": "gptctl-1"},
    )
    assert found.supervised_tuning_spec is not None
    assert found.supervised_tuning_spec.training_dataset_uri == f"gs://{BUCKET}/gptctl/gptctl-1/train.jsonl"
    assert found.supervised_tuning_spec.hyper_parameters == types.SupervisedHyperParameters(
        epoch_count=3, adapter_size=types.AdapterSize.ADAPTER_SIZE_EIGHT
    )
    assert found.tuned_model is not None
    assert found.tuned_model.endpoint == bench.fresh().result(job).model
    bench.close()


def test_the_types_know_all_that_is_said(fake: FakeVertex, tmp_path: Path) -> None:
    bench = Bench(fake)
    pairs = [preferred(number) for number in range(12)]
    task = Task(dataset=dataset(tmp_path, pairs), base=BASE, settings={"method": "dpo", "beta": 0.2})
    bench.fresh().prepare(task, "gptctl-2")()
    (request,) = fake.asked("POST", "*/tuningJobs")
    assert types.TuningJob.model_validate(request.json).preference_optimization_spec is not None
    for told in fake.jobs.values():
        types.TuningJob.model_validate(told)
    bench.close()


def test_the_sdk_starts_and_cancels(fake: FakeVertex, sdk: genai.Client) -> None:
    fake.files["rows.jsonl"] = b'{"contents": [{"role": "model", "parts": [{"text": "Hi"}]}]}\n'
    data = types.TuningDataset(gcs_uri=f"gs://{BUCKET}/rows.jsonl")
    made = sdk.tunings.tune(base_model=BASE, training_dataset=data, config={"epoch_count": 2})
    assert made.state == types.JobState.JOB_STATE_PENDING
    sdk.tunings.cancel(name=made.name or "")
    assert sdk.tunings.get(name=made.name or "").state == types.JobState.JOB_STATE_CANCELLED
    with pytest.raises(errors.ClientError, match="NOT_FOUND"):
        sdk.tunings.get(name="projects/acme/locations/us-central1/tuningJobs/none")


@pytest.mark.parametrize("state", list(types.JobState))
def test_every_state_of_the_sdk_is_one_of_ours(fake: FakeVertex, tmp_path: Path, state: Any) -> None:
    bench = Bench(fake)
    job = bench.fresh().prepare(Task(dataset=dataset(tmp_path), base=BASE, settings={}), "gptctl-3")()
    fake.turn(job, state.value)
    word = state.value.removeprefix("JOB_STATE_")
    ours = {"SUCCEEDED": State.SUCCEEDED, "PARTIALLY_SUCCEEDED": State.SUCCEEDED, "FAILED": State.FAILED,
            "EXPIRED": State.FAILED, "CANCELLED": State.CANCELLED, "PAUSED": State.PAUSED, "RUNNING": State.RUNNING,
            "UPDATING": State.RUNNING, "CANCELLING": State.RUNNING}  # fmt: skip
    assert bench.fresh().status(job).state is ours.get(word, State.QUEUED)
    bench.close()
