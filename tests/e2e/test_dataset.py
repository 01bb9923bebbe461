"""The documented way from a log to files for a trainer, and what the commands on datasets refuse."""

import json
import re
import shlex
import shutil
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import pytest

from tests.e2e.test_documents import check
from tests.support.terminal import Project

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "how-to" / "dataset.md"
KEY = "ghp_" + "aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3fG5"
GOODS = (
    "lamp",
    "chair",
    "table",
    "mirror",
    "carpet",
    "kettle",
    "pillow",
    "clock",
    "basket",
    "ladder",
    "bucket",
    "stool",
)


def blocks() -> list[list[list[str]]]:
    """The commands of each block of the page, word by word."""
    found = re.findall(r"^```console\n(.*?)^```", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return [[shlex.split(line.removeprefix("$ gptctl ")) for line in block.splitlines()] for block in found]


def state(*folders: Path) -> Mapping[str, str]:
    files = (path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path): f"{sha256(path.read_bytes()).hexdigest()} {path.stat().st_mtime_ns}" for path in files}


@pytest.mark.slow
def test_the_page_leads_from_the_log_to_every_export_and_a_second_time_changes_nothing(repository: Project) -> None:
    before_that, exports, again, later = blocks()
    for command in before_that:
        done = repository.run(*command)
        assert done.status == 0, (command, done)
    repository.commit("Keep the dataset")
    for command in exports:
        done = repository.run(*command)
        assert done.status == 0, (command, done)
        assert "every rule holds" in done.out
    kept = [repository.root / "datasets", repository.home / "datasets", repository.home / "exports"]
    first = state(*kept)
    said = [repository.run(*command) for command in again]
    assert [done.status for done in said] == [0, 0, 0]
    assert "0 new" in said[0].out
    assert all("unchanged" in done.out for done in said)
    assert state(*kept) == first
    assert repository.git("status", "--porcelain") == ""
    assert [repository.run(*command).status for command in later] == [0, 0, 0]


def log(*extra: str) -> str:
    """Forty-eight conversations; of each four one is bad."""
    rows = [
        {
            "id": f"c{good}{number}",
            "model": "gpt-4o",
            "reward": float(number > 0),
            "messages": [
                {
                    "role": "user",
                    "content": f"My {good} number {'nabcdef'[number]}{place} came broken on the way, what now?",
                },
                {
                    "role": "assistant",
                    "content": f"I am sorry about the {good}. A new {good} leaves today, from shelf {place}.",
                },
            ],
        }
        for place, good in enumerate(GOODS)
        for number in range(4)
    ]
    return "".join(json.dumps(row) + "\n" for row in rows) + "".join(extra)


@pytest.fixture
def told(project: Project) -> Project:
    project.write("assistants/greeter.yaml", (project.root / "assistants/greeter.yaml").read_text() + RECIPE)
    project.write("log.jsonl", log())
    done = project.run("logs", "import", "log.jsonl", "--assistant", "greeter")
    assert done.status == 0, done.err
    return project


RECIPE = """\
promotion:
  near: 0.99
  quotas: {cluster: 0, rows: 20}
  licences: [Ours]
"""


@pytest.fixture
def built(told: Project) -> Project:
    done = told.run("dataset", "build", "greeter")
    assert done.status == 0, done.err
    told.commit("Keep the dataset")
    return told


def test_a_build_says_what_went_and_what_it_costs(told: Project) -> None:
    done = told.run("dataset", "build", "greeter", "--to", "openai:gpt-4.1-mini", "--json")
    check(done, "dataset-build")
    said = done.document
    assert said["stages"][0]["read"] == 48
    assert {reason for stage in said["stages"] for reason in stage["dropped"]} >= {"rated below the least score"}
    assert all(stage["read"] == stage["kept"] + sum(stage["dropped"].values()) for stage in said["stages"])
    assert said["cost"]["training"]["epochs"] == 3
    assert "how much there is in a month is not known" in said["cost"]["reason"]
    assert Path(said["rows"]).stat().st_mode & 0o077 == 0
    assert sorted(path.name for path in (told.root / "datasets/greeter").iterdir()) == [
        "card.html", "card.md", "manifest.json",
    ]  # fmt: skip
    assert [path for path in (told.home / "datasets").iterdir() if path.is_dir()] == [Path(said["rows"])]
    again = told.run("dataset", "build", "greeter", "--json").document
    assert (again["changed"], again["dataset"]) == (False, said["dataset"])


