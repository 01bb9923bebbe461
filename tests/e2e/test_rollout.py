"""A tuned model reaches its users by steps: what is merged, applied, answered, rolled back and kept with it."""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from gptctl.core.rollout import place
from gptctl.views import documents
from tests.e2e.conftest import SUPPORT
from tests.support.fakes.chat import FakeChat
from tests.support.terminal import Done, Project
from tests.support.tiny_gguf import write_noise, write_tiny

BASE, TUNED = "base-model", "tuned-model"
ADAPTED = "tiny-gptctl-0123456789abcdef"
RULE = "promotion: {rollout: {steps: [30, 100], hours: 0, conversations: 2, errors: 0.9}}\n"


def speaks(model: str) -> Any:
    def say(messages: Sequence[Mapping[str, Any]]) -> str:
        if "break" in messages[-1]["content"]:
            raise RuntimeError(model)
        return f"I am {model}."

    return say


@pytest.fixture
def server() -> Iterator[FakeChat]:
    with FakeChat({BASE: speaks(BASE), TUNED: speaks(TUNED)}) as fake:
        yield fake


@pytest.fixture
def merged(project: Project, server: FakeChat) -> Project:
    """Applied with the base; the proposal that says the tuned model is merged and not applied."""
    providers = f"providers:\n  local: {{base_url: '{server.base_url}'}}\n"
    project.write("gptctl.yaml", (project.root / "gptctl.yaml").read_text() + providers)
    project.write("assistants/support.yaml", SUPPORT.replace("smart", BASE) + RULE)
    project.commit("Answer by a model")
    assert project.run("apply", "--yes").status == 0
    project.replace("assistants/support.yaml", BASE, TUNED)
    project.commit("Tune support")
    return project


def answer(project: Project, *more: str) -> str:
    done = project.run("chat", "support", "-m", "Who are you?", "--json", *more)
    assert done.status == 0, done.err
    assert done.document["model"] in done.document["text"]
    return str(done.document["model"])


def rollout(project: Project, *arguments: str, status: int = 0) -> Any:
    """The one rollout of the document that a command gives, held against its schema."""
    done = project.run("rollout", *arguments, "--json")
    assert done.status == status, done.err or done.out
    Draft202012Validator(json.loads(documents.text("rollout"))).validate(done.document)
    [found] = done.document["rollouts"]
    return found


def users(id_: str, share: int) -> tuple[str, str]:
    """One who gets the new model at this share, and one who does not."""
    names = [f"user-{number}" for number in range(100)]
    return (
        next(name for name in names if place(id_, name) < share),
        next(name for name in names if place(id_, name) >= share),
    )


def test_from_the_merge_to_the_base_again(merged: Project) -> None:
    [change] = merged.run("plan", "--json").document["changes"]
    assert [field["path"] for field in change["fields"]] == ["model"]
    assert merged.run("apply", "--yes").status == 0
    assert answer(merged) == TUNED

    back = rollout(merged, "rollback", "support", "--why", "rude answers")
    assert (back["before"], back["after"], back["share"]) == (BASE, TUNED, 0)
    assert answer(merged) == BASE
    assert merged.run("plan", "--json").document["changes"] == []

    again = merged.run("apply", "--yes")
    assert (again.status, answer(merged)) == (0, BASE)
    assert "was rolled back" in again.err + again.out

    moves = rollout(merged, "status", "support")["moves"]
    assert [(move["move"], move["why"]) for move in moves] == [("start", "rude answers"), ("rollback", "rude answers")]


@pytest.mark.slow
def test_an_adapter_of_a_base_is_switched_off_by_a_rollback(project: Project) -> None:
    """The real engine: one llama.cpp model, and an adapter on it that a job left here."""
    register(project.home)
    settings = "instructions: Speak.\nparameters: {temperature: 0, max_output_tokens: 12}\n"
    greeter = f"apiVersion: gptctl/v1\nkind: Assistant\nname: greeter\nmodel: tiny\n{settings}"
    project.write("assistants/greeter.yaml", greeter)
    project.commit("Greet by a model")
    assert project.run("apply", "--yes").status == 0
    base = greeting(project)
    project.write("assistants/greeter.yaml", greeter.replace("tiny", ADAPTED))
    project.commit("Tune the greeter")
    assert project.run("apply", "--yes").status == 0
    tuned = greeting(project)
    assert (base["model"], tuned["model"]) == ("tiny", ADAPTED)
    assert base["text"] != tuned["text"]
    assert rollout(project, "rollback", "greeter")["before"] == "tiny"
    assert greeting(project)["text"] == base["text"]
    removed = project.run("models", "remove", ADAPTED)
    said = f"whoever gets {ADAPTED} from this machine gets extracts now."
    assert f"from tiny to {ADAPTED} is rolled back: {said}" in removed.err


