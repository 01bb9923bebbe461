"""Which datasets the manifests in git name, in the work tree and in its history."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from gptctl.config.revision import log, read_at
from gptctl.errors import GptctlError
from gptctl.promote.dataset import layout, manifest_codec

COMMITS = 200
"""How far back a manifest is followed."""


def in_git(root: Path, assistants: Iterable[str]) -> Mapping[str, str]:
    """From the hash of each dataset to the place of its youngest manifest: a file, or a commit and a file.

    `assistants` are looked for even where their manifest is deleted by now. What cannot be read is left out: it names
    no dataset.
    """
    found: dict[str, str] = {}
    there = (path.name for path in (root / layout.FOLDER).glob("*"))
    for name in sorted({*assistants, *there}):
        path = layout.in_project(root, name) / layout.MANIFEST
        for place, data in _versions(root, path, path.relative_to(root).as_posix()):
            digest = _dataset(data)
            if digest:
                found.setdefault(digest, place)
    return found


def _versions(root: Path, path: Path, file: str) -> Iterator[tuple[str, bytes]]:
    """The youngest first."""
    if path.is_file() and not path.is_symlink():
        yield file, path.read_bytes()
    try:
        commits = log(root, [file], COMMITS)
    except GptctlError:  # no git here
        return
    for commit in commits:
        data = read_at(root, commit.id, file)
        if data is not None:
            yield f"{commit.id[:12]}:{file}", data


def _dataset(data: bytes) -> str:
    try:
        return manifest_codec.load(data.decode()).dataset
    except ValueError:
        return ""
