"""The main job as the issue words it: declare, plan, apply, and what must hold afterwards."""

import json
import shlex
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.terminal import Project


@contextmanager
def behind_our_back(project: Project) -> Iterator[sqlite3.Connection]:
    """The provider's own database, as somebody with a SQL shell would open it."""
    with closing(sqlite3.connect(project.home / "local.db")) as database, database:
        yield database


def change_model(project: Project) -> None:
    with behind_our_back(project) as database:
        database.execute("UPDATE objects SET attrs = json_set(attrs, '$.model', 'other') WHERE name = 'support'")


def test_a_first_plan_creates_everything_and_touches_nothing(project: Project) -> None:
    done = project.run("plan", "--json", "--detailed-exitcode")
    assert done.status == 2
    assert done.document["summary"]["create"] == 3
    addresses = [change["address"] for change in done.document["changes"]]
    assert addresses[0] == "knowledge.handbook"
    assert sorted(addresses[1:]) == ["assistant.greeter", "assistant.support"]
    assert not project.home.exists()
    assert project.git("status", "--porcelain") == ""


def test_after_apply_the_plan_is_empty(applied: Project) -> None:
    done = applied.run("plan", "--detailed-exitcode")
    assert done.status == 0
    assert "Nothing to do: all 3 objects are as declared." in done.out


def test_a_second_apply_writes_nothing(applied: Project) -> None:
    with behind_our_back(applied) as database:
        before = database.execute("SELECT id, version, updated FROM objects ORDER BY id").fetchall()
    assert applied.run("apply", "--yes").status == 0
    with behind_our_back(applied) as database:
        assert database.execute("SELECT id, version, updated FROM objects ORDER BY id").fetchall() == before


def test_the_plan_stays_empty_when_the_record_is_deleted(applied: Project) -> None:
    shutil.rmtree(applied.root / ".gptctl")
    assert applied.run("plan", "--detailed-exitcode").status == 0


def test_the_plan_stays_empty_in_a_second_clone(applied: Project, tmp_path: Path) -> None:
    applied.git("clone", "--quiet", str(applied.root), str(tmp_path / "clone"))
    assert replace(applied, root=tmp_path / "clone").run("plan", "--detailed-exitcode").status == 0


def test_one_edited_sentence_is_shown_and_no_other(applied: Project) -> None:
    applied.replace("assistants/support.md", "Be kind.", "Be very kind.")
    done = applied.run("plan", "--detailed-exitcode")
    assert done.status == 2
    marked = [text.strip() for text in done.out.splitlines() if text.strip().startswith(("+ ", "- "))]
    assert marked == ["- Be kind.", "+ Be very kind."]
    assert applied.run("apply", "--yes").status == 0
    assert applied.run("plan", "--detailed-exitcode").status == 0


def test_an_edited_page_is_named(applied: Project) -> None:
    applied.replace("knowledge/handbook/refunds.md", "ten", "five")
    applied.write("knowledge/handbook/new.md", "# New\n\nPage.\n")
    done = applied.run("plan")
    assert "3 files: +1 ~1 -0" in done.out
    assert "~ refunds.md" in done.out
    assert "+ new.md" in done.out


def test_an_edit_behind_our_back_is_shown_apart_and_not_overwritten(applied: Project) -> None:
    change_model(applied)
    plan = applied.run("plan", "--detailed-exitcode")
    assert plan.status == 2
    ours, _, elsewhere = plan.out.partition("Changed elsewhere")
    assert "Your changes" not in ours
    assert '~ model: "none" -> "other"' in elsewhere
    refused = applied.run("apply", "--yes")
    assert refused.status == 12
    assert "changed outside gptctl" in refused.err
    with behind_our_back(applied) as database:
        assert database.execute("SELECT json_extract(attrs, '$.model') FROM objects WHERE name = 'support'").fetchone()[
            0
        ] == ("other")


def test_force_puts_back_what_git_says(applied: Project) -> None:
    change_model(applied)
    ours, _, elsewhere = applied.run("plan", "--force").out.partition("Changed elsewhere")
    assert "~ assistant.support at local (put back what git says)" in ours
    assert '~ model: "other" -> "none"' in ours
    assert '~ model: "none" -> "other"' in elsewhere
    assert applied.run("apply", "--yes", "--force").status == 0
    assert applied.run("plan", "--detailed-exitcode").status == 0


def test_a_removed_declaration_deletes_nothing_until_it_is_allowed(applied: Project) -> None:
    (applied.root / "assistants/greeter.yaml").unlink()
    plan = applied.run("plan", "--detailed-exitcode")
    assert plan.status == 0
    assert "no longer declared" in plan.out
    assert applied.run("apply", "--yes").status == 0
    assert "undeclared" in applied.run("status").out
    assert applied.run("apply", "--yes", "--allow-delete").status == 0
    assert "greeter" not in applied.run("status").out


