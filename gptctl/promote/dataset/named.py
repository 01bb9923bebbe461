"""Which dataset is meant: `airline`, `airline@main~2` for its manifest at a revision, or the beginning of a hash."""

import re
from dataclasses import dataclass
from pathlib import Path

from gptctl.config.revision import read_at
from gptctl.errors import GptctlError, Usage
from gptctl.promote.dataset import layout, project
from gptctl.promote.dataset.manifest import Manifest
from gptctl.promote.dataset.stored import StoredDataset

_HASH = re.compile(r"[0-9a-f]{6,64}")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A dataset by its hash. `manifest` is None for a hash that no manifest in the work tree names.

    `current` says that it is the one of the work tree.
    """

    digest: str
    manifest: Manifest | None
    current: bool

    def rows(self, home: Path) -> StoredDataset:
        """Raises GptctlError when they are not on this machine."""
        folder = layout.folder(home, self.digest)
        if not folder.is_dir():
            raise GptctlError(
                f"the rows of the dataset {self.digest[:12]} are not on this machine",
                advice="`gptctl dataset build` makes them again where the same conversations are.",
            )
        return StoredDataset(folder)


def named(word: str, root: Path, home: Path) -> Named:
    """Raises Usage when there is no such dataset, InvalidConfig when its manifest is none."""
    name, at, revision = word.partition("@")
    if at and _NAME.fullmatch(name):
        return _at(root, name, revision)
    manifest = project.read(root, name) if _NAME.fullmatch(word) else None
    if manifest is not None:
        return Named(digest=manifest.dataset, manifest=manifest, current=True)
    if _HASH.fullmatch(word):
        return _by_hash(word, root, home)
    raise _unknown(word, root)


def _at(root: Path, name: str, revision: str) -> Named:
    file = f"{layout.FOLDER}/{name}/{layout.MANIFEST}"
    data = read_at(root, revision, file)
    if data is None:
        raise Usage(f"there is no {file} at {revision}")
    manifest = project.parsed(data, f"{revision}:{file}")
    return Named(digest=manifest.dataset, manifest=manifest, current=False)


def _by_hash(word: str, root: Path, home: Path) -> Named:
    found = sorted(path.name for path in (home / layout.FOLDER).glob(f"{word}*") if path.is_dir())
    if not found:
        raise _unknown(word, root)
    if len(found) > 1:
        raise Usage(f"{word} begins several hashes", advice=f"Type more of it: {', '.join(found)}.")
    manifests = (project.read(root, name) for name in project.assistants(root))
    own = next((one for one in manifests if one is not None and one.dataset == found[0]), None)
    return Named(digest=found[0], manifest=own, current=own is not None)


def _unknown(word: str, root: Path) -> Usage:
    known = ", ".join(project.assistants(root))
    return Usage(
        f"there is no dataset {word}",
        advice=f"In this project: {known}." if known else "`gptctl dataset build ASSISTANT` makes the first.",
    )
