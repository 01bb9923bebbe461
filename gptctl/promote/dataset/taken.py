"""A dataset that is there already, taken for another promotion as it is."""

from dataclasses import dataclass
from pathlib import Path

from gptctl.errors import Refused, Usage
from gptctl.promote.dataset.holding import Forgotten
from gptctl.promote.dataset.manifest import Manifest
from gptctl.promote.dataset.named import Named
from gptctl.promote.dataset.stored import StoredDataset
from gptctl.promote.dataset.verify import verify


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """The rows of a dataset, and the manifest that speaks of them."""

    manifest: Manifest
    dataset: StoredDataset


def take(meant: Named, home: Path, forgotten: Forgotten) -> Described:
    """Raises Usage where no manifest speaks of it, GptctlError where its rows are not on this machine.

    Raises Refused where the rows are not what the manifest says, or where one of their conversations was forgotten.
    """
    manifest = described(meant)
    dataset = meant.rows(home)
    problems = [problem for check in verify(dataset, manifest, forgotten=forgotten) for problem in check.problems]
    if problems:
        raise Refused(
            f"the dataset {meant.digest[:12]} cannot be trained on",
            reasons=problems,
            advice=f"Build another: `gptctl dataset build {manifest.assistant}`.",
        )
    return Described(manifest=manifest, dataset=dataset)


def described(meant: Named) -> Manifest:
    """Raises Usage where no manifest in the work tree speaks of it."""
    if meant.manifest is None:
        raise Usage(
            f"no manifest in the work tree speaks of the dataset {meant.digest[:12]}",
            advice="Name the revision that has it: ASSISTANT@REVISION.",
        )
    return meant.manifest
