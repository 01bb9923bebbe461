"""Models in use and what comes after them, from the command line."""

import json
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from gptctl.backends.local.lines import DurableLines
from gptctl.promote.jobs.approval import Approval
from gptctl.promote.jobs.codec import to_json
from gptctl.promote.jobs.job import Sending
from gptctl.promote.pipeline.case import Case
from gptctl.promote.pipeline.shelf import Shelf
from gptctl.providers.http.keys import TRUSTED
from tests.e2e.conftest import declare
from tests.e2e.test_documents import check
from tests.support.fakes.openai import KEY, FakeOpenAI
from tests.support.terminal import Project

OLD = "gpt-4o-2024-05-13"
"""It has stopped, and will have stopped whenever this test runs."""

TOPICS = ("refunds", "parcels", "lamps", "boots", "kettles", "maps", "chairs", "coats", "tents", "pens")


def hosted(folder: Path, model: str, variables: dict[str, str], base_url: str) -> Project:
    """Two assistants, one by an alias and one by a model's name, at OpenAI in prod."""
    made = declare(folder)
    made = Project(root=made.root, home=made.home, variables=variables)
    made.replace("gptctl.yaml", "{local: none}", f"{{local: none, openai: {model}}}")
    made.replace("gptctl.yaml", "prod: {targets: [local], ", "prod: {targets: [local, openai], ")
    made.replace("gptctl.yaml", "environments:", f"providers:\n  openai: {{base_url: '{base_url}'}}\nenvironments:")
    made.commit("Go to OpenAI")
    return made


@pytest.fixture
def old(tmp_path: Path) -> Project:
    return hosted(tmp_path, OLD, {}, "https://api.openai.com/v1")


def test_every_model_in_use_is_listed_with_its_day(old: Project) -> None:
    done = old.run("models", "status", "--json")
    assert done.status == 0, done.err
    check(done, "models-status")
    gone, local = done.document["models"]
    assert (gone["provider"], gone["model"], gone["stops"], gone["by"]) == (
        "openai",
        OLD,
        "2026-10-23",
        "2026-10-22",
    )
    assert [(use["assistant"], use["environment"], use["written"]) for use in gone["used_by"]] == [
        ("greeter", "prod", "smart"),
        ("support", "prod", "smart"),
    ]
    assert (local["model"], local["stops"], local["advice"]) == ("none", None, "")
    shown = old.run("models", "status")
    assert f"{OLD} at openai\n  stopped on 2026-10-23\n  used by greeter (prod as smart)" in shown.out
    assert "  now: choose another model: `gptctl models succeed greeter --model MODEL --env prod" in shown.out


def test_the_gate_ends_with_12_where_one_stops_within(old: Project) -> None:
    assert old.run("models", "status", "--gate", "0").status == 12
    assert old.run("models", "status", "--gate", "0", "--env", "dev").status == 0


def test_a_provider_that_tells_the_days_is_asked(tmp_path: Path) -> None:
    today: date = datetime.now(UTC).date()
    with FakeOpenAI() as fake:
        fake.models["gpt-6-luna"] = (today + timedelta(days=10)).isoformat()
        variables = {"OPENAI_API_KEY": KEY, TRUSTED: fake.url}
        project = hosted(tmp_path, "gpt-6-luna", variables, fake.base_url)
        assert project.run("models", "status", "--gate", "30").status == 0
        assert fake.asked() == []
        done = project.run("models", "status", "--gate", "30", "--live", "--json")
    assert done.status == 12
    check(done, "models-status")
    assert done.document["asked"] == [{"provider": "openai", "trouble": ""}]
    assert done.document["models"][0]["stops"] == fake.models["gpt-6-luna"]


def test_without_a_key_the_published_days_are_shown(old: Project) -> None:
    done = old.run("models", "status", "--live")
    assert done.status == 0
    assert "openai could not be asked, so its published days are shown: " in done.out
    assert "OPENAI_API_KEY" in done.out
    assert "stopped on 2026-10-23" in done.out


def test_wrong_settings_of_a_provider_are_told_at_their_line(old: Project) -> None:
    old.replace("gptctl.yaml", "openai: {base_url:", "openai: {runtime: magic, base_url:")
    done = old.run("models", "status", "--live")
    assert done.status == 10
    assert "gptctl.yaml:8" in done.err


def blob(project: Project, branch: str, file: str) -> str:
    return project.git("show", f"{branch}:{file}")


