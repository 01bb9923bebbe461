"""The fake and we against the openai package: its types fit all that is said, in both directions."""

from collections.abc import Iterator

import httpx2
import pytest
from openai import OpenAI, PermissionDeniedError
from openai.types.fine_tuning import JobCreateParams

from gptctl.core.value import Attrs
from tests.support.closed import closed
from tests.support.fakes.openai import KEY, FakeOpenAI
from tests.support.jobs import preferred
from tests.support.tuning import JOBS, Bench

MARK = "gptctl-0123456789abcdef"


@pytest.fixture
def sdk(bench: Bench) -> Iterator[OpenAI]:
    with httpx2.Client(trust_env=False) as http:
        yield OpenAI(
            api_key=KEY, base_url=bench.address, max_retries=0, http_client=http, _strict_response_validation=True
        )


@pytest.mark.parametrize(
    "settings", [{}, {"epochs": 2, "batch": 8, "learning_rate_multiplier": 0.5}, {"method": "dpo", "beta": 0.1}]
)
def test_all_that_we_send_is_what_the_package_would_send(bench: Bench, settings: Attrs) -> None:
    bench.fresh().prepare(bench.task(settings, [preferred(number) for number in range(12)]), MARK)()
    (asked,) = bench.fake.asked("POST", JOBS)
    assert [error.message for error in closed(JobCreateParams).iter_errors(asked.json)] == []
    uploads = bench.fake.asked("POST", "/files")
    assert {one.form.fields["purpose"] for one in uploads} == {"fine-tune"}


def test_a_request_that_the_package_would_not_send_is_noticed() -> None:
    schema = closed(JobCreateParams)
    body = {"model": "m", "training_file": "file-1", "method": {"type": "dpo", "dpo": {"hyperparameters": {}}}}
    assert list(schema.iter_errors(body)) == []
    assert list(schema.iter_errors({**body, "sufix": "x"}))
    assert list(schema.iter_errors({**body, "method": {"type": "sft"}}))


def test_the_package_reads_all_that_the_fake_says(bench: Bench, sdk: OpenAI) -> None:
    file = sdk.files.create(file=("a.jsonl", b"{}\n"), purpose="fine-tune")
    job = sdk.fine_tuning.jobs.create(model=bench.base, training_file=file.id, suffix="s", metadata={"a": "b"})
    assert (job.status, job.metadata) == ("validating_files", {"a": "b"})
    for _ in range(6):
        bench.fake.work()
    done = sdk.fine_tuning.jobs.retrieve(job.id)
    assert (done.status, done.trained_tokens) == ("succeeded", 1200)
    assert [one.id for one in sdk.fine_tuning.jobs.list(limit=1)] == [job.id]
    assert [one.type for one in sdk.fine_tuning.jobs.list_events(job.id, limit=2)] == ["metrics"] * 4 + ["message"]
    (checkpoint,) = sdk.fine_tuning.jobs.checkpoints.list(job.id)
    assert checkpoint.metrics.train_loss == pytest.approx(0.25)
    other = sdk.fine_tuning.jobs.create(model=bench.base, training_file=file.id)
    assert sdk.fine_tuning.jobs.cancel(other.id).status == "cancelled"


def test_the_package_meets_a_closed_door_as_it_would_at_openai(bench: Bench, sdk: OpenAI) -> None:
    assert isinstance(bench.fake, FakeOpenAI)
    bench.fake.no_training = "training_not_available"
    file = sdk.files.create(file=("a.jsonl", b"{}\n"), purpose="fine-tune")
    with pytest.raises(PermissionDeniedError) as told:
        sdk.fine_tuning.jobs.create(model=bench.base, training_file=file.id)
    assert told.value.code == "training_not_available"
