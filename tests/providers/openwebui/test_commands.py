"""The installed command against the fake: what each run asks of the server."""

import shutil
from pathlib import Path

import pytest

from tests.support.fakes.openwebui import KEY, MODEL, FakeOpenWebUI
from tests.support.openwebui import Console
from tests.support.terminal import Project

LISTINGS = ["/api/v1/files/user/search", "/api/v1/knowledge/search", "/api/v1/models/list"]


@pytest.fixture
def project(fake: FakeOpenWebUI, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("OPENWEBUI_API_KEY", KEY)
    made = Project(root=tmp_path / "acme", home=tmp_path / "home")
    made.write(
        "gptctl.yaml",
        "apiVersion: gptctl/v1\nkind: Project\nname: acme\nid: 0123456789abcdef\n"
        f"providers:\n  openwebui: {{base_url: {fake.url}}}\nenvironments:\n  dev: {{targets: [openwebui]}}\n",
    )
    made.write(
        "assistants/support.yaml",
        f"apiVersion: gptctl/v1\nkind: Assistant\nname: support\nmodel: {MODEL}\n"
        "instructions: Be kind.\nknowledge: [handbook]\n",
    )
    made.write("knowledge/handbook/leave.md", "# Leave\n\nThirty days.\n")
    made.write("knowledge/handbook/trips.md", "# Trips\n\nBy train.\n")
    made.write(".gitignore", ".gptctl/\n")
    made.git("init", "--quiet")
    made.commit("Declare an assistant")
    done = made.run("apply", "--yes")
    assert done.status == 0, done.err
    fake.journal.clear()
    return made


def writes(fake: FakeOpenWebUI) -> list[str]:
    return [f"{one.method} {one.path}" for one in fake.journal if one.method != "GET"]


def test_an_unchanged_plan_only_lists(fake: FakeOpenWebUI, project: Project) -> None:
    done = project.run("plan", "--detailed-exitcode")
    assert (done.status, done.err) == (0, "")
    assert sorted(one.path for one in fake.journal) == LISTINGS


def test_without_our_record_the_plan_is_still_empty(fake: FakeOpenWebUI, project: Project) -> None:
    shutil.rmtree(project.root / ".gptctl")
    assert project.run("plan", "--detailed-exitcode").status == 0
    assert project.run("apply", "--yes").status == 0
    assert not writes(fake)


def test_one_sentence_is_one_write(fake: FakeOpenWebUI, project: Project) -> None:
    project.replace("assistants/support.yaml", "Be kind.", "Be kind and brief.")
    assert project.run("apply", "--yes").status == 0
    assert writes(fake) == ["POST /api/v1/models/model/update"]


def test_one_page_is_one_upload(fake: FakeOpenWebUI, project: Project) -> None:
    project.replace("knowledge/handbook/leave.md", "Thirty", "Forty")
    assert project.run("apply", "--yes").status == 0
    assert [one.form.files[0].name for one in fake.asked("POST", "/api/v1/files/")] == ["leave.md"]
    assert project.run("plan", "--detailed-exitcode").status == 0


def test_an_edit_in_the_console_stops_an_apply(fake: FakeOpenWebUI, project: Project) -> None:
    console = Console(fake.url, KEY)
    (preset,) = fake.presets
    console.rewrite_preset(console.read("assistant", preset), name="Support desk")
    fake.journal.clear()
    done = project.run("apply", "--yes")
    assert done.status == 12
    assert "Support desk" in done.out + done.err
    assert not writes(fake)


def test_the_key_is_nowhere(fake: FakeOpenWebUI, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENWEBUI_API_KEY", "sk-another")
    done = project.run("plan")
    assert done.status == 1
    assert "401" in done.err
    kept = [path.read_bytes() for path in project.root.rglob("*") if path.is_file()]
    assert not any(secret in text for secret in (b"sk-another", KEY.encode()) for text in (*kept, done.err.encode()))
    assert fake.presets


def test_destroy_leaves_nothing(fake: FakeOpenWebUI, project: Project) -> None:
    assert project.run("destroy", "--yes").status == 0
    assert [fake.presets, fake.bases, fake.files] == [{}, {}, {}]
