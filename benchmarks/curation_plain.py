"""What one writes in an afternoon: json, re, a tokenizer, datasketch. The same rows and the same kinds of steps."""

import hashlib
import json
import re
import sys
from pathlib import Path

from bpe_openai import get_encoding
from curation_patterns import PERSONAL
from datasketch import MinHash, MinHashLSH

PATTERNS = [re.compile(pattern) for pattern in PERSONAL]
SECRETS = re.compile(
    r"sk-[A-Za-z0-9_-]{20,}|AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|xox[bap]-[\w-]{10,}|AIza[\w-]{35}"
    r"|sk_live_\w{16,}|eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+|-----BEGIN [A-Z ]*PRIVATE KEY|\w+://[^\s:]+:[^\s@]+@"
    r"|(?i:password\s*[:=]\s*\S{8,})"
)
PERMUTATIONS, NEAR, WORDS = 64, 0.85, 5


def run(path: Path) -> dict[str, int]:
    encoding = get_encoding("o200k_base")
    index = MinHashLSH(threshold=NEAR, num_perm=PERMUTATIONS)
    seen, counts = set(), dict.fromkeys(["kept", "secret", "exact", "near", "personal", "tokens"], 0)
    with path.open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            text = "\n".join(message["content"] for message in row["messages"])
            if SECRETS.search(text):
                counts["secret"] += 1
                continue
            for pattern in PATTERNS:
                text, found = pattern.subn("[REMOVED]", text)
                counts["personal"] += found
            normal = " ".join(text.lower().split())
            key = hashlib.blake2b(normal.encode(), digest_size=16).digest()
            if key in seen:
                counts["exact"] += 1
                continue
            seen.add(key)
            ids = encoding.encode(text)
            counts["tokens"] += len(ids)
            sketch = MinHash(num_perm=PERMUTATIONS)
            sketch.update_batch([repr(ids[at : at + WORDS]).encode() for at in range(len(ids) - WORDS + 1)])
            if index.query(sketch):
                counts["near"] += 1
                continue
            index.insert(row["id"], sketch)
            counts["kept"] += 1
    return counts


if __name__ == "__main__":
    sys.stdout.write(f"{run(Path(sys.argv[1]))}\n")
