"""The whole way, as people go it: from a log to a branch that is merged. What stops on it stands in other files."""

import json
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gptctl.providers.http.keys import TRUSTED
from tests.e2e.test_documents import check
from tests.support.fakes.chat import FakeChat, Says
from tests.support.fakes.nebius import KEY, FakeNebius
from tests.support.fakes.trouble import Trouble
from tests.support.prices import price
from tests.support.promoted import branches, everything, jobs, signed, tell, trainable
from tests.support.shop import good, log, open_shop, poor
from tests.support.terminal import Project
from tests.support.tuning import JOBS
from tests.support.waiting import until

BASE = "meta-llama/Llama-3.3-70B-Instruct"
NEEDED = "Name what was ordered twice."
TEXT = f"Greet people. Be kind to everybody who writes.\n\n{NEEDED} Say how long it takes.\n"
HOSTED = ("--to", f"nebius:{BASE}", "--ceiling", "5", "--shorten", "1000")
HERE = ("--set", "learning_rate=0.03", "--set", "epochs=4")
GO_ON = ("--override", "It is a test.", "--yes")
PRICE = price("nebius", BASE, train=3.0)


def taught(messages: Sequence[Mapping[str, Any]]) -> str:
    return good(messages) if NEEDED in messages[0]["content"] else poor(messages)


class Quick(FakeNebius):
    """Whose jobs are over before anybody looks; what they made answers at once, unless it has to be deployed."""

    def __init__(self, served: dict[str, Says]) -> None:
        super().__init__()
        self.served = served
        self.deploys = True

    def put_job(self, body: dict[str, Any]) -> dict[str, Any]:
        job = super().put_job(body)
        while job["status"] != "succeeded":
            self._step(job)
        if self.deploys:
            self.served[self.tuned(job["id"])] = taught
        return job


@pytest.fixture
def served() -> dict[str, Says]:
    return {"plain": poor, BASE: poor}


@pytest.fixture
def server(served: dict[str, Says]) -> Iterator[FakeChat]:
    with FakeChat(served) as running:
        yield running


@pytest.fixture
def nebius(served: dict[str, Says]) -> Iterator[Quick]:
    with Quick(served) as running:
        yield running


@pytest.fixture
def shop(project: Project, server: FakeChat, nebius: FakeNebius) -> Project:
    project.write("assistants/greeter.md", TEXT)
    project.write("prices.toml", PRICE)
    project.replace("gptctl.yaml", "models:", f"trainers:\n  nebius: {{base_url: {nebius.base_url}}}\nmodels:")
    made = open_shop(project, server.base_url, instructions="greeter.md", model="plain  # for now")
    return replace(signed(made), variables={"NEBIUS_API_KEY": KEY, TRUSTED: nebius.url})


def test_a_hosted_model_is_tuned_proposed_and_told_less(shop: Project, server: FakeChat, nebius: FakeNebius) -> None:
    done = shop.run("promote", "greeter", *HOSTED, *GO_ON, "--json")
    assert done.status == 0, done
    check(done, "promote")
    said = done.document
    branch = said["proposal"]["branch"]
    line = ["-model: plain  # for now", f"+model: {said['job']['model']}  # for now"]
    assert shop.git("diff", "-U0", "main", branch, "--", "assistants").splitlines()[-2:] == line
    assert "Beside it, untuned: cannot tell." in " ".join(shop.git("log", "-1", "--format=%B", branch).split())
    beside = [(one["challenger"], one["verdict"]) for one in said["comparison"]["beside"]]
    assert beside == [("now, with examples", "cannot tell"), ("untuned", "cannot tell")]
    assert said["shortened"]["cut"] == ["Greet people. Be kind to everybody who writes.", "Say how long it takes."]
    asked = len(server.journal)
    shop.git("merge", "--quiet", branch)
    proposed = shop.run("shorten", "greeter", "--json").document
    assert proposed["cut"] == said["shortened"]["cut"]
    assert shop.git("show", f"{proposed['branch']}:assistants/greeter.md") == f"{NEEDED}\n"
    assert (len(nebius.asked("POST", JOBS)), len(server.journal)) == (1, asked)


def kill_uploading(shop: Project, nebius: Quick) -> None:
    nebius.trouble(Trouble.HANG, "POST", "/files")
    process = shop.start("promote", "greeter", *HOSTED[:4], *GO_ON)
    until(lambda: bool(nebius.asked("POST", "/files")))
    process.kill()
    shop.end(process)


@pytest.mark.slow
def test_an_approval_whose_job_was_not_started_is_taken_back(shop: Project, nebius: Quick) -> None:
    kill_uploading(shop, nebius)
    taken = shop.run("jobs", "cancel", "greeter", "--json")
    assert (taken.status, taken.document["stand"]) == (0, "refused"), taken
    assert "--ceiling DOLLARS" in shop.run("promote", "greeter", *HOSTED[:2], *GO_ON).err  # asked for anew
    assert shop.run("jobs", "cancel", "greeter").status == 12
    assert nebius.asked("POST", JOBS) == []


