"""Bring a remote store of files to what is declared: upload what is missing, wait until it is indexed, remove last."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from gptctl.core.value import JSON
from gptctl.errors import NotDone, ProviderError, Rejected, Unknown
from gptctl.providers.base import Contents

AT_ONCE = 8
ROUNDS = 3
PAUSE = 1.0
PATIENCE = 600
"""Looks at a store that is still indexing, one a second."""


class FileState(StrEnum):
    READY = "ready"
    PENDING = "pending"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A file in the store. `path` and `digest` are what our own mark on it says, empty for a file without one."""

    id: str
    path: str
    digest: str
    state: FileState
    reason: str = ""


class FileStore(Protocol):
    """One knowledge base at a provider, as far as its files are concerned."""

    def held(self) -> Sequence[Held]:
        """Every file in the store, ours or not."""
        ...

    def add(self, path: str, digest: str, content: bytes) -> None:
        """Upload and attach one file, marked with its path and digest. Need not wait until it is indexed."""
        ...

    def remove(self, file: Held) -> None:
        """Detach the file and delete its bytes. Already gone is success."""
        ...


def files_of(store: FileStore) -> Mapping[str, JSON]:
    """`files` as a handler's `read` gives it: the path and digest of every file that is really searchable.

    A file without our mark is listed under its id with an empty digest, so that it shows as a change.
    """
    return {one.path or one.id: one.digest for one in store.held() if one.state is FileState.READY}


def transfer(
    store: FileStore, wanted: Mapping[str, str], contents: Contents, *, sleep: Callable[[float], None]
) -> None:
    """Make the store hold exactly `wanted` (path to SHA-256 hex). Unchanged files do not travel.

    Old content stays until the new is searchable. A file that fails is named, and everything else is kept, so that
    only it is tried again. Raises ProviderError.
    """
    for _ in range(ROUNDS):
        missing = _missing(store.held(), wanted)
        if not missing:
            break
        _upload(store, missing, contents)
        _wait(store, sleep)
    held = store.held()
    _report(held, wanted)
    for extra in _extras(held, wanted):
        store.remove(extra)


def _missing(held: Sequence[Held], wanted: Mapping[str, str]) -> Mapping[str, str]:
    there = {(one.path, one.digest) for one in held if one.state is not FileState.FAILED}
    refused = {(one.path, one.digest) for one in held if one.state is FileState.FAILED and one.reason}
    return {path: digest for path, digest in wanted.items() if (path, digest) not in there | refused}


def _upload(store: FileStore, missing: Mapping[str, str], contents: Contents) -> None:
    """Upload all of them, even when some fail: what nobody answered for is looked up in the next round."""

    def add(item: tuple[str, str]) -> ProviderError | None:
        path, digest = item
        try:
            store.add(path, digest, contents.read(digest))
        except Unknown:
            return None
        except NotDone as error:
            return type(error)(f"{path}: {error.message}", advice=error.advice) if type(error) is Rejected else error
        return None

    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        failed = [error for error in pool.map(add, sorted(missing.items())) if error is not None]
    if failed:
        raise failed[0]


def _wait(store: FileStore, sleep: Callable[[float], None]) -> None:
    for _ in range(PATIENCE):
        if all(one.state is not FileState.PENDING for one in store.held()):
            return
        sleep(PAUSE)
    stuck = sorted(one.path for one in store.held() if one.state is FileState.PENDING)
    raise Unknown(f"still being indexed after {PATIENCE} seconds: {', '.join(stuck[:5])}")


def _report(held: Sequence[Held], wanted: Mapping[str, str]) -> None:
    ready = {(one.path, one.digest) for one in held if one.state is FileState.READY}
    reasons = {one.path: one.reason for one in held if one.state is FileState.FAILED}
    failed = sorted(path for path, digest in wanted.items() if (path, digest) not in ready)
    if failed:
        named = "; ".join(f"{path}: {reasons.get(path) or 'it never arrived'}" for path in failed[:5])
        raise Rejected(
            f"{len(failed)} of {len(wanted)} files were not taken: {named}",
            advice="The others are in place; the next apply tries only these again.",
        )


def _extras(held: Sequence[Held], wanted: Mapping[str, str]) -> Sequence[Held]:
    """What is not wanted, failed, or there twice because an answer was lost."""
    kept: set[str] = set()
    extras = []
    for one in held:
        if one.state is FileState.READY and wanted.get(one.path) == one.digest and one.path not in kept:
            kept.add(one.path)
        else:
            extras.append(one)
    return extras
