"""Which dataset is meant: `airline`, `airline@main~2` for its manifest at a revision, or the beginning of a hash."""

import re
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from gptctl.config.revision import read_at
from gptctl.errors import Usage
from gptctl.promote.dataset import layout, project
from gptctl.promote.dataset.manifest import Manifest
from gptctl.promote.dataset.stored import StoredDataset, stored

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
        return stored(home, self.digest)


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
    here = {path.name for path in (home / layout.FOLDER).glob(f"{word}*") if path.is_dir()}
    manifests = [one for one in map(partial(project.read, root), project.assistants(root)) if one is not None]
    own = {one.dataset: one for one in manifests if one.dataset.startswith(word)}
    found = sorted(here | own.keys())
    if not found:
        raise _unknown(word, root)
    if len(found) > 1:
        raise Usage(f"{word} begins several hashes", advice=f"Type more of it: {', '.join(found)}.")
    return Named(digest=found[0], manifest=own.get(found[0]), current=found[0] in own)


def _unknown(word: str, root: Path) -> Usage:
    known = ", ".join(project.assistants(root))
    return Usage(
        f"there is no dataset {word}",
        advice=f"In this project: {known}." if known else "`gptctl dataset build ASSISTANT` makes the first.",
    )
