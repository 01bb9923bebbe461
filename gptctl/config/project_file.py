"""gptctl.yaml read alone: what is under way must be reached while the file of an assistant is wrong."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from gptctl.config import manifest
from gptctl.config.expand import Expander
from gptctl.config.fieldpath import parse
from gptctl.config.files import BadFile
from gptctl.config.library import Library
from gptctl.config.loading import pick
from gptctl.config.project import FILE, Project
from gptctl.config.report import Report
from gptctl.config.statcache import StatCache
from gptctl.diagnostics import Finding, Location
from gptctl.errors import InvalidConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectFile:
    project: Project
    library: Library = field(repr=False)

    def locate_project(self, path: str) -> Location:
        """Where a field such as `trainers.azure.endpoint` stands, or the nearest that holds it."""
        return self.library.locate(FILE, parse(path))


def load_project(root: Path, environment: str | None = None) -> ProjectFile:
    """Raises InvalidConfig where the file itself is wrong, Usage for an environment that it does not have."""
    library, report = Library(root.resolve(), StatCache(None, salt="")), Report()
    try:
        project = manifest.read(library, Expander(os.environ), report)
    except BadFile as bad:
        where = Location(file=FILE)
        raise InvalidConfig([Finding(summary=bad.summary, detail=bad.detail, where=where)]) from None
    report.settle()
    pick(project, environment)
    return ProjectFile(project=project, library=library)
