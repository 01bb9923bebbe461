"""Promotions of a tiny model of random weights on this machine: killed, cancelled, refused, and only looked at."""

import json
import re
import shlex
import shutil
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from gptctl.backends.local.lock import hold
from gptctl.promote.trainers.local.process import is_alive
from tests.e2e.test_documents import check
from tests.support.promoted import branches, everything, jobs, log, signed, tell, trainable
from tests.support.terminal import Project
from tests.support.waiting import until

ROOT = Path(__file__).parents[2]
SETTINGS = ("--set", "learning_rate=0.03", "--set", "epochs=12", "--set", "batch=8")
GO_ON = ("--override", "It is a test.", "--yes", *SETTINGS)


@pytest.fixture
def told(project: Project) -> Project:
    return tell(project)


def trains(test: Callable[..., None]) -> Callable[..., None]:
    return pytest.mark.train(pytest.mark.slow(pytest.mark.timeout(600)(trainable(test))))


def lines(project: Project, name: str) -> int:
    """Of all files of that name which promotions have made."""
    return sum(path.read_bytes().count(b"\n") for path in project.home.glob(f"promotions/*/{name}"))


@pytest.mark.model
@pytest.mark.train
@pytest.mark.timeout(3600)
@trainable
def test_the_page_leads_to_a_branch_with_the_real_model(repository: Project) -> None:
    patient = signed(replace(repository, limit=3000))
    page = (ROOT / "docs" / "how-to" / "promote.md").read_text("utf-8")
    commands = re.findall(r"^\$ gptctl (.+)$", page.split("```console\n")[1].split("```")[0], re.MULTILINE)
    for command in commands:
        done = patient.run(*shlex.split(command))
        assert done.status == 0, (command, done)
    [branch] = branches(patient)
    [removed, added] = patient.git("diff", "-U0", "main", branch, "--", "examples/desk/assistants").splitlines()[-2:]
    assert removed.startswith("-model: smollm2-135m  #")
    assert added.startswith("+model: smollm2-135m-gptctl-")
    told = patient.git("log", "-1", "--format=%B", branch).replace("\n", " ")
    assert "The tuned model is better than the one in use." in told
    assert patient.git("status", "--porcelain") == ""


@trains
def test_killed_anywhere_it_is_one_job_and_one_dataset(told: Project) -> None:
    moments: list[Callable[[], bool]] = [
        lambda: any((told.home / "datasets").glob("[!.]*/*.jsonl")),
        lambda: lines(told, "jobs") >= 1,
        lambda: lines(told, "jobs") >= 2,
        lambda: bool(jobs(told)),
        lambda: lines(told, "jobs") >= 3,
        lambda: any(told.home.glob("jobs/*/outcome.json")),
        lambda: lines(told, "*/answers.jsonl") >= 5,
        lambda: lines(told, "*/answers.jsonl") >= 60,
    ]
    for moment in moments:
        process = told.start("promote", "greeter", *GO_ON)
        deadline = time.monotonic() + 120
        while not moment() and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
        process.communicate()
    done = told.run("promote", "greeter", *GO_ON, "--json")
    assert done.status == 0, done
    assert jobs(told) == [done.document["job"]["mark"]]
    assert [path.name for path in (told.home / "datasets").glob("[!.]*")] == [done.document["dataset"]["hash"]]
    assert branches(told) == [done.document["proposal"]["branch"]]
    check(told.run("jobs", "list", "--json"), "jobs")
    shown = told.run("jobs", "show", "greeter", "--json")
    check(shown, "job")
    assert shown.document["now"]["state"] == "succeeded"
    assert told.run("jobs", "watch", "greeter").status == 0


@trains
def test_a_job_is_cancelled_and_stays_so(told: Project) -> None:
    slow = ("--override", "It is a test.", "--yes", "--set", "epochs=100")
    process = told.start("promote", "greeter", *slow)
    until(lambda: lines(told, "jobs") >= 3)
    process.send_signal(signal.SIGINT)
    assert told.end(process).status == 130
    done = told.run("jobs", "cancel", "greeter", "--json")
    check(done, "job")
    assert done.document["now"]["state"] == "cancelled"
    again = told.run("promote", "greeter", *slow)
    assert (again.status, "--attempt 2" in again.err) == (1, True)
    assert len(jobs(told)) == 1


