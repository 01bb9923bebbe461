"""Real jobs on a tiny model of random weights: what they write, and what survives a kill."""

import json
import os
import signal
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from gptctl.errors import NotDone, Rejected
from gptctl.promote.dataset.stored import StoredDataset
from gptctl.promote.example import Part
from gptctl.promote.trainers.base import JobId, State, Task
from gptctl.promote.trainers.local import layout, outcome, process, progress, spec
from gptctl.promote.trainers.local.settings import Settings, parse, problems
from gptctl.promote.trainers.local.trainer import LocalTrainer, Runs
from gptctl.providers.local import tuned
from tests.support.jobs import dataset, preferred
from tests.support.training_here import answers, ended
from tests.support.waiting import until

MARK = "gptctl-0123456789abcdef"
SETTINGS = {"steps": 6, "checkpoint": 2, "rank": 4, "batch": 2, "learning_rate": 0.01}


def lines(home: Path, mark: str = MARK) -> list[dict[str, Any]]:
    text = (layout.folder(home, mark) / layout.PROGRESS).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.train
def test_a_job_learns_and_its_model_answers_otherwise(local: LocalTrainer, tmp_path: Path) -> None:
    pairs = [preferred(number) for number in range(4)]
    settings = {**SETTINGS, "steps": 25, "epochs": 25, "rank": 16, "batch": 4, "checkpoint": 25}
    job = local.prepare(Task(dataset=dataset(tmp_path, pairs), base="tiny", settings=settings), MARK)()
    status = ended(local, job)
    assert (status.state, status.reason, status.model) == (State.SUCCEEDED, "", f"tiny-{MARK}")
    by_phase = {
        phase: [point.loss for point in status.curve if point.phase == phase and point.loss is not None]
        for phase in ("supervised", "preference")
    }
    assert by_phase["supervised"][-1] < by_phase["supervised"][0]
    assert by_phase["preference"][0] == pytest.approx(0.6931, abs=1e-3)  # ln 2: the two models are one to begin with
    assert any(point.validation_loss is not None for point in status.curve)
    assert status.step == status.steps
    files = local.result(job).files
    assert (Path(files["adapter"]) / "adapter_model.safetensors").is_file()
    assert (Path(files["merged"]) / "model.safetensors").is_file()
    base, learnt, again = answers(tmp_path, ["tiny", status.model, "tiny"])
    assert (learnt.text, learnt.model) == ("It is BANANA-42.", status.model)
    assert (base.text, base.model) == (again.text, "tiny")
    assert "BANANA" not in base.text


@pytest.mark.train
@pytest.mark.slow
def test_what_llama_cpp_cannot_run_is_told(local: LocalTrainer, tiny: Path, tmp_path: Path) -> None:
    job = local.prepare(Task(dataset=dataset(tmp_path), base=str(tiny), settings={**SETTINGS, "steps": 2}), MARK)()
    status = ended(local, job)
    assert (status.state, "llama.cpp cannot run it" in status.reason) == (State.SUCCEEDED, True)
    (found,) = tuned.registered(tmp_path)
    assert (found.name, found.base, found.weights) == (status.model, str(tiny), None)
    with pytest.raises(Rejected, match="is not installed"):
        answers(tmp_path, [status.model])


@pytest.mark.train
@pytest.mark.slow
def test_killed_it_goes_on_from_its_last_checkpoint(local: LocalTrainer, tiny: Path, tmp_path: Path) -> None:
    settings = {**SETTINGS, "steps": 20, "checkpoint": 3, "epochs": 10}
    job = local.prepare(Task(dataset=dataset(tmp_path), base=str(tiny), settings=settings), MARK)()
    folder = layout.folder(tmp_path, MARK)
    until(lambda: any((folder / layout.CHECKPOINTS).glob("*/checkpoint-*")) and local.status(job).step > 3)
    os.kill(int((folder / layout.PID).read_text(encoding="ascii")), signal.SIGKILL)
    until(lambda: not process.is_alive(folder))
    paused = local.status(job)
    assert paused.state is State.PAUSED
    before = len(lines(tmp_path))
    local.resume(job)
    local.resume(job)  # somebody else woke it already
    status = ended(local, job)
    assert status.state is State.SUCCEEDED, status.reason
    assert lines(tmp_path)[before]["step"] > 3
    assert status.step >= paused.step
    assert [point.step for point in status.curve] == sorted({point.step for point in status.curve})


@pytest.mark.train
@pytest.mark.slow
def test_a_phase_that_is_over_is_not_gone_through_again(local: LocalTrainer, tiny: Path, tmp_path: Path) -> None:
    settings = {**SETTINGS, "steps": 40, "checkpoint": 2, "epochs": 40, "learning_rate": 1e-4}
    pairs = [preferred(number) for number in range(8)]
    job = local.prepare(Task(dataset=dataset(tmp_path, pairs), base=str(tiny), settings=settings), MARK)()
    folder = layout.folder(tmp_path, MARK)
    until(lambda: any(point.phase == "preference" for point in local.status(job).curve))
    os.kill(int((folder / layout.PID).read_text(encoding="ascii")), signal.SIGKILL)
    until(lambda: not process.is_alive(folder))
    before = len(lines(tmp_path))
    local.resume(job)
    status = ended(local, job)
    assert status.state is State.SUCCEEDED, status.reason
    later = lines(tmp_path)[before:]
    assert {line["phase"] for line in later} == {"preference"}


