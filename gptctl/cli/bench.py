"""The bench of `gptctl compare` and `gptctl shorten`: the held-out turns, who is asked, and where answers are kept.

Needs the libraries of the extra `promote`; only these commands import it.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING

from gptctl.cli.contestants import Models, open_models
from gptctl.cli.datasets import usable, which
from gptctl.cli.rates import Tariff
from gptctl.cli.shell import Shell
from gptctl.cli.training import Training
from gptctl.cli.wiring import open_workspace
from gptctl.core.address import Address
from gptctl.core.value import Attrs
from gptctl.errors import Refused
from gptctl.expect.test import AssistantTest
from gptctl.logs.store.durable import explained
from gptctl.private import make_private
from gptctl.promote.compare.model import Model
from gptctl.promote.compare.transcript import Transcript
from gptctl.promote.compare.turn import Turn, turns
from gptctl.promote.dataset.stored import StoredDataset
from gptctl.promote.example import Part

if TYPE_CHECKING:
    from gptctl.config.workspace import Workspace

FOLDER = "comparisons"
"""In the user's own folder: for each project and assistant the answers that were given, and the reports."""

RESTS_ON = "rests-on"
"""Beside the answers: an empty file for each dataset whose rows were asked, named by its hash."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """`attrs` are what is declared of the assistant; `folder` is private and holds what people said.

    `usable` gives the dataset as it is by now. Raises Refused where a conversation in it was forgotten.
    """

    assistant: str
    attrs: Attrs
    workspace: "Workspace"
    dataset: StoredDataset
    usable: Callable[[], StoredDataset]
    models: Models
    tariff: Tariff
    folder: Path

    @property
    def own(self) -> str:
        """The assistant's own model, as it is declared."""
        return str(self.attrs["model"])

    @property
    def tests(self) -> Sequence[AssistantTest]:
        """The assistant's own, whatever they need."""
        return self.workspace.tests[Address(kind="assistant", name=self.assistant)]

    def model(self, word: str) -> Model:
        """Raises as `Models.model` does."""
        return self.models.model(self.assistant, word)

    def held_out(self) -> list[Turn]:
        """Raises Refused where the dataset has no test."""
        found = list(turns(self.dataset.examples(Part.TEST)))
        if not found:
            raise Refused(
                f"the dataset {self.dataset.digest[:12]} holds nothing out, so nothing can be compared",
                advice="Give `promotion.split.test` a share, or bring in more conversations, and build it again.",
            )
        return found

    def transcript(self) -> Transcript:
        """Raises GptctlError where the folder cannot be used."""
        return transcript(self.folder, self.dataset)

    def recheck(self) -> None:
        """Hours may have passed. Raises Refused where a conversation was forgotten in them; no answer is left then."""
        try:
            self.usable()
        except Refused:
            rmtree(self.folder, ignore_errors=True)
            raise


def kept_in(home: Path, workspace: "Workspace", assistant: str) -> Path:
    return home / FOLDER / workspace.project.id / assistant


def transcript(folder: Path, dataset: StoredDataset) -> Transcript:
    """The answers that are kept there, on the rows of this dataset among them. Raises as `Bench.transcript` does."""
    with explained(folder):
        make_private(folder / RESTS_ON)
        (folder / RESTS_ON / dataset.digest).touch()
    return Transcript(folder / "answers.jsonl")


@contextmanager
def open_bench(shell: Shell, assistant: str, dataset: str | None) -> Iterator[Bench]:
    """`dataset` is as in `gptctl dataset show`; None is the assistant's own. Raises Usage, InvalidConfig, Refused."""
    workspace = open_workspace(shell.place)
    with open_models(workspace, shell.place.home) as models:
        attrs = models.assistant(assistant).attrs
        prices = Training(workspace=workspace, place=shell.place).prices
        current = partial(usable, shell, which(shell, dataset or assistant))
        yield Bench(
            assistant=assistant,
            attrs=attrs,
            workspace=workspace,
            dataset=current(),
            usable=current,
            models=models,
            tariff=Tariff(models=models, assistant=assistant, prices=prices),
            folder=kept_in(shell.place.home, workspace, assistant),
        )