def test_no_model_is_removed_while_nobody_can_say_who_gets_it(project: Project) -> None:
    model = project.home / "models" / "mine.gguf"
    model.parent.mkdir(parents=True)
    model.write_bytes(b"x")
    record = project.home / "rollouts" / "acme" / "dev" / "rollouts.jsonl"
    record.parent.mkdir(parents=True)
    record.write_text("{\n")
    assert project.run("models", "remove", "mine").status == 12
    assert model.exists()
    record.unlink()
    assert project.run("models", "remove", "mine").status == 0
    assert not model.exists()


def greeting(project: Project) -> Any:
    done = project.run("chat", "greeter", "-m", "Hello", "--json")
    assert done.status == 0, done.err
    return done.document


def register(home: Path) -> None:
    (home / "models").mkdir(parents=True, mode=0o700)
    write_tiny(home / "models" / "tiny.gguf")
    mark = ADAPTED.removeprefix("tiny-")
    (home / "jobs" / mark).mkdir(parents=True)
    write_noise(home / "jobs" / mark / "adapter.gguf")
    made = {"name": ADAPTED, "base": "tiny", "dataset": "d" * 64, "job": mark}
    files = {"gguf": f"jobs/{mark}/adapter.gguf"}
    registration = json.dumps({"format": "gptctl.tuned/v1", **made, "files": files})
    (home / "models" / f"{ADAPTED}.tuned.json").write_text(registration)


@pytest.mark.slow
def test_tests_are_put_to_the_model_that_a_user_gets(merged: Project) -> None:
    tests = f"[{{name: new, ask: Who are you?, expect: {{contains: {TUNED}}}}}]"
    merged.write("assistants/support.tests.yaml", f"apiVersion: gptctl/v1\nkind: Tests\ntests: {tests}\n")
    merged.replace("assistants/support.yaml", "name: support", "name: support\ntests: [support.tests.yaml]")
    begun = rollout(merged, "start", "support")
    few, many = users(begun["id"], 30)
    for user, status, model in ((few, 0, TUNED), (many, 12, BASE)):
        done = merged.run("test", "support", "--user", user, "--json")
        assert (done.status, done.document["assistants"][0]["model"]) == (status, model), done
    assert f"note: rollout {begun['id']} gives this user {TUNED}" in merged.run("test", "--user", few).out


@pytest.mark.slow
def test_users_get_the_tuned_model_by_steps_and_keep_it(merged: Project) -> None:
    begun = rollout(merged, "start", "support")
    few, many = users(begun["id"], 30)
    assert begun["share"] == 30
    before_it_is_applied = [answer(merged, "--user", few), answer(merged, "--user", many), answer(merged)]
    assert merged.run("apply", "--yes").status == 0
    after_it_is_applied = [answer(merged, "--user", few), answer(merged, "--user", many), answer(merged)]
    assert before_it_is_applied == after_it_is_applied == [TUNED, BASE, BASE]

    said = merged.run("resolve", "support", "--user", few, "--json").document
    assert (said["model"], said["rollout"]["arm"], said["rollout"]["held"]) == (TUNED, "after", TUNED)

    assert rollout(merged, "advance", "support")["share"] == 100
    assert [answer(merged, "--user", many), answer(merged)] == [TUNED, TUNED]
    done = rollout(merged, "finish", "support")
    assert (done["stage"], done["decides"]) == ("finished", False)
    assert merged.run("resolve", "support", "--json").document["rollout"] is None


@pytest.mark.slow
def test_each_step_is_recorded_with_the_conversation(merged: Project) -> None:
    id_ = rollout(merged, "start", "support")["id"]
    few, many = users(id_, 30)
    answer(merged, "--user", many)
    answer(merged, "--user", few)
    rollout(merged, "advance", "support", "--override", "two are enough")
    answer(merged)
    rollout(merged, "rollback", "support")
    answer(merged)
    with closing(sqlite3.connect(merged.home / "conversations.db")) as database:
        kept = database.execute(
            "select rollout, share, arm, model, json_extract(answer, '$.model') "
            "from trials join exchanges using (conversation, turn)"
        )
        rows = sorted(kept)
    assert rows == [
        (id_, 0, "before", BASE, BASE),
        (id_, 30, "after", TUNED, TUNED),
        (id_, 30, "before", BASE, BASE),
        (id_, 100, "after", TUNED, TUNED),
    ]
    newest = merged.run("logs", "list", "--json").document["conversations"][0]
    shown = merged.run("logs", "show", newest["id"], "--json").document
    [trial] = shown["trials"]
    assert (trial["rollout"], trial["share"], trial["arm"], trial["model"]) == (id_, 0, "before", BASE)
    assert shown["ran"]["model"] == BASE


def test_a_step_is_refused_with_numbers_until_there_is_enough(merged: Project) -> None:
    id_ = rollout(merged, "start", "support")["id"]
    few, _ = users(id_, 30)
    answer(merged, "--user", few)
    refused = merged.run("rollout", "advance", "support", "--json")
    assert refused.status == 12
    assert "1 conversation with the new model; 2 are needed" in json.dumps(refused.document)
    assert merged.run("rollout", "advance", "support", "--override", "").status == 12
    assert rollout(merged, "status")["advice"] == "not enough yet"
    answer(merged, "--user", few)
    assert rollout(merged, "status")["advice"] == "go on"


