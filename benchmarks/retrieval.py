"""Does search find the right page? 30 questions about the handbook, written down with their page before any search.

    python benchmarks/retrieval.py [PAGES]        PAGES: the folder of the handbook; knowledge/handbook by default

Prints for how many questions the right page is among the first five passages: by words and meaning, by words alone,
by meaning alone; and what indexing costs, as a ratio to reading the files. Ends with 1 when the hybrid misses its mark.
"""

import hashlib
import json
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gptctl.core.address import RemoteId
from gptctl.core.marker import Marker
from gptctl.providers.base import Draft
from gptctl.providers.local.knowledge import KnowledgeBases
from gptctl.providers.local.search import By, search
from gptctl.providers.local.store import Store

HERE = Path(__file__).parent
QUESTIONS = HERE / "handbook_questions.json"
PASSAGES = 5
NEEDED = 27


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """The files of a folder by path and by hash, and how long it took to read them, in seconds."""

    digests: Mapping[str, str]
    contents: Mapping[str, bytes]
    seconds: float

    def read(self, digest: str) -> bytes:
        return self.contents[digest]


def read_files(folder: Path) -> Files:
    started = time.perf_counter()
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.md"))}
    seconds = time.perf_counter() - started
    digests = {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}
    return Files(digests=digests, contents={digests[path]: data for path, data in files.items()}, seconds=seconds)


def index(store: Store, files: Files) -> tuple[RemoteId, float]:
    """The id of the knowledge base made of the files, and how many seconds that took."""
    marker = Marker(scope="0" * 12, address="0" * 20, nonce="0" * 16, applied="0" * 64)
    draft = Draft(attrs={"name": "handbook", "files": files.digests}, marker=marker, contents=files)
    started = time.perf_counter()
    made = KnowledgeBases(store).create(draft)
    return made.id, time.perf_counter() - started


def hits(store: Store, knowledge: RemoteId, questions: Sequence[Mapping[str, str]], by: By) -> list[bool]:
    """For each question, whether its page is among the first passages."""
    with store.read() as db:
        found = [search(db, [knowledge], one["question"], limit=PASSAGES, by=by).sources for one in questions]
    return [one["page"] in {s.file for s in sources} for one, sources in zip(questions, found, strict=True)]


def main() -> int:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent / "knowledge" / "handbook"
    questions = json.loads(QUESTIONS.read_text(encoding="utf-8"))
    files = read_files(folder)
    with tempfile.TemporaryDirectory() as home:
        store = Store(Path(home))
        knowledge, seconds = index(store, files)
        results = {by: hits(store, knowledge, questions, by) for by in By}
        store.close()
    print(f"{len(files.digests)} files, {len(questions)} questions, first {PASSAGES} passages")
    for by, result in results.items():
        print(f"  {by.value:<18} {sum(result)}/{len(questions)}")
    for question, hit in zip(questions, results[By.BOTH], strict=True):
        if not hit:
            print(f"  missed: {question['question']}  ({question['page']})")
    print(f"  indexing           {seconds:.1f} s, {seconds / files.seconds:.0f} times as long as reading the files")
    return 0 if sum(results[By.BOTH]) >= NEEDED else 1


if __name__ == "__main__":
    raise SystemExit(main())