@trains
def test_a_job_is_cancelled_beside_those_who_watch_it(told: Project) -> None:
    process = told.start("promote", "greeter", "--override", "It is a test.", "--yes", "--set", "epochs=100")
    until(lambda: lines(told, "jobs") >= 3)
    watcher = told.start("jobs", "watch", "greeter")
    done = told.run("jobs", "cancel", "greeter", "--json")
    assert done.document["now"]["state"] == "cancelled"
    promoted, watched = told.end(process), told.end(watcher)
    assert (promoted.status, "was cancelled" in promoted.err, watched.status) == (1, True, 1)
    [job] = jobs(told)
    assert not is_alive(told.home / "jobs" / job)


def test_jobs_are_looked_after_while_the_file_of_an_assistant_is_wrong(project: Project) -> None:
    project.write("assistants/broken.yaml", "x: [")
    assert project.run("validate").status == 10
    assert project.run("jobs", "list").status == 0
    assert "there is no job" in project.run("jobs", "cancel", "gptctl-0").err
    assert project.run("jobs", "list", "-e", "nowhere").status == 64
    project.write("gptctl.yaml", "x: [\n")
    wrong = project.run("jobs", "list")
    assert (wrong.status, wrong.err.startswith("gptctl.yaml:2:1: error:")) == (10, True)


def test_a_look_sends_and_keeps_nothing(told: Project) -> None:
    before = everything(told.root, told.home)
    done = told.run("promote", "greeter", "--dry-run", "--to", "local:nothing", "--json")
    assert done.status == 12
    check(done, "promote")
    assert any("nothing is neither" in reason for reason in done.document["refused"])
    assert "Readiness says: keep prompting." in done.document["refused"]
    assert everything(told.root, told.home) == before
    assert told.git("status", "--porcelain") == ""


def test_a_look_says_what_else_would_be_refused(told: Project) -> None:
    told.replace("assistants/greeter.yaml", "near: 0.99", "near: 0.98")
    done = told.run("promote", "greeter", "--dry-run", "--override", "A test", "--json")
    assert done.status == 12
    assert "What greeter is declared by is not all committed." in done.document["refused"]


def test_the_dataset_alone_is_what_dataset_build_makes(told: Project) -> None:
    done = told.run("promote", "greeter", "--dataset-only", "--json")
    assert done.status == 0, done
    check(done, "promote")
    assert len(done.document["written"]) == 3
    assert told.run("dataset", "build", "greeter", "--json").document["dataset"] == done.document["dataset"]["hash"]


def test_a_dataset_that_is_there_is_taken_as_it_is(told: Project) -> None:
    first = told.run("promote", "greeter", "--dataset-only", "--json").document["dataset"]
    told.commit("Keep the dataset")
    told.write("log.jsonl", log(95))
    assert told.run("logs", "import", "log.jsonl", "--assistant", "greeter").status == 0
    look = ("promote", "greeter", "--dry-run", "--to", "local:nothing", "--json")
    assert told.run(*look).document["dataset"] != first
    for word in ("greeter", "greeter@main", first["hash"][:12]):
        done = told.run(*look, "--dataset", word)
        check(done, "promote")
        assert done.document["dataset"] == first
    rows = (told.home / "datasets" / first["hash"] / "train.jsonl").read_text("utf-8").splitlines()
    told.replace("assistants/greeter.yaml", "Be brief.", "Be very brief.")
    assert "other instructions or tools" in told.run(*look, "--dataset", "greeter").err
    assert told.run("forget", json.loads(rows[0])["id"], "--yes").status == 0
    for command, status in ((look, 12), (("dataset", "verify", "greeter"), 1)):
        done = told.run(*command, *(("--dataset", "greeter") if command is look else ()))
        assert (done.status, "1 conversation that was forgotten" in done.err + done.out) == (status, True), done
    shutil.rmtree(told.home / "datasets" / first["hash"])
    gone = told.run(*look, "--dataset", first["hash"][:12])
    assert (gone.status, "not on this machine" in gone.err + gone.out) == (1, True), gone


