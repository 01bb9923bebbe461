"""The commands about the files a person writes."""

import json
import shlex
import shutil
from pathlib import Path

import pytest

from tests.support.terminal import Project


@pytest.fixture
def empty(tmp_path: Path) -> Project:
    (tmp_path / "Help Desk").mkdir()
    return Project(root=tmp_path / "Help Desk", home=tmp_path / "home")


def test_init_starts_a_project_that_is_valid_and_can_be_applied(empty: Project) -> None:
    done = empty.run("init")
    assert done.status == 0
    assert "gptctl plan" in done.out
    assert "name: help-desk" in (empty.root / "gptctl.yaml").read_text()
    assert json.loads((empty.root / "schemas/assistant.json").read_text())["title"]
    validate = empty.run("validate", "--json")
    assert validate.document["findings"] == []
    assert validate.status == 0
    assert empty.run("fmt", "--check").status == 0
    assert empty.run("apply", "--yes").status == 0
    assert empty.run("plan", "--detailed-exitcode").status == 0
    assert empty.run("test").status == 0


def test_init_overwrites_nothing(empty: Project) -> None:
    empty.write("gptctl.yaml", "mine\n")
    done = empty.run("init")
    assert done.status == 64
    assert "gptctl.yaml exists already" in done.err
    assert [path.name for path in empty.root.iterdir()] == ["gptctl.yaml"]
    assert (empty.root / "gptctl.yaml").read_text() == "mine\n"


def test_init_names_all_that_is_there_already(empty: Project) -> None:
    empty.write("gptctl.yaml", "mine\n")
    empty.write("assistants/helper.md", "mine\n")
    done = empty.run("init")
    assert done.status == 64
    assert "assistants/helper.md, gptctl.yaml exist already" in done.err


def test_init_adds_a_line_to_the_gitignore_that_is_there(empty: Project) -> None:
    empty.git("init", "--quiet")
    (empty.root / ".gitignore").write_bytes(b"caf\xe9\r\n*.pyc")
    done = empty.run("init")
    assert done.status == 0, done.err
    assert (empty.root / ".gitignore").read_bytes() == b"caf\xe9\r\n*.pyc\n.gptctl/\n"


