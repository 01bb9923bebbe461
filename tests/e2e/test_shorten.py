"""`gptctl shorten`, with a model that needs one sentence and a model that needs all of them."""

import subprocess
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest

from tests.e2e.test_documents import check
from tests.support.fakes.chat import FakeChat
from tests.support.shop import good, poor, stock
from tests.support.terminal import Project

TEXT = (
    "# Manners\n\nGreet {{who}}. Be kind to everybody who writes.\n\n"
    "# Orders\n\nName what was ordered twice. Say how long it takes.\n"
)


def tuned(messages: Sequence[Mapping[str, Any]]) -> str:
    return good(messages) if "Name what was ordered twice." in messages[0]["content"] else poor(messages)


def faithful(messages: Sequence[Mapping[str, Any]]) -> str:
    whole = "Greet people. Be kind to everybody who writes.\n\n# Orders\n\nName what was ordered twice." in messages[0][
        "content"
    ] and messages[0]["content"].strip().endswith("takes.")
    return good(messages) if whole else poor(messages)


@pytest.fixture
def server() -> Iterator[FakeChat]:
    with FakeChat({"tuned": tuned, "faithful": faithful}) as running:
        yield running


@pytest.fixture
def shop(project: Project, server: FakeChat) -> Project:
    project.write("assistants/greeter.md", TEXT.replace("\n", "\r\n"))
    made = stock(project, server.base_url, instructions="greeter.md\nvariables: {who: people}", model="tuned")
    made.git("config", "core.autocrlf", "false")
    return made


@pytest.mark.slow
def test_a_branch_proposes_what_is_needed_alone_and_a_second_run_the_same(shop: Project, server: FakeChat) -> None:
    done = shop.run("shorten", "greeter", "--json")
    assert done.status == 0, done
    check(done, "shorten")
    said = done.document
    assert said["cut"] == ["# Manners\r\n\r\nGreet {{who}}. Be kind to everybody who writes.", "Say how long it takes."]
    assert said["tokens_before"] > said["tokens_after"] > 0
    assert (said["proposed"], said["ended"], said["dollars_a_month"]) == (True, True, None)
    assert shop.git("diff", "--stat", "--name-only", f"HEAD...{said['branch']}").split() == [
        "assistants/greeter.md", "datasets/greeter/shortened.md",
    ]  # fmt: skip
    shown = ["git", "show", f"{said['branch']}:assistants/greeter.md"]
    held = subprocess.run(shown, cwd=shop.root, check=True, capture_output=True).stdout
    assert held == b"# Orders\r\n\r\nName what was ordered twice.\r\n"
    assert "No harm was measured" in shop.git("log", "-1", "--format=%b", said["branch"])
    assert "ordered?" not in shop.git("show", f"{said['branch']}:datasets/greeter/shortened.md")
    assert shop.git("status", "--porcelain") == ""
    told = len(server.journal)
    again = shop.run("shorten", "greeter")
    assert again.status == 0, again
    assert f"branch {said['branch']}" in again.out
    assert "tokens fewer in each call" in again.out
    assert len(server.journal) == told


@pytest.mark.slow
def test_who_needs_every_word_gets_no_branch(shop: Project) -> None:
    done = shop.run("shorten", "greeter", "--with", "faithful")
    assert done.status == 0, done
    assert "nothing is proposed" in done.out
    assert "gptctl/shorten" not in shop.git("branch", "--list")


@pytest.mark.slow
def test_instructions_that_cannot_be_changed_alone_are_refused(shop: Project, server: FakeChat) -> None:
    def refused(said: str) -> None:
        done = shop.run("shorten", "greeter")
        assert (done.status, said in done.err) == (12, True), done

    shop.write("assistants/greeter.md", "Greet {{who}}. Be brief.\n")
    refused("assistants/greeter.md is not as git has it")
    shop.write("assistants/other.yaml", "apiVersion: gptctl/v1\nkind: Assistant\nname: other\nextends: greeter.yaml\n")
    refused("assistants/greeter.md is told to assistant.other too")
    (shop.root / "assistants/other.yaml").unlink()
    shop.replace("assistants/greeter.yaml", "instructions: greeter.md", "instructions: Greet.")
    refused("stand in no file of their own")
    assert server.journal == []
