"""Open what a user names as logs."""

import io
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from gptctl.errors import GptctlError
from gptctl.logs.files.archive import members
from gptctl.logs.files.folder import logs_in
from gptctl.logs.files.limits import LIMITS, Limits
from gptctl.logs.files.table import TableFile
from gptctl.logs.files.text import TextFile
from gptctl.logs.files.unpack import PARQUET, ZIP, unpacked
from gptctl.logs.files.unreadable import UnreadableFile
from gptctl.logs.sources.base import LogFile


def open_logs(path: Path, limits: Limits = LIMITS) -> Iterator[LogFile]:
    """The files of a folder, a zip archive, or the one file that it is: JSON as it is, gzip, Zstandard or Parquet.

    What a file is, its first bytes tell, not its name. Raises GptctlError for a path that cannot be opened; what is
    wrong inside of a file, or with one of a folder, is told by the file.
    """
    if not path.is_dir():
        yield from _files(path, limits)
        return
    for below in logs_in(path):
        try:
            yield from _files(below, limits)
        except GptctlError as error:
            yield UnreadableFile(name=below.as_posix(), reason=error.message)


def _files(path: Path, limits: Limits) -> Iterator[LogFile]:
    magic, name = _magic(path), path.as_posix()
    if magic == ZIP:
        yield from members(path, name, limits)
    elif magic == PARQUET:
        yield TableFile(name=name, path=path, limits=limits)
    else:
        opening = unpacked(partial(_opened, path), path.stat().st_size, limits)
        yield TextFile(name=name, opening=opening, limits=limits)


def _magic(path: Path) -> bytes:
    if path.exists() and not path.is_file():
        raise GptctlError(f"{path} is neither a file nor a folder", advice="Write the logs to a file first.")
    try:
        with path.open("rb") as stream:
            return stream.read(4)
    except OSError as error:
        raise GptctlError(f"{path} cannot be read: {error.strerror or error}") from error


def _opened(path: Path) -> io.BufferedReader:
    return path.open("rb")