def test_every_document_is_what_its_schema_says(built: Project) -> None:
    for name, arguments in {
        "dataset-show": ("show", "greeter", "--to", "together:qwen/qwen3-8b"),
        "dataset-stats": ("stats", "greeter"),
        "dataset-verify": ("verify", "greeter"),
        "dataset-export": ("export", "greeter", "mistral"),
        "dataset-diff": ("diff", "greeter@HEAD", "greeter"),
    }.items():
        done = built.run("dataset", *arguments, "--json")
        assert done.status == 0, done
        check(done, name)


def test_the_card_holds_nothing_that_anybody_said(built: Project) -> None:
    for name in ("card.html", "card.md", "manifest.json"):
        text = (built.root / "datasets/greeter" / name).read_text("utf-8")
        assert "came broken on the way" not in text
        assert "leaves today" not in text


def test_a_row_more_and_another_recipe_are_seen_as_a_difference(built: Project) -> None:
    row = {"id": "new", "reward": 1.0, "messages": [
        {"role": "user", "content": "Where may I send back a garden hose that I do not want any more?"},
        {"role": "assistant", "content": "To our shop in the harbour, within ten days."},
    ]}  # fmt: skip
    built.write("log.jsonl", log(json.dumps(row) + "\n"))
    assert built.run("logs", "import", "log.jsonl", "--assistant", "greeter").status == 0
    built.replace("assistants/greeter.yaml", "rows: 20", "rows: 0")
    assert built.run("dataset", "build", "greeter").status == 0
    said = built.run("dataset", "diff", "greeter@HEAD", "greeter", "--json").document
    assert (said["removed"], said["changed"], said["moved"]) == ([], [], [])
    assert len(said["added"]) > 1
    assert said["recipe"] == [{"path": "quotas.rows", "before": 20, "after": 0}]
    human = built.run("dataset", "diff", said["before"][:8], said["after"][:8])
    assert "rows came, 0 went" in human.out


def test_what_was_changed_by_hand_does_not_verify(built: Project) -> None:
    rows = built.home / "datasets" / built.run("dataset", "show", "greeter", "--json").document["manifest"]["dataset"]
    text = (rows / "train.jsonl").read_text("utf-8")
    (rows / "train.jsonl").write_text(text.replace("leaves today", f"leaves today, with {KEY}", 1), "utf-8")
    (built.root / "datasets/greeter/card.md").write_text("All is well.\n")
    done = built.run("dataset", "verify", "greeter", "--json")
    check(done, "dataset-verify")
    assert done.status == 1
    wrong = {one["name"]: one["problems"] for one in done.document["checks"] if one["problems"]}
    assert set(wrong) == {"hash", "secrets", "manifest", "card"}
    assert KEY not in done.out + built.run("dataset", "verify", "greeter").out
    refused = built.run("dataset", "export", "greeter", "openai")
    assert refused.status == 12
    assert "holds a secret" in refused.err
    assert KEY not in refused.err
    assert [path for path in built.home.glob("exports/**/*") if path.is_file()] == []


def test_a_dataset_is_looked_at_and_handed_on_while_a_file_of_an_assistant_is_wrong(built: Project) -> None:
    built.write("assistants/wrong.yaml", "kind: Nothing\n")
    assert built.run("validate").status == 10
    assert built.run("dataset", "verify", "greeter").status == 0
    assert built.run("dataset", "export", "greeter", "mistral").status == 0


