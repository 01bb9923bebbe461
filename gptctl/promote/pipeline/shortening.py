"""What a search for shorter instructions needs from outside."""

from collections.abc import Callable
from dataclasses import dataclass

from gptctl.promote.compare.transcript import Transcript
from gptctl.promote.dataset.stored import StoredDataset
from gptctl.promote.shorten.saving import Saving


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortening:
    """`instructions` are in full, as a model is told them.

    At most `answers` are asked for; `transcript` opens where those on the rows of a dataset are kept. `saving` says
    what is saved, for a model, conversations like those of a dataset, and the instructions in full and shortened.
    """

    instructions: str
    answers: int
    transcript: Callable[[StoredDataset], Transcript]
    saving: Callable[[str, StoredDataset, tuple[str, str]], Saving]