def test_removing_everything_is_refused(applied: Project) -> None:
    shutil.rmtree(applied.root / "assistants")
    shutil.rmtree(applied.root / "knowledge")
    done = applied.run("apply", "--yes", "--allow-delete")
    assert done.status == 12
    assert "this would delete everything" in done.err
    with behind_our_back(applied) as database:
        assert database.execute("SELECT count(*) FROM objects").fetchone() == (3,)


def test_a_reviewed_plan_is_applied_and_no_other(project: Project) -> None:
    assert project.run("plan", "--out", "plan.json").status == 0
    project.replace("assistants/greeter.yaml", "Greet.", "Greet warmly.")
    assert project.run("apply", "plan.json").status == 13
    project.replace("assistants/greeter.yaml", "Greet warmly.", "Greet.")
    done = project.run("apply", "plan.json", "--json")
    assert done.status == 0
    assert len(done.document["outcome"]["done"]) == 3


def test_a_checksum_names_the_reviewed_plan(project: Project) -> None:
    checksum = project.run("plan", "--json").document["checksum"]
    assert project.run("apply", "--checksum", "sha256:" + "0" * 64).status == 13
    assert project.run("apply", "--checksum", checksum).status == 0


def test_a_plan_file_takes_no_further_options(project: Project) -> None:
    project.run("plan", "--out", "plan.json")
    assert project.run("apply", "plan.json", "--force").status == 64


def test_an_address_restricts_plan_and_apply(project: Project) -> None:
    assert project.run("apply", "greeter", "--yes").status == 0
    rest = project.run("plan", "--json").document["changes"]
    assert [change["address"] for change in rest] == ["knowledge.handbook", "assistant.support"]
    assert project.run("plan", "nobody").status == 64


def test_nothing_asks_where_nobody_can_answer(project: Project) -> None:
    done = project.run("apply")
    assert done.status == 64
    assert "--yes" in done.err
    assert not project.home.exists()


def test_destroy_takes_what_is_named_and_then_everything(applied: Project) -> None:
    assert applied.run("destroy").status == 64
    done = applied.run("destroy", "greeter", "--yes")
    assert done.status == 0
    assert "- assistant.greeter at local (destroy was asked for)" in done.out
    status = {one["address"]: one["state"] for one in applied.run("status", "--json").document["objects"]}
    assert status == {
        "assistant.greeter": "missing",
        "assistant.support": "in sync",
        "knowledge.handbook": "in sync",
    }
    assert applied.run("destroy", "--yes").status == 0
    with behind_our_back(applied) as database:
        assert database.execute("SELECT count(*) FROM objects").fetchone() == (0,)


def test_a_protected_environment_is_not_destroyed(project: Project) -> None:
    assert project.run("apply", "--yes", "--env", "prod").status == 0
    done = project.run("destroy", "--yes", "--env", "prod")
    assert done.status == 12
    assert "protected" in done.err


def test_environments_do_not_see_each_other(applied: Project) -> None:
    done = applied.run("plan", "--env", "prod", "--json")
    assert done.document["summary"]["create"] == 3


def test_a_project_is_found_from_any_folder_in_it(project: Project) -> None:
    elsewhere = replace(project, root=project.root.parent)
    assert elsewhere.run("plan", "-C", "acme/knowledge/handbook", "--json").document["project"] == "acme"


def test_an_unknown_target_or_environment_is_a_usage_error(project: Project) -> None:
    assert project.run("plan", "--env", "nowhere").status == 64
    assert project.run("plan", "--target", "nowhere").status == 64
    assert project.run("plan", "-C", str(project.home.parent)).status == 64


@pytest.mark.parametrize("damage", ["", "{", "[]", "\x00" * 40])
def test_a_damaged_record_is_said_and_made_anew(applied: Project, damage: str) -> None:
    (applied.root / ".gptctl/dev/record.json").write_text(damage)
    plan = applied.run("plan", "--detailed-exitcode")
    assert plan.status == 0
    assert "cannot be read" in plan.out
    assert applied.run("state", "rebuild").status == 0
    assert "cannot be read" not in applied.run("plan").out
    assert len(json.loads(applied.run("state", "list", "--json").out)["entries"]) == 3


def test_the_plan_ends_with_the_apply_that_does_what_it_shows(applied: Project) -> None:
    change_model(applied)
    plan = applied.run("plan", "support", "--force", "--env", "dev")
    [step] = [text.strip() for text in plan.err.splitlines() if text.startswith("Next: ")]
    words = shlex.split(step.removeprefix("Next: gptctl "))
    assert words == ["apply", "assistant.support", "--env", "dev", "--force"]
    assert applied.run(*words, "--yes").status == 0
    assert applied.run("plan", "--detailed-exitcode").status == 0
