"""One approved promotion: a folder that holds what was approved and what came of it, each file written once."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gptctl.core.value import Attrs, canonical, fingerprint
from gptctl.durable import write
from gptctl.logs.store.durable import explained
from gptctl.promote.dataset import project
from gptctl.promote.dataset.layout import CARD, MANIFEST
from gptctl.promote.dataset.manifest import Manifest
from gptctl.promote.jobs.approval import Approval

APPROVED = "approved.json"
OUTCOME = "outcome.json"
COMPARISON = "comparison"
ROWS = "answers"

QUOTING = (f"{ROWS}.jsonl", f"{COMPARISON}.*")
"""The files of a case that quote rows of its dataset."""

CARDS = (f"{CARD}.html", f"{CARD}.md")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """`goal` is what the goal says of its identity; `readiness` is what was concluded then."""

    folder: Path
    goal: Attrs
    approval: Approval
    readiness: Attrs

    @property
    def transcript(self) -> Path:
        return self.folder / f"{ROWS}.jsonl"

    @property
    def name(self) -> str:
        """Short, and the same however often it is approved: that of its dataset, and of what was wanted from it."""
        return f"{self.approval.dataset[:8]}-{fingerprint(self.goal)[:4]}"

    @property
    def is_over(self) -> bool:
        """Whether it came to a verdict, and to a branch where that is a good one."""
        return (self.folder / OUTCOME).exists()

    def manifest(self) -> Manifest:
        """Raises InvalidConfig, GptctlError."""
        return project.parsed(self.read(MANIFEST), str(self.folder / MANIFEST))

    def read(self, name: str) -> bytes:
        with explained(self.folder):
            return (self.folder / name).read_bytes()

    def write(self, files: Mapping[str, str]) -> None:
        with explained(self.folder):
            for name, text in files.items():
                write(self.folder / name, text.encode())

    def forget(self) -> None:
        """Delete the files that quote rows. Raises GptctlError."""
        with explained(self.folder):
            for path in (found for pattern in QUOTING for found in self.folder.glob(pattern)):
                path.unlink()

    def end(self, outcome: Attrs) -> None:
        self.write({OUTCOME: canonical(outcome) + "\n"})


def dump(case: Case) -> str:
    said = {"goal": case.goal, "approval": case.approval.to_json(), "readiness": case.readiness}
    return json.dumps(said, indent=1, sort_keys=True, default=dict) + "\n"


def load(folder: Path) -> Case | None:
    """None for a folder that holds no case that this version writes."""
    try:
        said = json.loads((folder / APPROVED).read_text(encoding="utf-8"))
        approval = Approval(**said["approval"])
        return Case(folder=folder, goal=said["goal"], approval=approval, readiness=said["readiness"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
