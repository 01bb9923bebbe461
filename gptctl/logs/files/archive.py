"""The files in a zip archive, read where they are: nothing is ever written out, so their names can do no harm."""

import io
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from gptctl.logs.files.limits import Limits
from gptctl.logs.files.names import is_log
from gptctl.logs.files.stream import Bounded, Opening
from gptctl.logs.files.text import DAMAGED, TextFile
from gptctl.logs.files.unpack import unpacked
from gptctl.logs.files.unreadable import UnreadableFile
from gptctl.logs.sources.base import LogFile

MEMBERS = 100_000
ENCRYPTED = 0x1


def members(path: Path, name: str, limits: Limits) -> Iterator[LogFile]:
    """The logs in it, by name. A damaged archive, or one that unfolds to too much, is one file that cannot be read."""
    try:
        with ZipFile(path) as archive:
            listed = archive.infolist()
    except DAMAGED as error:
        yield UnreadableFile(name=name, reason=f"the zip archive cannot be read: {error}")
        return
    size = path.stat().st_size
    if len(listed) > MEMBERS or sum(info.file_size for info in listed) > limits.budget(size):
        yield UnreadableFile(name=name, reason="the zip archive unfolds to far more than logs do, so it was not read")
        return
    for info in sorted(listed, key=lambda info: info.filename):
        if not info.is_dir() and is_log(PurePosixPath(info.filename)):
            yield _member(path, info, f"{name}/{info.filename}", limits)


def _member(path: Path, info: ZipInfo, name: str, limits: Limits) -> LogFile:
    if info.filename.lower().endswith((".zip", ".parquet")):
        return UnreadableFile(name=name, reason="it is packed twice: unpack the zip archive around it first")
    if info.flag_bits & ENCRYPTED:
        return UnreadableFile(name=name, reason="it is encrypted: unpack the zip archive around it first")
    if info.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        return UnreadableFile(name=name, reason="it is packed in a way that is not read here: pack it with deflate")
    packed = min(info.compress_size, path.stat().st_size)
    return TextFile(name=name, opening=unpacked(_opening(path, info, limits), packed, limits), limits=limits)


def _opening(path: Path, info: ZipInfo, limits: Limits) -> Opening:
    def opened() -> io.BufferedReader:
        archive = ZipFile(path)
        try:
            member = archive.open(info)
        except BaseException:
            archive.close()
            raise
        budget = limits.budget(info.compress_size)
        return io.BufferedReader(Bounded(member, budget=budget, below=archive), buffer_size=1 << 18)

    return opened