def test_an_export_that_breaks_a_rule_leaves_what_was_there(built: Project, tmp_path: Path) -> None:
    there = tmp_path / "out"
    assert built.run("dataset", "export", "greeter", "openai", "-o", str(there)).status == 0
    first = state(there)
    assert there.stat().st_mode & 0o077 == 0
    assert "unchanged in" in built.run("dataset", "export", "greeter", "openai", "-o", str(there)).out
    built.replace("assistants/greeter.yaml", "rows: 20", "rows: 6")
    assert built.run("dataset", "build", "greeter").status == 0
    refused = built.run("dataset", "export", "greeter", "openai", "-o", str(there))
    assert refused.status == 12
    assert "OPENAI-FILE-001 train.jsonl" in refused.err
    assert state(there) == first
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
    (there / "mine.txt").write_text("Keep me.")
    other = built.run("dataset", "export", "greeter@HEAD", "openai", "-o", str(there))
    assert other.status == 64
    assert "mine.txt" in other.err


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("build", "nobody"), 64, "There are: `greeter`, `support`."),
        (("build", "support"), 12, "no conversation with support is left"),
        (("build", "greeter", "--to", "gpt"), 64, "is not of the form TRAINER:MODEL"),
        (("show", "support"), 64, "there is no dataset support"),
        (("show", "abcdef"), 64, "there is no dataset abcdef"),
        (("show", "../greeter"), 64, "there is no dataset"),
        (("show", "greeter@nowhere"), 64, "There is no revision"),
        (("export", "greeter", "nobody"), 64, "is not one of"),
    ],
)
def test_what_cannot_be_done_is_said(built: Project, arguments: tuple[str, ...], status: int, said: str) -> None:
    done = built.run("dataset", *arguments)
    assert done.status == status, done
    assert said in done.err


def test_a_manifest_that_is_none_is_named_with_its_file(built: Project) -> None:
    built.write("datasets/greeter/manifest.json", '{"format": "gptctl.dataset/v9"}')
    done = built.run("dataset", "show", "greeter")
    assert done.status == 10
    assert "datasets/greeter/manifest.json" in done.err


def test_nothing_is_written_through_a_link(told: Project, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (told.root / "datasets").symlink_to(tmp_path / "elsewhere")
    done = told.run("dataset", "build", "greeter")
    assert done.status == 12
    assert "symbolic link" in done.err
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_forgetting_names_the_datasets_and_their_manifests(built: Project) -> None:
    digest = built.run("dataset", "show", "greeter", "--json").document["manifest"]["dataset"]
    rows = (built.home / "datasets" / digest / "train.jsonl").read_text("utf-8").splitlines()
    known = json.loads(rows[0])["id"]
    done = built.run("forget", known, "--yes", "--json")
    check(done, "forget")
    assert done.document["datasets"] == {digest: [known]}
    assert done.document["manifests"] == {digest: "datasets/greeter/manifest.json"}
    shutil.rmtree(built.home / "datasets" / digest)
    built.git("rm", "--quiet", "-r", "datasets")
    other = json.loads(rows[1])["id"]
    unseen = built.run("forget", other, "--yes", "--json").document["unseen"]
    assert list(unseen) == [digest]


def test_the_recipe_changes_no_plan(built: Project) -> None:
    before = built.run("plan", "--json").document["checksum"]
    built.replace("assistants/greeter.yaml", "rows: 20", "rows: 7")
    assert built.run("plan", "--json").document["checksum"] == before


def test_help_is_there_without_the_extra(project: Project) -> None:
    project.write("lib/pyarrow.py", "raise ModuleNotFoundError('no', name='pyarrow')\n")
    path = f"{project.root / 'lib'}:{project.environ['PYTHONPATH']}"
    without = Project(root=project.root, home=project.home, variables={"PYTHONPATH": path})
    assert without.run("dataset", "--help").status == 0
    done = without.run("dataset", "build", "greeter")
    assert done.status == 1
    assert "pip install 'gptctl[promote]'" in done.err
