"""The libraries alone: what the steps take when nobody judges what they find, and nothing is changed or written.

Each is the fastest that was found for its step: orjson, RE2, Aho-Corasick, splintr and rensa. So this says what the
machine gives, and how much of it curation makes use of.
"""

import sys
from collections.abc import Iterator
from hashlib import blake2b
from itertools import count, islice
from pathlib import Path

import ahocorasick
import orjson
import re2
from curation_patterns import PERSONAL
from rensa import RMinHash, RMinHashLSH
from splintr import Tokenizer

SECRETS = ("sk-", "AKIA", "ghp_", "xox", "AIza", "sk_live_", "eyJ", "-----BEGIN", "://", "password")
AT_ONCE = 1024
PERMUTATIONS, BANDS, NEAR, WORDS = 128, 16, 0.85, 3
LEAST = 0.5
"""Of a rating."""


def run(path: Path) -> dict[str, int]:
    tokenizer, index = Tokenizer.from_pretrained("o200k_base"), RMinHashLSH(NEAR, PERMUTATIONS, BANDS)
    personal, secrets, numbers = _personal(), _secrets(), count()
    seen, counts = set[bytes](), dict.fromkeys(["personal", "secret", "near", "tokens"], 0)
    for texts in _texts(path):
        seen.update(blake2b(text.encode(), digest_size=8).digest() for text in texts)
        counts["personal"] += sum(bool(personal.Match(text)) for text in texts)
        counts["secret"] += sum(any(True for _ in secrets.iter(text)) for text in texts)
        counts["tokens"] += len(tokenizer.encode_batch_flat(texts)[0]) // 4
        for text in texts:
            sketch = _sketch(text)
            counts["near"] += bool(index.query(sketch))
            index.insert(next(numbers), sketch)
    return {**counts, "different": len(seen)}


def _texts(path: Path) -> Iterator[list[str]]:
    """Of those that were rated well."""
    with path.open("rb") as file:
        while lines := list(islice(file, AT_ONCE)):
            rows = [row for row in map(orjson.loads, lines) if row["score"] >= LEAST]
            yield ["\n".join(message["content"] for message in row["messages"]) for row in rows]


def _personal() -> "re2.Set":
    options = re2.Options()
    options.log_errors = False
    found = re2.Set.SearchSet(options)
    for pattern in PERSONAL:
        found.Add(pattern)
    found.Compile()
    return found


def _secrets() -> "ahocorasick.Automaton":
    automaton = ahocorasick.Automaton()
    for word in SECRETS:
        automaton.add_word(word, word)
    automaton.make_automaton()
    return automaton


def _sketch(text: str) -> RMinHash:
    words = text.split()
    sketch = RMinHash(PERMUTATIONS, 1)
    sketch.update([" ".join(words[at : at + WORDS]) for at in range(max(len(words) - WORDS + 1, 1))])
    return sketch


if __name__ == "__main__":
    sys.stdout.write(f"{run(Path(sys.argv[1]))}\n")
