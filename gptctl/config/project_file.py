"""gptctl.yaml read alone: what is under way must be reached while the file of an assistant is wrong."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from gptctl.config.expand import Expander
from gptctl.config.fieldpath import parse
from gptctl.config.library import Library
from gptctl.config.loading import pick, read_project
from gptctl.config.project import FILE, Project
from gptctl.config.report import Report
from gptctl.config.statcache import StatCache
from gptctl.diagnostics import Location
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
    project = read_project(library, Expander(os.environ), report)
    if project is None:
        raise InvalidConfig(report.findings)
    report.settle()
    pick(project, environment)
    return ProjectFile(project=project, library=library)