@pytest.mark.slow
def test_bad_ratings_call_for_the_way_back(merged: Project) -> None:
    id_ = rollout(merged, "start", "support")["id"]
    few, _ = users(id_, 30)
    for _ in range(5):
        said = merged.run("chat", "support", "-m", "Who are you?", "--user", few, "--json").document
        assert merged.run("feedback", "add", said["conversation"], "bad").status == 0
    refused = merged.run("rollout", "advance", "support", "--override", "never mind", "--json")
    assert refused.status == 12
    assert "0 of 5 rated conversations" in json.dumps(refused.document)
    assert rollout(merged, "rollback", "support", "--if-worse")["stage"] == "rolled back"
    assert answer(merged, "--user", few) == BASE


def test_a_question_without_an_answer_counts_as_an_error(merged: Project) -> None:
    id_ = rollout(merged, "start", "support")["id"]
    few, _ = users(id_, 30)
    assert merged.run("chat", "support", "-m", "Please break", "--user", few).status == 1
    assert rollout(merged, "status")["conversations"]["after"] == {
        "conversations": 1, "failed": 1, "rated": 0, "good": 0,
    }  # fmt: skip


def test_status_and_plan_mention_it_and_the_repository_holds_nothing_of_it(merged: Project) -> None:
    id_ = rollout(merged, "start", "support")["id"]
    for command in ("plan", "status"):
        done = merged.run(command)
        assert f"rollout {id_}" in done.out + done.err
    assert merged.git("status", "--porcelain") == ""
    assert [path for path in merged.root.rglob("*") if "rollout" in path.name] == []


def test_those_that_are_gone_are_shown_with_the_rest(merged: Project) -> None:
    merged.write("assistants/greeter.yaml", SUPPORT.replace("support", "greeter").replace("smart", TUNED))
    merged.write("assistants/greeter.md", "Greet.")
    merged.commit("Greet")
    assert merged.run("apply", "assistant.greeter", "--yes").status == 0
    rollout(merged, "start", "greeter", "--from", BASE)
    rollout(merged, "start", "support")
    assert merged.run("destroy", "assistant.greeter", "--yes").status == 0
    for _ in range(2):
        done = merged.run("rollout", "status", "--json")
        assert done.status == 0, done
        Draft202012Validator(json.loads(documents.text("rollout"))).validate(done.document)
        found = [(one["address"], one["held"], one["decides"]) for one in done.document["rollouts"]]
        assert found == [("assistant.greeter", None, False), ("assistant.support", BASE, True)]
        (merged.root / "assistants/greeter.yaml").unlink(missing_ok=True)
    assert "this assistant is not there" in merged.run("rollout", "status").out


def test_a_model_that_answers_nothing_is_given_to_nobody(merged: Project) -> None:
    assert merged.run("apply", "--yes").status == 0
    done = merged.run("rollout", "start", "support", "--from", "misspelt")
    assert (done.status, "misspelt answers nothing at local" in done.err) == (12, True), done
    assert merged.run("rollout", "status").out.startswith("There is no rollout here.")


@pytest.mark.slow
def test_a_new_name_brings_nothing_back(merged: Project) -> None:
    assert merged.run("apply", "--yes").status == 0
    id_ = rollout(merged, "rollback", "support")["id"]
    renamed = (merged.root / "assistants/support.yaml").read_text("utf-8").replace("name: support", "name: helper")
    merged.write("assistants/support.yaml", renamed)
    moved = "moved: [{from: assistant.support, to: assistant.helper}]\n"
    merged.write("gptctl.yaml", (merged.root / "gptctl.yaml").read_text("utf-8") + moved)
    merged.commit("Rename support")
    assert merged.run("apply", "--yes").status == 0
    said = merged.run("resolve", "helper", "--json").document
    assert (said["model"], said["rollout"]["held"], said["rollout"]["id"]) == (BASE, TUNED, id_)
    assert rollout(merged, "status", "helper")["id"] == id_


@pytest.mark.slow
def test_a_timer_leaves_alone_what_came_after_the_rollout(merged: Project) -> None:
    rollout(merged, "start", "support")
    merged.replace("assistants/support.yaml", TUNED, "third-model")
    merged.commit("Take a third")
    assert merged.run("apply", "--yes").status == 0
    done = merged.run("rollout", "rollback", "support", "--if-worse")
    assert (done.status, "no rollout of support is running" in done.err) == (64, True), done


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["start", "nobody"], "no assistant nobody"),
        (["start", "support", "--from", TUNED], "the same model"),
        (["start", "support", "--from", "third"], "neither"),
        (["rollback", "support", "--from", "third"], "neither"),
        (["advance", "support"], "no rollout"),
        (["finish", "support"], "no rollout"),
        (["rollback", "support", "--if-worse"], "no rollout"),
    ],
)
def test_what_makes_no_sense_is_one_message(merged: Project, arguments: list[str], said: str) -> None:
    done: Done = merged.run("rollout", *arguments)
    assert done.status in {12, 64}
    assert said in done.err
    assert "Traceback" not in done.err
