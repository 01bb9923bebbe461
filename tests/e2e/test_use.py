"""The commands that use what was applied."""

import stat
from dataclasses import replace

import pytest

from tests.support.terminal import Project


def test_a_question_is_answered_with_its_sources(applied: Project) -> None:
    done = applied.run("chat", "support", "-m", "How long does a refund take?")
    assert done.status == 0
    assert "ten working days" in done.out
    assert "Sources:\n  1. refunds.md > Refunds\n" in done.out


def test_an_answer_as_a_document_says_what_it_was_produced_under(applied: Project) -> None:
    done = applied.run("chat", "support", "-m", "-", "--json", stdin="How long do parcels abroad take?\n")
    assert done.status == 0
    answer = done.document
    assert answer["format"] == "gptctl.answer/v1"
    assert answer["sources"][0]["file"] == "shipping.md"
    assert answer["commit"] == applied.git("rev-parse", "HEAD").strip()
    assert (applied.home / "conversations.db").exists()


def test_nothing_to_ask_is_a_usage_error(applied: Project) -> None:
    assert applied.run("chat", "support").status == 64
    assert applied.run("chat", "support", "-m", " ").status == 64
    assert applied.run("chat", "nobody", "-m", "Hello").status == 64


def test_an_environment_without_a_name_is_not_the_first(applied: Project) -> None:
    assert applied.run("plan").status == 0  # and what the first one declares is remembered
    assert applied.run("plan", "-e", "").status == 64


def test_an_assistant_that_was_never_applied_cannot_be_asked(project: Project) -> None:
    done = project.run("chat", "support", "-m", "Hello")
    assert done.status == 1
    assert "gptctl apply" in done.err


def test_resolve_gives_what_a_program_needs(applied: Project) -> None:
    done = applied.run("resolve", "support", "--json")
    assert done.document["format"] == "gptctl.binding/v1"
    assert done.document["attrs"]["knowledge"] == [{"$ref": "knowledge.handbook"}]
    lines = dict(text.split(": ", 1) for text in applied.run("resolve", "support").out.splitlines())
    assert lines["id"] == done.document["id"]
    assert lines["target"] == "local"


def test_state_shows_what_is_recorded(applied: Project) -> None:
    assert "3 objects are recorded." in applied.run("state", "list").out
    assert "nonce: " in applied.run("state", "show", "support").out
    assert applied.run("state", "show", "nobody").status == 64


def test_doctor_looks_at_the_machine_the_project_and_the_provider(applied: Project) -> None:
    done = applied.run("doctor", "--json")
    names = {check["name"] for check in done.document["checks"]}
    assert {"python", "git", "home", "keys", "declarations", "record", "lock"} <= names
    assert done.status == (0 if done.document["ok"] else 1)


def test_doctor_minds_a_folder_that_others_may_read(applied: Project) -> None:
    applied.home.chmod(applied.home.stat().st_mode | stat.S_IROTH)
    done = applied.run("doctor")
    assert done.status == 1
    assert "chmod 700" in done.out


def test_doctor_says_where_git_reads_nothing(applied: Project) -> None:
    assert f"history        at {applied.git('rev-parse', 'HEAD')[:10]}" in applied.run("doctor").out
    applied = replace(applied, variables={"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"})
    done = applied.run("doctor")
    assert (done.status, "Another user owns the repository" in done.out) == (1, True)
    assert "safe.directory" in applied.run("plan", "--ref", "HEAD").err


def test_doctor_shows_names_of_keys_and_never_values(applied: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret-value")
    done = applied.run("doctor")
    assert "OPENAI_API_KEY" in done.out
    assert "sk-secret-value" not in done.out + done.err


def test_completion_prints_a_script_that_completes(applied: Project) -> None:
    for shell in ("bash", "zsh", "fish"):
        assert "_GPTCTL_COMPLETE" in applied.run("completion", shell).out
    assert applied.run("completion", "tcsh").status == 64


def test_words_are_completed_to_what_the_project_names(applied: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def completed(*words: str) -> list[str]:
        monkeypatch.setenv("COMP_WORDS", " ".join(("gptctl", *words)))
        monkeypatch.setenv("COMP_CWORD", str(len(words)))
        return applied.run().out.split()

    monkeypatch.setenv("_GPTCTL_COMPLETE", "bash_complete")
    assert completed("history", "gr") == ["plain,greeter"]
    assert completed("chat", "g") == ["plain,greeter"]
    assert completed("apply", "knowledge.") == ["plain,knowledge.handbook"]
    assert completed("plan", "--env", "d") == ["plain,dev"]
    assert completed("plan", "--target", "l") == ["plain,local"]
    applied.write("gptctl.yaml", "x: [")
    assert completed("plan", "--env", "d") == []
    assert completed("plan", "gr") == []


def test_no_models_are_installed_at_first(applied: Project) -> None:
    assert applied.run("models", "list", "--json").document["models"] == []
    done = applied.run("models", "install", "no-such-model")
    assert done.status == 64
    assert "smollm2-135m" in done.err


def test_what_was_applied_before_it_was_committed_is_found_in_the_commit(applied: Project) -> None:
    applied.replace("assistants/greeter.yaml", "Greet.", "Greet warmly.")
    assert applied.run("apply", "--yes").status == 0
    commit = applied.commit("Greet warmly")
    document = applied.run("history", "greeter", "--json").document
    assert document["applied"] == {"local": commit}
    assert [one["applied_at"] for one in document["commits"]] == [["local"], []]