def test_a_branch_brings_the_successor_of_a_portable_name(old: Project) -> None:
    before = (old.root / "gptctl.yaml").read_text(encoding="utf-8")
    old.write("assistants/greeter.yaml", "not: committed\n")
    done = old.run(
        "models", "succeed", "support", "--model", "gpt-6-luna", "-e", "prod", "--target", "openai", "--json"
    )
    assert done.status == 0, done.err
    check(done, "models-succeed")
    found = done.document
    assert (found["field"], found["before"], found["after"]) == ("models.smart.openai", OLD, "gpt-6-luna")
    assert (found["assistants"], found["made"]) == (["greeter", "support"], True)
    assert blob(old, found["branch"], "gptctl.yaml") == before.replace(OLD, "gpt-6-luna")
    assert old.git("diff", "--name-only", "HEAD", found["branch"]).split() == ["gptctl.yaml"]
    assert old.git("rev-list", "--count", f"HEAD..{found['branch']}").strip() == "1"
    message = old.git("log", "-1", "--format=%B", found["branch"])
    assert message.startswith("Let smart mean gpt-6-luna at openai\n\n")
    assert f"{OLD} stopped on 2026-10-23." in message
    assert (old.root / "gptctl.yaml").read_text(encoding="utf-8") == before
    assert old.git("status", "--porcelain").split() == ["M", "assistants/greeter.yaml"]
    again = old.run("models", "succeed", "support", "--model", "gpt-6-luna", "-e", "prod", "--target", "openai")
    assert again.status == 0
    assert f"The branch {found['branch']} was there already" in again.out


def test_a_tuned_model_is_rebuilt_on_a_successor(old: Project) -> None:
    tuned = "ft:gpt-4o-2024-05-13:acme:support:9x"
    old.replace("assistants/support.yaml", "model: smart", f"model: '{tuned}' # ours")
    old.write(
        "assistants/support.yaml", (old.root / "assistants/support.yaml").read_text() + "promotion:\n  near: 0.9\n"
    )
    old.commit("Promote support")
    before = (old.root / "assistants/support.yaml").read_text(encoding="utf-8")
    done = old.run("models", "succeed", "support", "--model", "local:smollm2-135m", "-e", "prod")
    assert done.status == 0, done.err
    assert "assistants/support.yaml: promotion.to\n  + local:smollm2-135m\n" in done.out
    assert "merge it, then `gptctl promote support --env prod`" in done.out
    [branch] = old.git("branch", "--list", "gptctl/*", "--format=%(refname:short)").split()
    after = before.replace("promotion:\n", "promotion:\n  to: local:smollm2-135m\n")
    assert blob(old, branch, "assistants/support.yaml") == after
    message = old.git("log", "-1", "--format=%B", branch)
    assert message.startswith("Rebuild support on local:smollm2-135m\n\n")
    assert f"{tuned}, tuned from gpt-4o-2024-05-13, stopped on 2026-10-23." in message
    old.git("merge", "--quiet", branch)
    shown = old.run("models", "status", "--json", "-e", "prod").document["models"]
    assert ("local", "smollm2-135m", "to tune") in {(one["provider"], one["model"], one["role"]) for one in shown}
    assert next(one["advice"] for one in shown if one["model"] == tuned).startswith("it goes with its base and git has")


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["nobody", "--model", "gpt-6-luna"], 64, "no assistant nobody is declared"),
        (["support", "--model", "gpt-6-luna", "-e", "prod"], 64, "Say with --target which of them"),
        (["support", "--model", OLD, "-e", "prod", "--target", "openai"], 12, "already"),
        (["support", "--model", "o1", "-e", "prod", "--target", "openai"], 12, "o1 at openai stopped on 2026-10-23"),
        (["support", "--model", "openai:gpt-4", "-e", "nowhere"], 64, "nowhere"),
    ],
)
def test_what_cannot_be_done_makes_no_branch(old: Project, arguments: list[str], status: int, said: str) -> None:
    done = old.run("models", "succeed", *arguments)
    assert (done.status, said in done.err) == (status, True), done.err
    assert old.git("branch", "--format=%(refname:short)").split() == ["main"]


def test_a_raw_model_of_a_target_is_not_changed_behind_its_back(old: Project) -> None:
    text = (old.root / "assistants/greeter.yaml").read_text(encoding="utf-8")
    old.write("assistants/greeter.yaml", f"{text}targets: {{openai: {{options: {{model: {OLD}}}}}}}\n")
    old.commit("Overrule it")
    done = old.run("models", "succeed", "greeter", "--model", "gpt-6-luna", "-e", "prod", "--target", "openai")
    assert done.status == 12
    assert "`model` in its `targets` overrules it" in done.err


