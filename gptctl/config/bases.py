"""The knowledge that assistants name: each folder once, however many name it."""

from collections.abc import Iterable
from typing import TypeAlias

from gptctl.config.files import BadFile
from gptctl.config.knowledge import FOLDER, Base, declare, open_base
from gptctl.config.library import Library
from gptctl.config.report import Report
from gptctl.config.statcache import StatCache
from gptctl.core.resource import Declared
from gptctl.diagnostics import Location

Taken: TypeAlias = tuple[Base, Declared]


def names(library: Library, report: Report) -> frozenset[str]:
    """Of all folders under knowledge/."""
    if not library.exists(FOLDER):
        return frozenset()
    try:
        return frozenset(entry.name for entry in library.entries(FOLDER) if entry.is_dir())
    except BadFile as bad:
        report.error(Location(file=FOLDER), bad.summary, bad.detail)
        return frozenset()


def take(used: Iterable[str], library: Library, hashes: StatCache, report: Report) -> tuple[Taken, ...]:
    """Read and hash every base that is used; those that cannot be are reported."""
    taken: list[Taken] = []
    for name in sorted(used):
        with report:
            try:
                base = open_base(name, library)
                taken.append((base, declare(base, hashes, report)))
            except BadFile as bad:
                report.error(Location(file=f"{FOLDER}/{name}"), bad.summary, bad.detail)
    return tuple(taken)
