"""Embeddings whose weights come inside a package: the mean of the vectors of a text's word pieces.

The package `wordllama` carries a matrix of 32,000 x 256 and its tokenizer. Its own loader asks a model hub and pads
every text to the longest; reading the two files ourselves needs no network and is several times faster.
"""

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from gptctl.providers.local.passage import Passage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

WIDTH = 256
_NEEDED = ("numpy", "safetensors", "tokenizers", "wordllama")


@cache
def installed() -> bool:
    """Whether everything embeddings need is there; without them search is by keyword only."""
    return all(find_spec(name) is not None for name in _NEEDED)


def of_passages(passages: Sequence[Passage]) -> tuple[bytes, ...]:
    """One vector each, as the database keeps it: 256 half floats of length 1. Empty when not installed.

    What stands above a passage counts as much as the passage, however long that is: found by measuring.
    """
    if not passages or not installed():
        return ()
    above = embed([f"{p.keywords}. {p.title}. {p.heading}" for p in passages])
    rows = above + embed([p.text for p in passages])
    return tuple(_unit(row).astype("<f2").tobytes() for row in rows)


def embed(texts: Sequence[str]) -> "NDArray[np.float32]":
    """One row per text, of length 1, or of zeros for a text without a word."""
    import numpy as np  # noqa: PLC0415  an extra, and slow to load

    tokenizer, matrix = _model()
    rows = np.zeros((len(texts), WIDTH), dtype=np.float32)
    for row, encoded in zip(rows, tokenizer.encode_batch_fast(list(texts), add_special_tokens=False), strict=True):
        if encoded.ids:
            row[:] = _unit(matrix[encoded.ids].mean(axis=0, dtype=np.float32))
    return rows


def _unit(row: "NDArray[np.float32]") -> "NDArray[np.float32]":
    length = float((row @ row) ** 0.5)
    return row / length if length else row


@cache
def _model() -> "tuple[Tokenizer, NDArray[np.float16]]":
    from safetensors import safe_open  # noqa: PLC0415  an extra, and slow to load
    from tokenizers import Tokenizer  # noqa: PLC0415  an extra, and slow to load

    folder = _folder()
    with safe_open(str(folder / "weights" / "l2_supercat_256.safetensors"), "np") as weights:
        matrix = weights.get_tensor("embedding.weight")
    return Tokenizer.from_file(str(folder / "tokenizers" / "l2_supercat_tokenizer_config.json")), matrix


def _folder() -> Path:
    """Where the package lies. It is not imported: that would configure logging for the whole process."""
    spec = find_spec("wordllama")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("wordllama", name="wordllama")
    return Path(spec.origin).parent


def nearest(vectors: Sequence[bytes], text: str, limit: int) -> tuple[tuple[int, float], ...]:
    """The places of the vectors nearest to a text and their cosines, nearest first; equals in the order given."""
    import numpy as np  # noqa: PLC0415  an extra, and slow to load

    if not vectors:
        return ()
    rows = np.frombuffer(b"".join(vectors), dtype="<f2").reshape(len(vectors), WIDTH).astype(np.float32)
    cosines = rows @ embed([text])[0]
    best = np.argsort(-cosines, kind="stable")[:limit]
    return tuple((int(index), float(cosines[index])) for index in best)