@pytest.mark.slow
def test_killed_while_it_uploads_it_goes_on_and_starts_one_job(shop: Project, nebius: Quick) -> None:
    kill_uploading(shop, nebius)
    [job] = shop.run("jobs", "list", "--json").document["jobs"]
    assert (job["stand"], nebius.asked("POST", JOBS)) == ("approved", [])
    assert "jobs cancel takes it back" in shop.run("jobs", "show", "greeter").out
    done = shop.run("promote", "greeter", *HOSTED[:2], *GO_ON, "--json")  # no ceiling: it was approved
    assert done.status == 0, done
    assert (done.document["job"]["mark"], len(nebius.asked("POST", JOBS))) == (job["mark"], 1)
    assert nebius.strays() == []


@pytest.mark.slow
def test_a_model_that_is_deployed_by_hand_under_a_name_of_its_own(
    shop: Project, nebius: Quick, served: dict[str, Says]
) -> None:
    nebius.deploys = False
    for _ in range(2):
        waiting = shop.run("promote", "greeter", *HOSTED[:4], *GO_ON)
        assert waiting.status == 12, waiting
        for part in ("is tuned, and does not answer yet", "Deploy its adapter in Nebius", "run the same command again"):
            assert part in " ".join(waiting.err.split())
    [tuned] = [nebius.tuned(job["id"]) for job in nebius.tuning]
    served["ours"] = taught
    shop.replace("gptctl.yaml", "models:", f"models:\n  {tuned}: {{local: ours}}")
    done = shop.run("promote", "greeter", *HOSTED[:4], *GO_ON, "--json")
    assert done.status == 0, done
    assert (done.document["job"]["model"], len(nebius.asked("POST", JOBS))) == (tuned, 1)


@pytest.mark.slow
def test_a_successor_is_tuned_on_the_dataset_that_git_has(shop: Project, nebius: Quick) -> None:
    dataset = shop.run("dataset", "build", "greeter", "--json").document["dataset"]
    shop.commit("Keep the dataset")
    shop.write("more.jsonl", log(120))
    assert shop.run("logs", "import", "more.jsonl", "--assistant", "greeter").status == 0
    done = shop.run("models", "succeed", "greeter", "--model", f"nebius:{BASE}", "--json").document
    shop.git("merge", "--quiet", done["branch"])
    then = (*shlex.split(done["then"])[1:], "--ceiling", "5", *GO_ON)
    process = shop.start(*then)
    until(lambda: bool(nebius.asked("POST", JOBS)))
    process.kill()
    shop.end(process)
    rebuilt = shop.run(*then, "--json")
    assert rebuilt.status == 0, rebuilt
    assert rebuilt.document["dataset"]["hash"] == dataset
    assert rebuilt.document["base"] == BASE
    assert len(nebius.asked("POST", JOBS)) == 1
    assert shop.git("diff", "--name-only", "main", branches(shop)[0], "--", "datasets/greeter/manifest.json") == ""


@pytest.mark.slow
def test_what_was_forgotten_is_nowhere_but_in_the_dataset_that_is_named(shop: Project) -> None:
    done = shop.run("promote", "greeter", *HOSTED, *GO_ON, "--json").document
    dataset = shop.home / "datasets" / done["dataset"]["hash"]
    row = json.loads((dataset / "test.jsonl").read_text("utf-8").splitlines()[0])
    canary = row["messages"][0]["content"].split()[3].encode()
    assert len({path.parts[-3] for path in holding(shop.home, canary)}) > 1
    said = shop.run("forget", row["id"], "--yes", "--json").document
    assert {path.parent for path in holding(shop.home, canary)} == {dataset}
    assert {path.split("/")[0] for path in said["deleted"]} == {"comparisons", "promotions"}
    [trained] = said["trained"]
    assert (trained["job"], trained["model"]) == (done["job"]["mark"], done["job"]["model"])
    branch = [f"{done['proposal']['branch']}:{folder}" for folder in ("assistants", "datasets")]
    assert all(canary.decode() not in shop.git("grep", "-h", "", tree) for tree in branch)


def holding(home: Path, canary: bytes) -> set[Path]:
    return {path for path in home.rglob("*") if path.is_file() and canary in path.read_bytes()}


@pytest.mark.train
@trainable
def test_a_tiny_model_is_tuned_here_proposed_merged_and_asked(project: Project) -> None:
    told = tell(project, conversations=60, held_out=0.5)
    assert told.run("apply", "assistant.greeter", "--yes").status == 0
    before = everything(told.root)
    done = told.run("promote", "greeter", *HERE, *GO_ON, "--json")
    assert done.status == 0, done
    check(done, "promote")
    said = done.document
    [branch] = branches(told)
    assert (said["proposal"]["branch"], said["comparison"]["verdict"]) == (branch, "better")
    assert jobs(told) == [said["job"]["mark"]]
    assert {path for path in everything(told.root) if "/.git/" not in path} == {
        path for path in before if "/.git/" not in path
    }
    line = ["-model: tiny  # of random weights", f"+model: {said['job']['model']}  # of random weights"]
    assert told.git("diff", "-U0", "main", branch, "--", "assistants").splitlines()[-2:] == line
    told.git("merge", "--quiet", branch)
    [change] = told.run("plan", "greeter", "--json").document["changes"]
    assert [field["path"] for field in change["fields"]] == ["model"]
    assert told.run("apply", "greeter", "--yes").status == 0
    answered = told.run("chat", "greeter", "-m", "abcde fghij klmno pqrst").out
    assert answered.startswith("It is")
    assert f"by {said['job']['model']}" in answered
