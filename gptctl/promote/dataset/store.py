"""Write the rows of a curation into a folder that is named by what is in it."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from gptctl.core.value import fingerprint
from gptctl.errors import GptctlError, Refused
from gptctl.private import make_private
from gptctl.promote.dataset import layout
from gptctl.promote.dataset.rows import Prompt, dump_example, dump_pair, parted
from gptctl.promote.dataset.stored import StoredDataset, sha256
from gptctl.promote.example import Curation, Part
from gptctl.promote.steps.secrets.scan import scan_line


def store(curation: Curation, home: Path) -> StoredDataset:
    """The dataset that holds what a curation gave: all of it or, after a crash, nothing.

    One that is there already stays, unless its files were changed since. The finished files are looked through for
    secrets once more. Raises Refused when there is one, GptctlError when the disk will not have it; either way nothing
    is left behind.
    """
    with _aside(home) as folder:
        _Writer(folder=folder).write(curation)
        _refuse_secrets(folder)
        digest = content_digest(folder)
        final = layout.folder(home, digest)
        if not final.exists() or content_digest(final) != digest:
            shutil.rmtree(final, ignore_errors=True)
            folder.rename(final)
    return StoredDataset(final)


def content_digest(folder: Path) -> str:
    """The hash of a dataset: over the names and hashes of its files of rows and prompts. Raises OSError."""
    names = sorted(path.name for path in folder.iterdir() if path.suffix == ".jsonl" or path.name == layout.PROMPTS)
    return fingerprint({name: sha256(folder / name) for name in names})


@contextmanager
def _aside(home: Path) -> Iterator[Path]:
    """A private folder beside the datasets, gone afterwards unless it was renamed."""
    folder = home / layout.FOLDER / f".{os.urandom(8).hex()}"
    try:
        make_private(folder)
        yield folder
    except OSError as error:
        raise GptctlError(f"{error.filename or folder} cannot be written: {error.strerror or error}") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@dataclass(slots=True, kw_only=True)
class _Writer:
    folder: Path
    prompts: dict[str, Prompt] = field(default_factory=dict[str, Prompt])

    def write(self, curation: Curation) -> None:
        for part in Part:
            self._lines(layout.examples(part), self._examples(curation, part))
            self._lines(layout.pairs(part), self._pairs(curation, part))
        found = {digest: prompt.to_json() for digest, prompt in sorted(self.prompts.items())}
        text = json.dumps(found, indent=1, sort_keys=True, ensure_ascii=False)
        (self.folder / layout.PROMPTS).write_text(f"{text}\n", encoding="utf-8")

    def _examples(self, curation: Curation, part: Part) -> Iterator[str]:
        for example in curation.examples(part):
            prompt, said = parted(example.messages, example.tools)
            yield dump_example(example, self._keep(prompt), said)

    def _pairs(self, curation: Curation, part: Part) -> Iterator[str]:
        for pair in curation.pairs(part):
            prompt, said = parted(pair.messages, pair.tools)
            yield dump_pair(pair, self._keep(prompt), said)

    def _keep(self, prompt: Prompt) -> str:
        digest = prompt.digest
        self.prompts.setdefault(digest, prompt)
        return digest

    def _lines(self, name: str, lines: Iterator[str]) -> None:
        """A file without a line is not written."""
        first = next(lines, None)
        if first is None:
            return
        with (self.folder / name).open("wb") as file:
            file.write(first.encode("utf-8", "replace") + b"\n")
            for line in lines:
                file.write(line.encode("utf-8", "replace") + b"\n")
            file.flush()
            os.fsync(file.fileno())


def _refuse_secrets(folder: Path) -> None:
    reasons = list(secrets(folder))
    if reasons:
        raise Refused(
            "the finished dataset holds secrets, so it was not kept",
            reasons=reasons,
            advice="Forget these conversations, or add a rule for what was missed, and build again.",
        )


def secrets(folder: Path) -> Iterator[str]:
    """Every secret in the files of a dataset: where it stands and its kind, never what it is. Raises OSError."""
    for path in sorted(folder.iterdir()):
        if path.suffix not in {".jsonl", ".json"}:
            continue
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                for found in scan_line(line):
                    yield f"{path.name}:{number} holds a secret of the kind {found.kind}."
