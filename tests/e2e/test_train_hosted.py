"""The installed command and a trainer that speaks as OpenAI does: one job, and a door that is closed.

At Azure, and from a base without a last day: the command goes by the real clock.
"""

import re
import time
from collections.abc import Iterator

import pytest

from gptctl.providers.openai_shape.addresses import FOUNDRY_VARIABLE
from tests.support.fakes.azure import KEY, FakeAzure
from tests.support.fakes.trouble import Trouble
from tests.support.prices import price
from tests.support.shop import stock
from tests.support.terminal import Project
from tests.support.tuning import JOBS

TO = ("promote", "greeter", "--to", "azure:gpt-oss-20b", "--override", "It is a test.", "--ceiling", "5", "--yes")
PRICE = price("azure", "gpt-oss-20b", train=3.0, input=0.1, output=0.5)

pytestmark = pytest.mark.slow


@pytest.fixture
def azure() -> Iterator[FakeAzure]:
    with FakeAzure() as fake:
        yield fake


@pytest.fixture
def shop(project: Project, azure: FakeAzure) -> Project:
    stock(project, "http://127.0.0.1:9/v1", model="gpt-oss-20b")
    written = (project.root / "gptctl.yaml").read_text("utf-8")
    written = written.replace("[local]", "[azure]").replace("{local: none}", "{azure: gpt-oss-20b}")
    project.write("gptctl.yaml", re.sub(r"providers:\n.*\n", "", written))
    project.write("prices.toml", PRICE)
    project.commit("Move to Azure")
    variables = {"AZURE_AI_API_KEY": KEY, FOUNDRY_VARIABLE: azure.endpoint}
    return Project(root=project.root, home=project.home, variables=variables)


def test_a_closed_door_leaves_nothing_and_says_where_to_go(shop: Project, azure: FakeAzure) -> None:
    azure.no_training = "training_not_available"
    done = shop.run(*TO)
    assert (done.status, "(training_not_available)" in done.err) == (1, True), done.err
    assert "train elsewhere, from the same dataset" in done.err
    assert (len(azure.tuning), azure.strays()) == (0, [])


def test_a_run_that_was_ended_is_taken_up_and_starts_no_second_job(shop: Project, azure: FakeAzure) -> None:
    azure.trouble(Trouble.LOSE_ANSWER, "POST", JOBS)
    process = shop.start(*TO)
    deadline = time.monotonic() + shop.limit
    while not azure.asked("GET", f"{JOBS}/ftjob-*"):  # it watches the job whose answer was lost
        assert time.monotonic() < deadline
        assert process.poll() is None, shop.end(process)
        time.sleep(0.1)
    process.terminate()
    assert shop.end(process).status != 0
    shown = shop.run("jobs", "show", "greeter", "--json")
    assert shown.status == 0, shown.err
    assert shop.run("jobs", "cancel", "greeter").status == 0
    again = shop.run(*TO)
    assert again.status != 0
    assert "cancelled" in again.err
    assert len(azure.tuning) == len(azure.asked("POST", JOBS)) == 1
    assert KEY not in str(shown) + str(again)
