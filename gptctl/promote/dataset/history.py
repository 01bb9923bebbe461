"""Which datasets the manifests in git name, in the work tree and in its history."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from gptctl.config.revision import log, read_at
from gptctl.errors import GptctlError
from gptctl.promote.dataset import layout, manifest_codec

COMMITS = 200
"""How far back a manifest is followed."""


def in_git(root: Path) -> Mapping[str, str]:
    """From the hash of each dataset to the place of its youngest manifest: a file, or a commit and a file.

    What cannot be read there is left out: it names no dataset.
    """
    found: dict[str, str] = {}
    for path in sorted((root / layout.FOLDER).glob(f"*/{layout.MANIFEST}")):
        file = path.relative_to(root).as_posix()
        for place, data in _versions(root, path, file):
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
