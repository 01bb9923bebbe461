"""What quotes a dataset goes with it, what rests on another stays, and what nobody can tell is named."""

from pathlib import Path

from gptctl.cli.traces import Cleared, clear
from gptctl.promote.jobs.approval import Approval
from gptctl.promote.pipeline.case import Case
from gptctl.promote.pipeline.shelf import Shelf

HELD, OTHER, AWAY = "a" * 64, "b" * 64, "c" * 64


def approval(dataset: str) -> Approval:
    return Approval(dataset=dataset, trainer="local", base="tiny", settings={}, ceiling=0.0)


def file(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("somebody's words")


def promoted(home: Path, dataset: str) -> str:
    """A promotion on this dataset that came to a comparison; gives the name of its folder."""
    shelf = Shelf(folder=home / "promotions" / "acme")
    case = shelf.keep(
        Case(folder=shelf.folder, goal={}, approval=approval(dataset), readiness={}), {"manifest.json": "{}"}
    )
    for name in ("answers.jsonl", "comparison.html"):
        file(case.folder / name)
    return case.folder.name


def test_what_quotes_it_is_deleted_and_the_rest_stays(tmp_path: Path) -> None:
    for dataset in (HELD, OTHER):
        file(tmp_path / "datasets" / dataset / "train.jsonl")
        file(tmp_path / "comparisons" / "acme" / dataset[0] / "rests-on" / dataset)
        file(tmp_path / "comparisons" / "acme" / dataset[0] / "answers.jsonl")
        file(tmp_path / "exports" / dataset[:12] / "openai" / "train.jsonl")
        file(tmp_path / "exports" / f"{dataset[:12]}-killed" / "train.jsonl")
    file(tmp_path / "comparisons" / "acme" / "a" / "rests-on" / OTHER)
    doomed, kept = promoted(tmp_path, HELD), promoted(tmp_path, OTHER)
    cleared = clear(tmp_path, {HELD})
    assert cleared.doubtful == []
    assert cleared.deleted == [
        "comparisons/acme/a",
        f"exports/{HELD[:12]}",
        f"exports/{HELD[:12]}-killed",
        f"promotions/acme/{doomed}/answers.jsonl",
        f"promotions/acme/{doomed}/comparison.html",
    ]
    assert not any((tmp_path / path).exists() for path in cleared.deleted)
    assert (tmp_path / "promotions" / "acme" / doomed / "manifest.json").exists()
    left = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.jsonl")}
    assert left == {
        f"datasets/{HELD}/train.jsonl",
        f"datasets/{OTHER}/train.jsonl",
        "comparisons/acme/b/answers.jsonl",
        f"exports/{OTHER[:12]}/openai/train.jsonl",
        f"exports/{OTHER[:12]}-killed/train.jsonl",
        f"promotions/acme/{kept}/answers.jsonl",
    }


def test_what_rests_on_rows_that_are_elsewhere_is_named(tmp_path: Path) -> None:
    mark = promoted(tmp_path, AWAY)
    file(tmp_path / "comparisons" / "acme" / "support" / "answers.jsonl")
    file(tmp_path / "exports" / AWAY[:12] / "train.jsonl")
    expected = Cleared(
        deleted=[],
        doubtful=[
            "comparisons/acme/support",
            f"exports/{AWAY[:12]}",
            f"promotions/acme/{mark}/answers.jsonl",
            f"promotions/acme/{mark}/comparison.html",
        ],
    )
    assert clear(tmp_path, ()) == clear(tmp_path, {HELD}) == expected