def test_init_writes_nothing_where_the_gitignore_is_a_link(empty: Project, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("theirs\n")
    (empty.root / ".gitignore").symlink_to(tmp_path / "elsewhere")
    assert empty.run("init").status == 1
    assert (tmp_path / "elsewhere").read_text() == "theirs\n"
    assert [path.name for path in empty.root.iterdir()] == [".gitignore"]


def test_init_says_what_to_type_next(empty: Project) -> None:
    first = empty.run("init", "sub folder").out.partition("Next:\n")[2].split("\n")
    commit = '  git add . && git commit -m "Start with a first assistant"'
    ours = ["  gptctl plan", "  gptctl apply", "  gptctl chat helper", "  gptctl test", ""]
    assert first == [f"  cd '{empty.root / 'sub folder'}'", "  git init", commit, *ours]
    empty.git("init", "--quiet")
    assert empty.run("init").out.partition("Next:\n")[2].split("\n") == [commit, *ours]


def test_init_makes_the_folder_and_takes_a_name(empty: Project) -> None:
    assert empty.run("init", "sub/folder", "--name", "acme").status == 0
    assert "name: acme" in (empty.root / "sub/folder/gptctl.yaml").read_text()


def test_validate_counts_what_is_there(project: Project) -> None:
    done = project.run("validate", "--json")
    assert done.status == 0
    assert done.document["declared"] == 3
    assert done.document["environments"] == ["dev", "prod"]


def test_validate_finds_everything_in_all_files_at_once(project: Project) -> None:
    project.replace("assistants/support.yaml", "model:", "modle:")
    project.replace("assistants/greeter.yaml", "name: greeter", "name: Greeter!")
    done = project.run("validate")
    assert done.status == 10
    assert "assistants/support.yaml:5:1: error:" in done.out
    assert "assistants/greeter.yaml:3:" in done.out
    assert "did you mean" in done.out.lower()
    assert "Not valid" in done.out


def test_a_provider_limit_is_found_without_a_network(project: Project) -> None:
    project.write("knowledge/handbook/picture.bin", "x")
    done = project.run("validate", "--json")
    assert done.status == 10
    [finding] = done.document["findings"]
    assert "picture.bin" in json.dumps(finding)
    assert project.run("plan", "--json").document["findings"] == [finding]


def test_fmt_lays_out_and_says_what_it_would_do(project: Project) -> None:
    text = (
        "# mine\nkind: Assistant\napiVersion: gptctl/v1\nmodel: smart   # why\nname:   greeter\ninstructions: Greet.\n"
    )
    project.write("assistants/greeter.yaml", text)
    assert project.run("fmt", "--check").status == 2
    assert (project.root / "assistants/greeter.yaml").read_text() == text
    assert project.run("fmt").status == 0
    laid_out = (project.root / "assistants/greeter.yaml").read_text()
    assert laid_out.index("apiVersion") < laid_out.index("name: greeter")
    assert "# mine" in laid_out
    assert "# why" in laid_out
    assert project.run("fmt", "--check").status == 0


def test_fmt_says_which_file_it_cannot_lay_out(project: Project) -> None:
    project.write("assistants/greeter.yaml", "a: [\n")
    done = project.run("fmt")
    assert done.status == 10
    assert done.err.startswith("assistants/greeter.yaml:2:1: error:")


def test_schemas_are_listed_printed_and_written(project: Project) -> None:
    names = project.run("schema").out.split()
    assert {"project", "assistant", "knowledge", "plan", "apply", "status", "answer", "error"} <= set(names)
    for name in names:
        assert json.loads(project.run("schema", name).out)["$schema"].endswith("2020-12/schema")
    assert project.run("schema", "nothing").status == 64
    assert project.run("schema", "--write", "there").status == 0
    assert sorted(path.name for path in (project.root / "there/schemas").iterdir()) == [
        *("assistant.json", "knowledge.json", "project.json", "tests.json"),
    ]


def test_show_lists_and_shows_with_everything_filled_in(project: Project) -> None:
    listed = project.run("show", "--json").document["declared"]
    assert [one["address"] for one in listed] == ["assistant.greeter", "assistant.support", "knowledge.handbook"]
    shown = project.run("show", "support")
    assert "You answer questions about orders." in shown.out
    assert "model: smart" in shown.out
    lowered = project.run("show", "support", "--target", "local", "--json").document
    assert lowered["target"] == "local"
    assert lowered["attrs"]["model"] == "none"
    assert project.run("show", "nobody").status == 64
    assert project.run("show", "nobody", "--target", "local").status == 64


def test_outside_a_project_there_is_one_clear_message(empty: Project) -> None:
    done = empty.run("plan")
    assert done.status == 64
    assert "gptctl.yaml" in done.err


def test_history_marks_what_is_applied(project: Project) -> None:
    first = project.git("rev-parse", "HEAD").strip()
    assert project.run("apply", "--yes").status == 0
    project.replace("assistants/support.md", "Be kind.", "Be brief.")
    second = project.commit("Ask for brevity")
    document = project.run("history", "support", "--text", "--json").document
    assert [commit["id"] for commit in document["commits"]] == [second, first]
    assert [commit["applied_at"] for commit in document["commits"]] == [[], ["local"]]
    assert "Be kind." in document["text"]["local"]
    assert "Be brief." not in document["text"]["local"]


def test_history_says_when_uncommitted_edits_were_applied(applied: Project) -> None:
    applied.replace("assistants/support.md", "Be kind.", "Be brief.")
    applied.run("apply", "--yes")
    assert "with uncommitted edits" in applied.run("history", "support").out


def test_a_later_unrelated_commit_does_not_hide_which_is_applied(project: Project) -> None:
    first = project.git("rev-parse", "HEAD").strip()
    project.write("README.md", "Hello.\n")
    project.commit("Say hello")
    assert project.run("apply", "--yes").status == 0
    document = project.run("history", "support", "--json").document
    assert [(commit["id"], commit["applied_at"]) for commit in document["commits"]] == [(first, ["local"])]


def test_rollback_applies_an_earlier_commit_and_says_how_to_keep_it(applied: Project) -> None:
    applied.replace("assistants/support.md", "Be kind.", "Be brief.")
    applied.write("knowledge/handbook/new page.md", "# New\n\nPage.\n")
    first = applied.git("rev-parse", "HEAD").strip()
    applied.commit("Ask for brevity")
    assert applied.run("apply", "--yes").status == 0
    assert applied.run("plan", "--ref", "HEAD~1", "--detailed-exitcode").status == 2
    done = applied.run("rollback", "support", "--to", "HEAD~1", "--yes")
    assert done.status == 0
    assert "Be kind." in done.out
    assert applied.run("plan", "--ref", "HEAD~1", "--detailed-exitcode").status == 0
    assert applied.run("plan", "--detailed-exitcode").status == 2
    [command] = [text.strip() for text in done.err.splitlines() if text.strip().startswith("git checkout")]
    assert shlex.split(command)[3] == first, "HEAD~1 means another commit after the next one"
    assert "gptctl.yaml" not in done.err
    applied.git(*shlex.split(command)[1:])
    assert applied.run("plan", "--detailed-exitcode").status == 0
    assert "git checkout" not in applied.run("rollback", "support", "--to", first, "--yes").err
    applied.write("knowledge/handbook/not yet added.md", "# More\n\nPage.\n")
    assert "git checkout" in applied.run("rollback", "support", "--to", first, "--yes").err


def test_rollback_says_when_the_project_file_is_another_one_since(applied: Project) -> None:
    applied.replace("gptctl.yaml", "environments:", "# Since then.\nenvironments:")
    applied.commit("Look at gptctl.yaml")
    done = applied.run("rollback", "support", "--to", "HEAD~1", "--yes")
    assert ("git checkout" in done.err, f"git diff {applied.git('rev-parse', 'HEAD~1').strip()}" in done.err) == (
        False,
        True,
    )


def test_rollback_to_an_unknown_revision_is_a_usage_error(applied: Project) -> None:
    assert applied.run("rollback", "support", "--to", "nowhere", "--yes").status == 64


def test_without_git_a_project_works_and_has_no_history(project: Project) -> None:
    shutil.rmtree(project.root / ".git")
    assert project.run("apply", "--yes").status == 0
    assert project.run("plan", "--detailed-exitcode").status == 0
    assert project.run("plan", "--ref", "HEAD").status == 64
