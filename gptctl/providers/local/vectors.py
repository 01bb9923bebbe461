"""Texts as vectors: the mean of the vectors of their word pieces. Import it through `embed`: it is slow to load.

The package `wordllama` carries a matrix of 32,000 x 256 and its tokenizer. Its own loader asks a model hub and pads
every text to the longest; reading the two files ourselves needs no network and is several times faster.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import safe_open
from tokenizers import Tokenizer

from gptctl.providers.local.passage import Passage

WIDTH = 256


class Vectors:
    """The loaded weights. `folder` is that of the package, which is never imported: it would configure logging."""

    def __init__(self, folder: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizers" / "l2_supercat_tokenizer_config.json"))
        with safe_open(str(folder / "weights" / "l2_supercat_256.safetensors"), "np") as weights:
            self._matrix = weights.get_tensor("embedding.weight")

    def of_passages(self, passages: Sequence[Passage]) -> tuple[bytes, ...]:
        """One vector each, as the database keeps it: 256 half floats of length 1.

        What stands above a passage counts as much as the passage, however long that is: found by measuring.
        """
        above = self._of([f"{p.keywords}. {p.title}. {p.heading}" for p in passages])
        rows = above + self._of([p.text for p in passages])
        return tuple(_unit(row).astype("<f2").tobytes() for row in rows)

    def nearest(self, vectors: Sequence[bytes], text: str, limit: int) -> tuple[tuple[int, float], ...]:
        """The places of the vectors nearest to a text and their cosines, nearest first; equals in the order given."""
        rows = np.frombuffer(b"".join(vectors), dtype="<f2").reshape(len(vectors), WIDTH).astype(np.float32)
        cosines = rows @ self._of([text])[0]
        best = np.argsort(-cosines, kind="stable")[:limit]
        return tuple((int(index), float(cosines[index])) for index in best)

    def cosines(self, texts: Sequence[str], text: str) -> Sequence[float]:
        """How near each of the texts is to one."""
        near: list[float] = (self._of(texts) @ self._of([text])[0]).tolist()
        return near

    def _of(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row per text, of length 1, or of zeros for a text without a word."""
        rows = np.zeros((len(texts), WIDTH), dtype=np.float32)
        for row, encoded in zip(
            rows, self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False), strict=True
        ):
            if encoded.ids:
                row[:] = _unit(self._matrix[encoded.ids].mean(axis=0, dtype=np.float32))
        return rows


def _unit(row: NDArray[np.float32]) -> NDArray[np.float32]:
    length = float((row @ row) ** 0.5)
    return row / length if length else row
