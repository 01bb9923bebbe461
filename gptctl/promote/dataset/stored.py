"""A dataset on disk, read again."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from gptctl.errors import GptctlError
from gptctl.promote.dataset import layout
from gptctl.promote.dataset.rows import Prompt, load_example, load_pair
from gptctl.promote.example import Example, Pair, Part, Stage

_CHUNK = 1 << 20
_Row = TypeVar("_Row")


@dataclass(frozen=True)
class StoredDataset:
    """The rows of one dataset; it satisfies `Curation`. Everything raises GptctlError where the disk does not agree."""

    folder: Path

    @property
    def digest(self) -> str:
        return self.folder.name

    @property
    def stages(self) -> Sequence[Stage]:
        """How the rows came about is in the manifest."""
        return ()

    def examples(self, part: Part) -> Iterator[Example]:
        return self._rows(layout.examples(part), lambda line: load_example(line, part, self.prompts))

    def pairs(self, part: Part) -> Iterator[Pair]:
        return self._rows(layout.pairs(part), lambda line: load_pair(line, part, self.prompts))

    @cached_property
    def prompts(self) -> Mapping[str, Prompt]:
        path = self.folder / layout.PROMPTS
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
            return {digest: Prompt(system=item["system"], tools=item["tools"]) for digest, item in found.items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise _broken(path, error) from error

    def _rows(self, name: str, load: Callable[[str], _Row]) -> Iterator[_Row]:
        path = self.folder / name
        if not path.exists():
            return
        number = 0
        try:
            with path.open(encoding="utf-8", newline="\n") as file:
                for number, line in enumerate(file, start=1):  # noqa: B007 -- told when a line is broken
                    yield load(line)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise _broken(path, error, number) from error


def stored(home: Path, digest: str) -> StoredDataset:
    """The dataset with this hash. Raises GptctlError when its rows are not on this machine."""
    folder = layout.folder(home, digest)
    if not folder.is_dir():
        raise GptctlError(
            f"the rows of the dataset {digest[:12]} are not on this machine",
            advice="`gptctl dataset build` makes them again where the same conversations are.",
        )
    return StoredDataset(folder)


def _broken(path: Path, error: Exception, line: int = 0) -> GptctlError:
    place = f"{path}:{line}" if line else str(path)
    return GptctlError(
        f"{place} is not what was written: {error}", advice="Build the dataset again from the conversations."
    )


def sha256(path: Path) -> str:
    """Of a file's bytes, in hex. Raises OSError."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
