"""How a job is sent, found again, and cleaned up after, request by request."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from gptctl.errors import GptctlError, NotDone, Refused, Rejected, TryLater, Unknown
from gptctl.promote.jobs.job import Stand
from gptctl.promote.jobs.submit import Desk
from gptctl.promote.trainers.openai.services import OPENAI
from tests.support.fakes.trouble import Trouble
from tests.support.jobs import Hours, ledger, preferred
from tests.support.tuning import JOBS, Bench

MARK = "gptctl-0123456789abcdef"


def sent(bench: Bench) -> Any:
    """The body of the one job that was started."""
    (asked,) = bench.fake.asked("POST", JOBS)
    return asked.json


def named(bench: Bench) -> Mapping[str, str]:
    return {file["filename"]: file["id"] for file in bench.fake.files}


def test_a_job_says_the_mark_wherever_it_can(bench: Bench) -> None:
    bench.fresh().prepare(bench.task({"epochs": 2, "batch": 4}), MARK)()
    files, body = named(bench), sent(bench)
    assert [name.startswith(f"{MARK}-") for name in files] == [True, True]
    assert [files[name] for name in sorted(files, key=lambda name: name.endswith("validation.jsonl"))] == [
        body["training_file"],
        body["validation_file"],
    ]
    assert (body["suffix"], body["metadata"], body["seed"]) == (MARK, {"gptctl": MARK}, 17)
    hyperparameters = {"n_epochs": 2, "batch_size": 4}
    assert body["method"] == {"type": "supervised", "supervised": {"hyperparameters": hyperparameters}}


def test_pairs_are_trained_on_by_dpo_and_alone(bench: Bench) -> None:
    pairs = [preferred(number) for number in range(12)]
    bench.fresh().prepare(bench.task({"method": "dpo", "beta": 0.2}, pairs), MARK)()
    (name,) = named(bench)
    assert name.endswith("-preferences-train.jsonl")
    assert sent(bench)["method"] == {"type": "dpo", "dpo": {"hyperparameters": {"n_epochs": 3, "beta": 0.2}}}
    rows = [json.loads(line) for line in bench.fake.contents[named(bench)[name]].splitlines()]
    assert [sorted(row) for row in rows] == [["input", "non_preferred_output", "preferred_output"]] * 12


def test_an_open_model_gets_an_adapter_and_no_pairs_of_ours(open_bench: Bench) -> None:
    open_bench.fresh().prepare(open_bench.task({"rank": 8}), MARK)()
    body = sent(open_bench)
    assert "metadata" not in body
    assert body["method"]["supervised"]["hyperparameters"] == {"n_epochs": 3, "lora": True, "lora_r": 8}


def test_a_lost_answer_to_an_upload_is_looked_up(bench: Bench) -> None:
    bench.fake.trouble(Trouble.LOSE_ANSWER, "POST", "/files")
    bench.fresh().prepare(bench.task(), MARK)()
    assert len(named(bench)) == len(bench.fake.files) == 2


def test_a_lost_upload_is_certainly_no_job(bench: Bench) -> None:
    bench.fake.trouble(Trouble.DROP, "POST", "/files")
    with pytest.raises(NotDone, match="no job was started"):
        bench.fresh().prepare(bench.task(), MARK)()
    assert (len(bench.fake.tuning), bench.fake.strays()) == (0, [])


def test_files_that_are_there_are_not_uploaded_again(bench: Bench) -> None:
    bench.fake.trouble(Trouble.LOSE_ANSWER, "POST", JOBS)
    with pytest.raises(Unknown):
        bench.fresh().prepare(bench.task(), MARK)()
    bench.fresh().prepare(bench.task(), MARK)()
    assert len(bench.fake.asked("POST", "/files")) == 2


def test_a_busy_service_has_started_nothing(bench: Bench) -> None:
    """It is asked several times, and what ends in "later" is as certain as any refusal: it may be sent again."""
    desk = Desk(trainer=bench.fresh(), ledger=ledger(bench.home / "ledger"), clock=Hours())
    task = bench.task()
    approval = desk.approval(task, 10.0)
    busy = bench.fake.trouble(Trouble.BUSY, "POST", JOBS, times=100)
    with pytest.raises(TryLater, match="429"):
        desk.submit(task, approval)
    assert (desk.ledger.jobs()[approval.mark].stand, bench.fake.strays()) == (Stand.APPROVED, [])
    busy.times = 0
    assert desk.submit(task, approval) == next(iter(bench.fake.tuning))["id"]


def test_a_closed_service_says_where_to_go(bench: Bench) -> None:
    bench.fake.no_training = "training_not_available"
    with pytest.raises(Rejected, match="training_not_available") as told:
        bench.fresh().prepare(bench.task(), MARK)()
    assert "train elsewhere, from the same dataset" in told.value.advice
    assert len(bench.fake.files) == 0


def test_what_could_not_be_removed_is_told(bench: Bench) -> None:
    bench.fake.no_training = "training_not_available"
    bench.fake.trouble(Trouble.FAIL_BEFORE, "DELETE", times=1)
    with pytest.raises(Rejected) as told:
        bench.fresh().prepare(bench.task(), MARK)()
    assert "may still be there" in told.value.advice
    assert len(bench.fake.files) > 0


def test_the_files_of_a_job_that_another_run_started_stay(bench: Bench) -> None:
    bench.fresh().prepare(bench.task(), MARK)()
    bench.fake.no_training = "training_not_available"
    with pytest.raises(Rejected):
        bench.fresh().prepare(bench.task(), MARK)()
    assert len(bench.fake.files) == 2


def test_a_job_is_found_by_any_of_its_marks(bench: Bench) -> None:
    trainer = bench.fresh()
    job = trainer.prepare(bench.task(), MARK)()
    (kept,) = bench.fake.tuning
    for without in ("metadata", "user_provided_suffix", "training_file"):
        others = {name: kept[name] for name in ("metadata", "user_provided_suffix", "training_file") if name != without}
        kept.update({**others, without: {} if without == "metadata" else None})
        assert trainer.find(MARK) == job
        kept.update(metadata={"gptctl": MARK}, user_provided_suffix=MARK, training_file=sent(bench)["training_file"])
    assert trainer.find(f"{MARK[:-1]}0") is None


def test_a_job_on_a_later_page_is_found(bench: Bench) -> None:
    trainer = bench.fresh()
    job = trainer.prepare(bench.task(), MARK)()
    for number in range(150):
        bench.fake.put_job({"model": bench.base, "training_file": "file-other", "suffix": f"theirs-{number}"})
    assert trainer.find(MARK) == job
    assert len(bench.fake.asked("GET", JOBS)) == 2


def test_what_has_no_id_is_nobody_s(bench: Bench) -> None:
    trainer = bench.fresh()
    job = trainer.prepare(bench.task(), MARK)()
    bench.fake.put_file(f"{MARK}-0-train.jsonl", b"{}", "fine-tune")["id"] = None
    bench.fake.put_job({"model": bench.base, "training_file": None})
    assert trainer.find(MARK) == job
    bench.fake.job(job)["id"] = None
    with pytest.raises(Unknown, match="without the id of a job"):
        trainer.find(MARK)


def test_a_failed_listing_is_never_taken_for_none(bench: Bench) -> None:
    bench.fake.trouble(Trouble.FAIL_BEFORE, "GET", JOBS, times=100)
    with pytest.raises(NotDone):
        bench.fresh().find(MARK)


def test_a_key_goes_nowhere_that_only_a_file_names(bench: Bench) -> None:
    bench.environ = {"OPENAI_API_KEY": "sk-canary"}
    with pytest.raises(Refused, match="OPENAI_API_KEY is not sent to"):
        bench.fresh().find(MARK)
    bench.environ = {}
    with pytest.raises(GptctlError, match="OPENAI_API_KEY is not set"):
        bench.fresh().find(MARK)
    assert not bench.fake.journal
    assert OPENAI.closes is not None
