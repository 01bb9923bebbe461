"""Readiness from the command line, on 200 real conversations: what is true of them, and how it is told."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import PROJECT
from tests.e2e.test_documents import check
from tests.support.terminal import Project

ROOT = Path(__file__).parents[2]
LOG = ROOT / "examples" / "airline" / "logs.jsonl.gz"


@pytest.fixture
def airline(tmp_path: Path) -> Project:
    made = Project(root=tmp_path / "acme", home=tmp_path / "home")
    made.write("gptctl.yaml", PROJECT.replace("smart:", "default:"))
    for path in ROOT.glob("assistants/airline.*"):
        made.write(f"assistants/{path.name}", path.read_text(encoding="utf-8"))
    shutil.copytree(ROOT / "assistants" / "schemas", made.root / "assistants" / "schemas")
    made.write(".gitignore", ".gptctl/\n")
    made.git("init", "--quiet", "--initial-branch", "main")
    made.commit("Declare the assistant of an airline")
    done = made.run("logs", "import", str(LOG))
    assert done.status == 0, done.err
    return made


@pytest.mark.slow
def test_it_finds_what_is_true_of_the_log_of_the_airline(airline: Project) -> None:
    done = airline.run("readiness", "airline", "--json")
    assert done.status == 0, done.err
    check(done, "readiness")
    [found] = done.document["assistants"]
    assert (found["decision"], found["against"]) == ("not yet", ["tasks", "looked-up facts"])
    checks: dict[str, Any] = {one["name"]: one for one in found["checks"]}
    numbers = {name: (one["number"], one["verdict"]) for name, one in checks.items()}
    assert numbers["examples"] == (84, "warn")
    assert numbers["tasks"] == (36, "no")
    assert numbers["ratings"] == (1.0, "ok")
    assert numbers["baseline"] == (0.42, "ok")
    assert numbers["steadiness"] == (0.52, "warn")
    assert numbers["instructions"] == (1.0, "ok")
    assert numbers["looked-up facts"] == (pytest.approx(75 / 84), "no")
    assert numbers["contradictions"] == (0.0, "ok")
    assert numbers["terms"] == (1.0, "warn")
    assert [numbers[name][1] for name in ("changing facts", "volume", "payback")] == ["unknown"] * 3
    assert checks["tasks"]["found"] == "36 different tasks in the examples, 50 in the log, as its ids tell"
    assert checks["instructions"]["found"].startswith("200 of 200 ran under the present ones, 1 version in all")
    assert checks["baseline"]["found"] == "with its prompt gpt-4o did well in 84 of 200: 35 % to 49 %"
    assert checks["steadiness"]["found"] == ("of 50 repeated tasks, 10 went well each time, 14 never, 26 both ways")


@pytest.mark.slow
def test_a_promotion_would_be_refused_and_nothing_is_left_behind(airline: Project) -> None:
    before = sorted(airline.home.rglob("*"))
    shown = airline.run("readiness", "--gate")
    assert shown.status == 12
    assert shown.out.startswith("airline: not yet\n  There is too little to learn from (against it: tasks,")
    page = (ROOT / "docs" / "how-to" / "readiness.md").read_text(encoding="utf-8")
    block = page.partition("```text\n")[2].partition("...\n```")[0]
    assert len(block.splitlines()) > 12
    assert set(block.splitlines()) - set(shown.out.splitlines()) == {"..."}
    assert sorted(airline.home.rglob("*")) == before
    assert airline.git("status", "--porcelain") == ""


def test_nothing_can_be_said_without_conversations(project: Project) -> None:
    done = project.run("readiness")
    assert (done.status, done.out) == (
        0,
        "There are no conversations yet. `gptctl logs import FILE` brings some.\n",
    )
    named = project.run("readiness", "support", "--gate", "--json")
    check(named, "readiness")
    assert named.status == 12
    assert project.run("readiness", "nobody").status == 64


def test_hostile_names_of_models_reach_no_terminal_raw(project: Project) -> None:
    line = (
        '{"id": "a", "model": "gpt\\u001b[31m", "messages": [{"role": "user", "content": "Where is it?"}, '
        '{"role": "assistant", "content": "There."}], "reward": 1.0}\n'
    )
    project.write("log.jsonl", line)
    assert project.run("logs", "import", "log.jsonl", "--assistant", "support").status == 0
    done = project.run("readiness", "support")
    assert done.status == 0, done.err
    assert "\x1b" not in done.out
    assert "gpt" in done.out
