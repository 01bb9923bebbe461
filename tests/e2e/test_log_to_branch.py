"""The whole way with a hosted trainer: from a log to a branch that is merged, each step one command."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from gptctl.providers.http.keys import TRUSTED
from tests.e2e.test_documents import check
from tests.support.fakes.chat import FakeChat, Says
from tests.support.fakes.nebius import KEY, FakeNebius
from tests.support.shop import good, poor, stock
from tests.support.terminal import Project
from tests.support.tuning import JOBS

BASE = "meta-llama/Llama-3.3-70B-Instruct"
NEEDED = "Name what was ordered twice."
TEXT = f"Greet people. Be kind to everybody who writes.\n\n{NEEDED} Say how long it takes.\n"
TO = ("promote", "greeter", "--to", f"nebius:{BASE}", "--override", "It is a test.", "--ceiling", "5", "--yes")
PRICE = f"""\
[[price]]
target = "nebius"
model = "{BASE}"
train = 3.0
as_of = 2026-11-21
valid_until = 2026-12-31
source = "a test"
"""


def taught(messages: Sequence[Mapping[str, Any]]) -> str:
    return good(messages) if NEEDED in messages[0]["content"] else poor(messages)


class Quick(FakeNebius):
    """Whose jobs are over before anybody looks; what they made answers at once."""

    def __init__(self, served: dict[str, Says]) -> None:
        super().__init__()
        self.served = served

    def put_job(self, body: dict[str, Any]) -> dict[str, Any]:
        job = super().put_job(body)
        while job["status"] != "succeeded":
            self._step(job)
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
def nebius(served: dict[str, Says]) -> Iterator[FakeNebius]:
    with Quick(served) as running:
        yield running


@pytest.fixture
def shop(project: Project, server: FakeChat, nebius: FakeNebius) -> Project:
    project.write("assistants/greeter.md", TEXT)
    project.write("prices.toml", PRICE)
    project.replace("gptctl.yaml", "models:", f"trainers:\n  nebius: {{base_url: {nebius.base_url}}}\nmodels:")
    made = stock(project, server.base_url, instructions="greeter.md  # in full", model="plain  # for now")
    made.git("config", "user.name", "Ada")
    made.git("config", "user.email", "ada@example.invalid")
    return replace(made, variables={"NEBIUS_API_KEY": KEY, TRUSTED: nebius.url})


def test_a_log_becomes_a_branch_and_shorter_instructions(shop: Project, server: FakeChat, nebius: FakeNebius) -> None:
    done = shop.run(*TO, "--shorten", "1000", "--json")
    assert done.status == 0, done
    check(done, "promote")
    said = done.document
    assert len(nebius.asked("POST", JOBS)) == 1
    branch, model = said["proposal"]["branch"], said["job"]["model"]
    changed = shop.git("diff", "-U0", "main", branch, "--", "assistants").splitlines()[-2:]
    assert changed == ["-model: plain  # for now", f"+model: {model}  # for now"]
    told = " ".join(shop.git("log", "-1", "--format=%B", branch).split())
    assert "Beside it, base: cannot tell." in told
    assert said["shortened"]["cut"] == ["Greet people. Be kind to everybody who writes.", "Say how long it takes."]
    asked = len(server.journal)
    again = shop.run(*TO)
    assert (again.status, f"unchanged: branch {branch}" in again.out) == (0, True), again
    shop.git("merge", "--quiet", branch)
    proposed = shop.run("shorten", "greeter", "--json")
    assert proposed.status == 0, proposed
    assert proposed.document["cut"] == said["shortened"]["cut"]
    assert (len(nebius.asked("POST", JOBS)), len(server.journal)) == (1, asked)
    assert shop.git("show", f"{proposed.document['branch']}:assistants/greeter.md") == f"{NEEDED}\n"
