"""Whether texts can be turned into vectors here; the weights come inside a package."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gptctl.providers.local.vectors import Vectors

_NEEDED = ("numpy", "safetensors", "tokenizers", "wordllama")


@cache
def vectors() -> "Vectors | None":
    """None when something that embeddings need is not installed: then search is by words only."""
    specs = [find_spec(name) for name in _NEEDED]
    weights = specs[-1]
    if not all(specs) or weights is None or weights.origin is None:
        return None
    from gptctl.providers.local.vectors import Vectors  # noqa: PLC0415 -- a quarter of a second to load

    return Vectors(Path(weights.origin).parent)