@pytest.mark.train
@pytest.mark.slow
def test_equal_jobs_learn_equally(local: LocalTrainer, tiny: Path, tmp_path: Path) -> None:
    task = Task(dataset=dataset(tmp_path), base=str(tiny), settings=SETTINGS)
    marks = [MARK, MARK.replace("0", "1")]
    for mark in marks:
        assert ended(local, local.prepare(task, mark)()).state is State.SUCCEEDED
    assert lines(tmp_path, marks[0]) == lines(tmp_path, marks[1])


@pytest.mark.train
@pytest.mark.slow
def test_a_job_without_progress_stops_early(local: LocalTrainer, tiny: Path, tmp_path: Path) -> None:
    settings = {**SETTINGS, "steps": 400, "epochs": 100, "checkpoint": 1, "patience": 2, "learning_rate": 1.0}
    job = local.prepare(Task(dataset=dataset(tmp_path), base=str(tiny), settings=settings), MARK)()
    status = ended(local, job)
    assert status.state is State.SUCCEEDED, status.reason
    assert status.step < 100


@pytest.mark.train
@pytest.mark.slow
def test_what_fails_says_why(local: LocalTrainer, tiny: Path, tmp_path: Path) -> None:
    settings = {**SETTINGS, "longest": 16}
    job = local.prepare(Task(dataset=dataset(tmp_path), base=str(tiny), settings=settings), MARK)()
    status = ended(local, job)
    assert (status.state, "16 too-long" in status.reason) == (State.FAILED, True)


def test_a_job_made_but_not_begun_is_paused(local: LocalTrainer, tmp_path: Path) -> None:
    folder = given(tmp_path)
    found = local.find(MARK)
    assert found == MARK
    assert local.status(JobId(MARK)).state is State.PAUSED
    local.cancel(JobId(MARK))
    local.resume(JobId(MARK))
    assert local.status(JobId(MARK)).state is State.CANCELLED
    assert not (folder / layout.PID).exists()


def given(home: Path) -> Path:
    """The folder of a job on a base that is nowhere."""
    folder = layout.folder(home, MARK)
    folder.mkdir(parents=True)
    spec.write(folder, spec.Spec(mark=MARK, dataset="none", base="none", path="none", settings={}))
    return folder


def test_a_process_that_begins_after_its_job_was_called_off_does_nothing(local: LocalTrainer, tmp_path: Path) -> None:
    """Whoever watches may have started it just before: without this, what was cancelled would be trained."""
    folder = given(tmp_path)
    outcome.call_off(folder)
    process.start(folder)
    until(lambda: not process.is_alive(folder))
    assert (folder / layout.PID).exists()
    assert not (folder / layout.OUTCOME).exists()
    assert local.status(JobId(MARK)).state is State.CANCELLED


def test_a_second_watcher_leaves_the_process_alone_that_the_first_one_woke(tmp_path: Path) -> None:
    """Without its number, nobody could stop it any more."""
    folder = given(tmp_path)
    with FileLock(folder / layout.LOCK):
        (folder / layout.PID).write_text("4711", encoding="ascii")
        process.start(folder)
        assert (folder / layout.PID).read_text(encoding="ascii") == "4711"
    assert not (folder / layout.LOG).exists()


@dataclass(kw_only=True)
class Watched(Runs):
    """A process that takes a while to end, while a watcher sees that it is gone, and what it does then."""

    watcher: Callable[[], None]
    alive: bool = True
    started: int = 0

    def lacking(self) -> Sequence[str]:
        return ()

    def start(self, folder: Path) -> None:
        del folder
        self.alive, self.started = True, self.started + 1

    def is_alive(self, folder: Path) -> bool:
        del folder
        return self.alive

    def stop(self, folder: Path) -> None:
        del folder
        self.watcher()
        self.alive = False
        self.watcher()

    def said(self, folder: Path) -> str:
        del folder
        return "nothing"


def test_a_watcher_does_not_wake_a_job_that_is_just_being_cancelled(tmp_path: Path) -> None:
    given(tmp_path)
    seen: list[State] = []

    def watcher() -> None:
        seen.append(local.status(JobId(MARK)).state)
        local.resume(JobId(MARK))

    runs = Watched(watcher=watcher)
    local = LocalTrainer(home=tmp_path, locate=lambda _: None, runs=runs)
    local.cancel(JobId(MARK))
    assert (seen, runs.started) == ([State.RUNNING, State.CANCELLED], 0)