def test_what_cannot_be_is_refused_in_a_sentence(told: Project) -> None:
    for arguments, status, says in (
        (("support",), 64, "nobody says where"),
        (("greeter", "--to", "locl:tiny"), 64, "local"),
        (("greeter", "--to", "tiny"), 64, "TRAINER:MODEL"),
        (("greeter", "--set", "epochs"), 64, "NAME=VALUE"),
        (("greeter", "--dry-run", "--dataset-only"), 64, "Choose one"),
        (("greeter", "--dataset", "greeter", "--dataset-only"), 64, "Choose one"),
        (("greeter", "--dataset", "nothing"), 64, "no dataset nothing"),
        (("nobody",), 64, "no assistant nobody"),
        (("greeter", "--yes"), 12, "keep prompting"),
        (("greeter", "--yes", "--override", "Why not.", "--set", "epoch=3"), 12, "epochs"),
        (("greeter", "--yes", "--override", "Why not.", "--set", "beta=1e400"), 12, "from 0.001 to 10"),
    ):
        done = told.run("promote", *arguments)
        assert (done.status, says in done.err) == (status, True), done
    assert jobs(told) == []


def test_work_that_is_not_committed_is_not_promoted(told: Project) -> None:
    told.replace("assistants/greeter.yaml", "Be brief.", "Be very brief.")
    done = told.run("promote", "greeter", *GO_ON)
    assert (done.status, "committed" in done.err) == (12, True), done


def test_a_model_that_other_targets_do_not_have_is_refused(told: Project) -> None:
    told.replace("gptctl.yaml", "prod: {targets: [local]", "prod: {targets: [openai]")
    told.commit("Apply to another provider too")
    done = told.run("promote", "greeter", *GO_ON)
    assert (done.status, "prod" in done.err) == (12, True), done
    told.replace("assistants/greeter.yaml", "promotion:", "environments: {dev: {model: tiny}}\npromotion:")
    told.commit("Give it a line of its own")
    assert "prod" not in told.run("promote", "greeter", *GO_ON[:2]).err


@pytest.mark.parametrize(
    ("environment", "advice"), [("dev", "{local: {base_url: …}}"), ("cloud", "whose first target is local")]
)
def test_a_model_that_could_not_be_asked_is_not_paid_for(told: Project, environment: str, advice: str) -> None:
    told.replace("gptctl.yaml", "{local: none}", "{local: none, openai: gpt-6-luna}")
    told.replace("gptctl.yaml", "  prod:", "  cloud: {targets: [openai]}\n  prod:")
    told.commit("Go to the cloud")
    keyed = replace(told, variables={**told.variables, "TOGETHER_API_KEY": "none"})
    go_on = ("-e", environment, "--to", "together:Qwen/Qwen3-8B", "--yes", "--ceiling", "9", "--override", "A test")
    done = keyed.run("promote", "greeter", *go_on)
    assert (done.status, "could not be compared" in done.err, advice in done.err) == (12, True, True), done
    assert jobs(told) == []


def test_one_run_at_a_time(told: Project) -> None:
    folder = told.home / "promotions" / "0123456789abcdef0123456789abcdef" / ".greeter"
    with hold(folder, wait=0.0):
        done = told.run("promote", "greeter", *GO_ON)
    assert (done.status, "another run is promoting greeter" in done.err) == (11, True), done


def test_jobs_that_are_not_there(project: Project) -> None:
    check(project.run("jobs", "list", "--json"), "jobs")
    assert project.run("jobs", "show", "gptctl-0").status == 64


def test_settings_of_a_trainer_are_checked_where_they_stand(told: Project) -> None:
    told.write("gptctl.yaml", (told.root / "gptctl.yaml").read_text() + "trainers:\n  nebius: {adress: x}\n")
    done = told.run("promote", "greeter", "--to", "nebius:x", "--dry-run")
    assert (done.status, "gptctl.yaml:" in done.err) == (10, True), done
