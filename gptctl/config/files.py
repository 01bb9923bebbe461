"""The only way to a file of the project: inside the root, through no link, a regular file, of bounded size."""

import os
import re
import stat
from pathlib import Path

from gptctl.config.reading.shown import short
from gptctl.diagnostics import Finding, Location
from gptctl.errors import InvalidConfig

MISSING = "The file does not exist"
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFLNK: "a symbolic link",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
}
_ELSEWHERE = re.compile(r"[/~]|[A-Za-z]:")


class BadFile(Exception):
    """A file that cannot be used; whoever names it says where it is named."""

    def __init__(self, summary: str, detail: str) -> None:
        super().__init__(summary)
        self.summary = summary
        self.detail = detail

    def at(self, where: Location) -> InvalidConfig:
        """The same as a finding."""
        return InvalidConfig([Finding(summary=self.summary, detail=self.detail, where=where)])


def join(folder: str, text: str) -> str:
    """The project-relative path of what `text` names in a file of `folder`. Raises BadFile if it is outside."""
    if _ELSEWHERE.match(text) or "\\" in text or any(ord(char) < ord(" ") for char in text):
        detail = f"`{short(text)}` is not a path relative to the file it stands in, with forward slashes."
        raise BadFile("A path that cannot be used", detail)
    parts: list[str] = folder.split("/") if folder else []
    for part in text.split("/"):
        if part == ".." and not parts:
            detail = f"`{short(text)}` stays outside; move the file into the project."
            raise BadFile("A path leads out of the project", detail)
        if part == "..":
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def status(root: Path, file: str) -> os.stat_result:
    """Look at a regular file without opening it. Raises BadFile."""
    found = _look(root, file)
    if not stat.S_ISREG(found.st_mode):
        raise BadFile("Not a regular file", f"`{short(file)}` is {what(found)}.")
    return found


def folder(root: Path, path: str) -> None:
    """Raises BadFile unless it is a folder that is reached through no link."""
    if not stat.S_ISDIR(_look(root, path).st_mode):
        raise BadFile("Not a folder", f"`{short(path)}` is a file.")


def exists(root: Path, file: str) -> bool:
    """Whether anything has this name, be it a link that leads nowhere."""
    return os.path.lexists(root / file)


def read(root: Path, file: str, seen: os.stat_result, limit: int) -> bytes:
    """The content of the file that `status` saw, of at most `limit` bytes. Raises BadFile."""
    if seen.st_size > limit:
        raise BadFile("The file is too large", f"`{short(file)}` has {seen.st_size:,} bytes; {limit:,} are the limit.")
    with os.fdopen(open_seen(root / file, file, seen), "rb") as source:
        return source.read(limit)


def open_seen(path: Path, file: str, seen: os.stat_result) -> int:
    """A descriptor of the very file that was looked at; it never waits on a pipe. Raises BadFile."""
    try:
        descriptor = os.open(path, _FLAGS)
    except OSError as error:
        raise BadFile("The file cannot be read", f"`{short(file)}`: {error.strerror}.") from None
    if not os.path.samestat(seen, os.fstat(descriptor)):
        os.close(descriptor)
        raise BadFile("The file cannot be read", f"`{short(file)}` was replaced while it was read; try again.")
    return descriptor


def _look(root: Path, file: str) -> os.stat_result:
    path = str(root)
    found = os.lstat(path)
    for part in file.split("/"):
        path = os.path.join(path, part)  # noqa: PTH118 -- thousands of files: Path would take most of the time
        found = _lstat(path, file)
        if stat.S_ISLNK(found.st_mode):
            raise BadFile("A symbolic link", f"`{short(file)}` is or goes through a link; put the file itself there.")
    return found


def _lstat(path: str, file: str) -> os.stat_result:
    try:
        return os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        raise BadFile(MISSING, f"There is no `{short(file)}` in the project.") from None
    except OSError as error:
        raise BadFile("The file cannot be read", f"`{short(file)}`: {error.strerror}.") from None


def what(found: os.stat_result) -> str:
    """A special file in words."""
    return _KINDS.get(stat.S_IFMT(found.st_mode), "a device")
