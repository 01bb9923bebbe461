"""Assistants in subfolders, or in files of another ending, are not read, which is told."""

from pathlib import Path

from gptctl.config.workspace import load
from tests.support.tree import HEAD, SUPPORT, project


def test_an_assistant_that_nobody_reads_is_told_and_what_is_referred_to_is_none(tmp_path: Path) -> None:
    files = {
        "assistants/support.yaml": f"{SUPPORT}extends: shared/care.yaml\n",
        "assistants/shared/care.yaml": SUPPORT.replace("support", "care"),
        "assistants/shared/_spare.yaml": f"{HEAD}labels: {{team: spare}}\n",
        "assistants/sales/deep/bot.yaml": SUPPORT.replace("support", "bot"),
        "assistants/sales/help.md": f"---\n{HEAD}name: help\nmodel: smart\n---\nYou help.\n",
        "assistants/sales/notes.md": f"How to write one:\n\n{HEAD}\n",
        "assistants/Loud.YAML": SUPPORT.replace("support", "loud"),
        "assistants/sales/other.yaml": "kind: Secret\n",
    }
    workspace = load(project(tmp_path, files))
    assert [one.address.name for one in workspace.declared] == ["support"]
    told = [(str(one.where), one.summary) for one in workspace.warnings]
    assert told == [
        ("assistants/Loud.YAML", "An assistant that nobody reads"),
        ("assistants/sales/deep/bot.yaml", "An assistant that nobody reads"),
        ("assistants/sales/help.md", "An assistant that nobody reads"),
    ]