def remember(project: Project, topics: Sequence[str]) -> None:
    told = "our shop sells {0} in three sizes, and {0} can be sent back within ten days."
    lines = (
        {
            "id": topic,
            "messages": [
                {"role": "user", "content": f"Tell me of {topic}?"},
                {"role": "assistant", "content": f"About {topic}: {told.format(topic)}"},
            ],
            "reward": 1.0,
        }
        for topic in topics
    )
    project.write("log.jsonl", "".join(f"{json.dumps(one)}\n" for one in lines))
    done = project.run("logs", "import", "log.jsonl", "--assistant", "support")
    assert done.status == 0, done.err


def try_once(project: Project, dataset: str) -> None:
    """A job for support was sent a moment ago."""
    shelf = Shelf(folder=project.home / "promotions" / "0123456789abcdef0123456789abcdef")
    approval = Approval(dataset=dataset, trainer="local", base="tiny", settings={}, ceiling=0.0)
    shelf.keep(Case(folder=shelf.folder, goal={"assistant": "support"}, approval=approval, readiness={}), {})
    DurableLines(shelf.folder / "jobs").append(to_json(Sending(approval=approval, time=time.time())))


def test_without_rules_it_is_never_time_to_train_again(project: Project) -> None:
    assert project.run("dataset", "due").out == "No assistant has `promotion.retrain`.\n"
    assert project.run("dataset", "due", "support").status == 64


@pytest.mark.slow
def test_a_tuned_model_is_rebuilt_from_the_dataset_that_git_has(project: Project) -> None:
    remember(project, TOPICS[:6])
    dataset = project.run("dataset", "build", "support", "--json").document["dataset"]
    project.commit("Build the dataset")
    done = project.run("models", "succeed", "support", "--model", "local:smollm2-135m", "--json")
    check(done, "models-succeed")
    assert done.document["then"] == f"gptctl promote support --dataset {dataset[:12]}"
    assert done.document["then"] in project.git("log", "-1", "--format=%B", done.document["branch"])


@pytest.mark.slow
def test_it_is_told_when_it_is_time_to_train_again(project: Project) -> None:
    rules = "promotion: {retrain: {conversations: 3, instructions: true, retirement: 60}}\n"
    project.write("assistants/support.yaml", (project.root / "assistants/support.yaml").read_text() + rules)
    remember(project, TOPICS[:6])
    none = project.run("dataset", "due", "--detailed-exitcode")
    assert (none.status, none.out.splitlines()[0]) == (0, "support: not due")
    assert "`gptctl dataset build support` makes the first" in none.out
    assert project.run("dataset", "build", "support").status == 0
    project.commit("Build the dataset")
    quiet = project.run("dataset", "due", "--detailed-exitcode", "--json")
    assert quiet.status == 0
    check(quiet, "dataset-due")
    assert [(rule["rule"], rule["due"]) for rule in quiet.document["assistants"][0]["rules"]] == [
        ("conversations", False),
        ("instructions", False),
        ("retirement", False),
    ]
    remember(project, TOPICS)
    more = project.run("dataset", "due", "support", "--detailed-exitcode")
    assert more.status == 2
    assert "due  conversations  3 new ones" in more.out
    assert "10 could be used, 6 when the dataset was made" in more.out
    try_once(project, quiet.document["assistants"][0]["dataset"])
    project.replace("assistants/support.yaml", "retirement: 60", "retirement: 60, every: 3")
    tried = project.run("dataset", "due", "support", "--detailed-exitcode")
    assert (tried.status, "the last job was sent" in tried.out) == (0, True), tried


def test_a_model_that_was_tuned_here_shows_its_base(project: Project) -> None:
    made = {"format": "gptctl.tuned/v1", "name": "ours", "base": "smollm2-135m", "dataset": "a1", "job": "b2"}
    registration = project.home / "models" / "ours.tuned.json"
    registration.parent.mkdir(parents=True)
    registration.write_text(json.dumps({**made, "files": {}}), encoding="utf-8")
    project.replace("gptctl.yaml", "{local: none}", "{local: ours}")
    done = project.run("models", "status")
    assert done.status == 0
    assert done.out.startswith("ours at local, tuned from smollm2-135m\n  no day is published\n")
