"""After `gptctl forget` nothing on the machine holds what was said, but what was named."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from gptctl.backends.local.lines import DurableLines
from gptctl.cli.conversations import FOLDER
from gptctl.logs.store.store import Store
from gptctl.promote.jobs.approval import Approval
from gptctl.promote.jobs.codec import to_json
from gptctl.promote.jobs.job import Approved, Entry, Sending, Started
from gptctl.promote.trainers.base import JobId
from tests.e2e.test_documents import check
from tests.support.fakes.chat import FakeChat
from tests.support.shop import good, poor, stock
from tests.support.terminal import Project

PROJECT = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def server() -> Iterator[FakeChat]:
    with FakeChat({"plain": poor, "tuned": good}) as running:
        yield running


@pytest.fixture
def shop(project: Project, server: FakeChat) -> Project:
    made = stock(project, server.base_url)
    (made.root / "log.jsonl").unlink()
    return made


def dataset(project: Project) -> str:
    manifest = (project.root / "datasets/greeter/manifest.json").read_text("utf-8")
    return str(json.loads(manifest)["dataset"])


def sent(project: Project, digest: str) -> str:
    """A job on this dataset stands in the ledger; gives its mark."""
    approval = Approval(dataset=digest, trainer="local", base="tiny", settings={}, ceiling=0.0)
    return write(project, Sending(approval=approval, time=1.0), Started(mark=approval.mark, id=JobId("j1")))


def approved(project: Project, digest: str) -> str:
    """Another one, which was not started yet; its rows may lie at the trainer."""
    approval = Approval(dataset=digest, trainer="local", base="tiny", settings={}, ceiling=0.0, attempt=2)
    return write(project, Approved(approval=approval, time=1.0))


def write(project: Project, first: Approved | Sending, *more: Entry) -> str:
    lines = DurableLines(project.home / "promotions" / PROJECT / "jobs")
    for entry in (first, *more):
        lines.append(to_json(entry))
    return first.approval.mark


def holding(project: Project, canary: str) -> set[str]:
    places = (path for top in (project.root, project.home) for path in top.rglob("*") if path.is_file())
    return {str(path.relative_to(project.home)) for path in places if canary.encode() in path.read_bytes()}


@pytest.mark.slow
def test_a_canary_is_nowhere_but_in_what_was_named(shop: Project) -> None:
    digest = dataset(shop)
    row = json.loads((shop.home / "datasets" / digest / "test.jsonl").read_text("utf-8").splitlines()[0])
    canary = row["messages"][0]["content"].split()[3]
    assert shop.run("compare", "greeter", "--with", "tuned", "--shots", "1").status == 0
    assert shop.run("dataset", "export", "greeter", "trl").status == 0
    left = shop.home / "datasets" / ".left" / "rows.jsonl"
    left.parent.mkdir()
    left.write_text(canary)
    mark, waiting = sent(shop, digest), approved(shop, digest)
    assert any(path.startswith("comparisons/") for path in holding(shop, canary))
    done = shop.run("forget", row["id"], "--yes", "--json")
    assert done.status == 0, done
    check(done, "forget")
    said = done.document
    assert {Path(path).parts[1] for path in holding(shop, canary)} == {digest} == set(said["datasets"])
    assert [path.split("/")[0] for path in said["deleted"]] == ["comparisons", "exports"]
    assert [one["job"] for one in said["trained"]] == [mark, waiting]
    for command in (("compare", "greeter", "--with", "tuned"), ("dataset", "export", "greeter", "trl")):
        again = shop.run(*command)
        assert (again.status, "1 conversation that was forgotten" in again.err) == (12, True), again
    verified = shop.run("dataset", "verify", "greeter")
    assert (verified.status, "forgotten: wrong" in verified.out) == (1, True)


@pytest.mark.slow
@pytest.mark.parametrize("command", [("compare", "greeter", "--with", "tuned"), ("shorten", "greeter")])
def test_what_is_forgotten_while_it_is_asked_is_quoted_nowhere(
    shop: Project, server: FakeChat, command: tuple[str, ...]
) -> None:
    test = shop.home / "datasets" / dataset(shop) / "test.jsonl"
    row = json.loads(test.read_text("utf-8").splitlines()[0])["id"]

    def forget(messages: Sequence[Mapping[str, Any]]) -> str:
        server.models = {"plain": poor, "tuned": good}
        Store(folder=shop.home / FOLDER / PROJECT).forget([row], reason="", time=1.0)
        return poor(messages)

    shop.write("assistants/greeter.md", "Greet.\n\nBe kind.\n")
    shop.replace("assistants/greeter.yaml", "instructions: Greet.", "instructions: greeter.md")
    shop.commit("Tell more")
    server.models = {"plain": forget, "tuned": good}
    done = shop.run(*command)
    assert (done.status, "1 conversation that was forgotten" in done.err) == (12, True), done
    assert list(shop.home.glob("comparisons/*/*")) == []
