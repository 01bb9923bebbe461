"""Ways to spoil what a project consists of. Paths are relative to the project."""

import os
import shutil
from collections.abc import Callable

from tests.support.terminal import Project

Spoil = Callable[[Project], object]


def put(path: str, content: str | bytes) -> Spoil:
    data = content.encode() if isinstance(content, str) else content

    def spoil(project: Project) -> None:
        project.write(path, "")
        (project.root / path).write_bytes(data)

    return spoil


def both(*spoils: Spoil) -> Spoil:
    return lambda project: [spoil(project) for spoil in spoils]


def away(path: str) -> Spoil:
    """Take away what is there, if anything is."""

    def spoil(project: Project) -> None:
        target = project.root / path
        if target.is_dir() and not target.is_symlink():
            shutil.rmtree(target)
        else:
            target.unlink(missing_ok=True)

    return spoil


def pipe(path: str) -> Spoil:
    return both(away(path), lambda project: os.mkfifo(project.root / path))


def link(path: str, to: str) -> Spoil:
    return both(away(path), lambda project: (project.root / path).symlink_to(to))


def folder(path: str) -> Spoil:
    return both(away(path), lambda project: (project.root / path).mkdir())


def file(path: str) -> Spoil:
    return both(away(path), put(path, "x"))


def sparse(path: str, size: int = 100 << 20) -> Spoil:
    """A file of that many zero bytes, which takes no room."""
    return both(put(path, ""), lambda project: os.truncate(project.root / path, size))


def locked(path: str) -> Spoil:
    """Nobody may read it or enter it."""
    return lambda project: (project.root / path).chmod(0)