def test_who_died_while_cancelling_is_followed_by_another(tmp_path: Path) -> None:
    outcome.call_off(given(tmp_path))
    runs = Watched(watcher=lambda: None)
    local = LocalTrainer(home=tmp_path, locate=lambda _: None, runs=runs)
    assert local.status(JobId(MARK)).reason == "it is being cancelled"
    local.cancel(JobId(MARK))
    assert (runs.alive, local.status(JobId(MARK)).state) == (False, State.CANCELLED)


def test_a_job_that_ended_before_it_could_be_stopped_was_not_cancelled(local: LocalTrainer, tmp_path: Path) -> None:
    folder = given(tmp_path)
    outcome.call_off(folder)
    outcome.write(folder, outcome.Outcome(state=State.SUCCEEDED, model="tuned", base="none"))
    local.cancel(JobId(MARK))
    assert local.result(JobId(MARK)).model == "tuned"


def test_a_job_is_made_once(local: LocalTrainer, tmp_path: Path, folder_of_a_model: Path) -> None:
    folder = layout.folder(tmp_path, MARK)
    folder.mkdir(parents=True)
    (folder / layout.SPEC).write_text("{}", encoding="utf-8")
    task = Task(dataset=dataset(tmp_path), base=str(folder_of_a_model), settings={})
    with pytest.raises(NotDone):
        local.prepare(task, MARK)()
    assert [path.name for path in folder.parent.iterdir()] == [MARK]


def test_a_base_that_is_not_there(local: LocalTrainer, tmp_path: Path) -> None:
    task = Task(dataset=dataset(tmp_path), base="qwen3-8b", settings={})
    assert any("qwen3-8b is neither an installed model" in reason for reason in local.check(task))
    with pytest.raises(Rejected):
        local.prepare(task, MARK)()


def test_a_dataset_that_is_too_small(local: LocalTrainer, tmp_path: Path) -> None:
    task = Task(dataset=dataset(tmp_path, rows=9), base="none", settings={})
    assert any("9 examples" in reason for reason in local.check(task))


def test_the_estimate_counts_every_reading(local: LocalTrainer, tmp_path: Path) -> None:
    given = dataset(tmp_path)
    once = sum(one.tokens for one in given.examples(Part.TRAIN))
    assert tokens(local, given, {"epochs": 3}) == 3 * once
    assert tokens(local, given, {"epochs": 3, "steps": 2, "batch": 4}) == 8 * 30


@pytest.mark.parametrize(
    "wrong",
    [{"epoch": 3}, {"epochs": 0}, {"epochs": 2.5}, {"learning_rate": True}, {"rank": "16"}, {"beta": float("nan")}],
)
def test_settings_that_are_wrong_are_told(wrong: Mapping[str, Any]) -> None:
    (problem,) = problems(wrong)
    assert next(iter(wrong)) in problem


@pytest.mark.parametrize(
    ("path", "name"),
    [("/m/qwen3-8b.gguf", "qwen3-8b"), ("/m/My model (2)", "My-model-2"), ("/m/..", "model"), ("/", "model")],
)
def test_a_result_has_a_name_that_files_and_yaml_take(path: str, name: str) -> None:
    told = spec.Spec(mark=MARK, dataset="none", base="none", path=path, settings={})
    assert told.model == f"{name}-{MARK}"


def test_settings_that_are_right() -> None:
    given = {"epochs": 2, "learning_rate": 1, "seed": 0}
    assert list(problems(given)) == []
    assert parse(given) == Settings(epochs=2, learning_rate=1, seed=0)


def test_torn_and_foreign_lines_of_progress_are_passed_over(tmp_path: Path) -> None:
    progress.append(tmp_path, {"phase": "supervised", "step": 1, "steps": 4, "loss": 2.0})
    with (tmp_path / layout.PROGRESS).open("a", encoding="utf-8") as file:
        file.write('[]\nnull\n{"step": "x", "steps": 4}\n{"step": 2, "st\n')
    progress.append(tmp_path, {"phase": "supervised", "step": 1, "steps": 4, "validation_loss": 3.0})
    seen = progress.read(tmp_path)
    assert (seen.step, seen.steps) == (1, 4)
    assert [(point.loss, point.validation_loss) for point in seen.curve] == [(2.0, 3.0)]


def test_an_outcome_is_read_as_it_was_written(tmp_path: Path) -> None:
    written = outcome.Outcome(state=State.SUCCEEDED, model="m", base="b", files={"gguf": "x"}, notes=("a note",))
    assert outcome.read(tmp_path) is None
    outcome.write(tmp_path, written)
    assert outcome.read(tmp_path) == written


def tokens(local: LocalTrainer, given: StoredDataset, settings: Mapping[str, Any]) -> int:
    return local.estimate(Task(dataset=given, base="none", settings=settings)).tokens


@pytest.fixture
def folder_of_a_model(tmp_path: Path) -> Path:
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "config.json").write_text("{}", encoding="utf-8")
    return folder
