"""`gptctl test`, from the files to the exit status."""

import socket
from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.support.measured import raw
from tests.support.terminal import Project

HEAD = "apiVersion: gptctl/v1\nkind: Tests\ntests:\n"
REFUND = (
    "  - {name: refund, ask: How long does a refund take?, expect: {contains: ten working days, cites: refunds.md}}\n"
)
WRONG = "  - {name: wrong, ask: How long does a refund take?, expect: {excludes: Working Days}}\n"


@pytest.fixture
def tested(applied: Project) -> Project:
    """One assistant has a test, which passes."""
    applied.write("assistants/support.tests.yaml", HEAD + REFUND)
    applied.replace("assistants/support.yaml", "model:", "tests: [support.tests.yaml]\nmodel:")
    return applied


@pytest.fixture
def nobody() -> Iterator[str]:
    """An address where nobody listens, and nobody else may begin to."""
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}/v1"


def test_what_passes_ends_with_0_and_leaves_no_trace(tested: Project) -> None:
    assert tested.run("plan", "--detailed-exitcode").status == 0
    done = tested.run("test")
    heading, note, rest = done.out.split("\n", 2)
    assert (done.status, heading, rest) == (0, "support at local", "  ok  refund\n\n1 test, all passed\n")
    assert note.startswith("  note: no model here: the best passages are quoted")
    assert tested.run("test", "support").status == 0
    assert not (tested.home / "conversations.db").exists()


def test_what_fails_ends_with_12_and_shows_the_part_that_failed(tested: Project) -> None:
    tested.write("assistants/support.tests.yaml", HEAD + WRONG + REFUND)
    done = tested.run("test")
    assert done.status == 12
    assert "  no  wrong\n      excludes: It says `Working Days`.\n        answer: " in done.out
    assert "ten working days" in done.out
    assert "  ok  refund\n" in done.out
    assert done.out.endswith("2 tests, 1 failed\n")


@pytest.mark.parametrize("edit", [("assistants/support.md", "kind"), ("knowledge/handbook/shipping.md", "three")])
def test_an_edit_that_is_not_applied_is_told(tested: Project, edit: tuple[str, str]) -> None:
    assert tested.run("test", "--json").document["assistants"][0]["stale"] is False
    tested.replace(*edit, "other")
    done = tested.run("test", "--json")
    assert (done.status, done.document["assistants"][0]["stale"]) == (0, True)
    assert "is not applied there yet" in tested.run("test").out


def test_a_question_that_is_not_answered_does_not_end_the_others(tested: Project, nobody: str) -> None:
    tested.replace("gptctl.yaml", "environments:", f"providers: {{local: {{base_url: '{nobody}'}}}}\nenvironments:")
    tested.write("assistants/support.tests.yaml", HEAD + WRONG + REFUND)
    assert tested.run("apply", "--yes").status == 0
    done = tested.run("test", "--json")
    assert (done.status, done.document["unanswered"], done.document["failed"]) == (1, 2, 0)
    assert all(one["error"] for one in done.document["assistants"][0]["tests"])
    assert "2 tests, 0 failed, 2 not answered" in tested.run("test").out


def test_who_has_no_tests_cannot_be_tested(applied: Project) -> None:
    for arguments in (["test"], ["test", "support"], ["test", "nobody"]):
        assert applied.run(*arguments).status == 64


def test_what_was_never_applied_cannot_be_tested(project: Project) -> None:
    project.write("assistants/support.tests.yaml", HEAD + REFUND)
    project.replace("assistants/support.yaml", "model:", "tests: [support.tests.yaml]\nmodel:")
    done = project.run("test")
    assert (done.status, "gptctl apply" in done.err) == (1, True)


def test_hostile_names_and_answers_steer_no_terminal(tested: Project) -> None:
    tested.write("knowledge/handbook/refunds.md", "# Refunds\n\nA refund takes ten \x1b[2J\u202e working days.\n")
    tested.write(
        "assistants/support.tests.yaml",
        HEAD
        + '  - {name: "\\e]0;x\\a", ask: How long does a refund take?, expect: {contains: "\\e[2J\\u202enothing"}}\n',
    )
    assert tested.run("apply", "--yes").status == 0
    done = tested.run("test")
    assert done.status == 12
    assert raw(done.out) == []


def test_fmt_lays_out_tests_too(tested: Project) -> None:
    tested.write("assistants/support.tests.yaml", f"tests:\n{REFUND}kind: Tests  # ours\napiVersion: gptctl/v1\n")
    assert tested.run("fmt").status == 0
    laid = (tested.root / "assistants/support.tests.yaml").read_text()
    assert laid.startswith("apiVersion: gptctl/v1\nkind: Tests  # ours\ntests:\n")
    assert tested.run("fmt", "--check").status == 0


def test_the_repositorys_own_assistants_pass_their_tests_without_a_key(repository: Project) -> None:
    assert repository.run("apply", "--yes").status == 0
    done = repository.run("test", "--json")
    assert done.status == 0, done.out
    assert (done.document["passed"], len(done.document["assistants"])) == (14, 3)
