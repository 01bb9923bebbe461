"""Whether what is held out of a dataset stays out of what is trained on."""

from gptctl.promote.dataset.manifest import Leaks
from gptctl.promote.example import Curation, Part
from gptctl.promote.leaks import leaks


def touching(curation: Curation, near: float) -> Leaks:
    """How many contexts are the same in parts that must have nothing in common, and how many nearly so.

    `near` is the least likeness of near duplicates, as in the recipe.
    """
    found = leaks([example for part in Part for example in curation.examples(part)], near)
    identical = sum(leak.likeness == 1.0 for leak in found)
    return Leaks(identical=identical, near=len(found) - identical)
