"""Models in use and what comes after them, from the command line."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from gptctl.providers.http.keys import TRUSTED
from tests.e2e.conftest import declare
from tests.e2e.test_documents import check
from tests.support.fakes.openai import KEY, FakeOpenAI
from tests.support.terminal import Project

OLD = "gpt-4o-2024-05-13"
"""It has stopped, and will have stopped whenever this test runs."""


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
