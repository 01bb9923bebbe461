"""Where datasets lie, and what their files are called."""

from pathlib import Path

from gptctl.promote.example import Part

FOLDER = "datasets"
"""In the user's own folder: one folder for each dataset, by its hash. In a project: one for each assistant."""

PROMPTS = "prompts.json"
MANIFEST = "manifest.json"
CARD = "card"


def folder(home: Path, digest: str) -> Path:
    return home / FOLDER / digest


def examples(part: Part) -> str:
    return f"{part}.jsonl"


def pairs(part: Part) -> str:
    return f"preferences-{part}.jsonl"


def in_project(root: Path, assistant: str) -> Path:
    return root / FOLDER / assistant
