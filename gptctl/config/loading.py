"""The steps of reading a project. Each goes on after a mistake, so that all of them are found at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from gptctl.config import assistants, bases, manifest
from gptctl.config.assistant import declare, draft
from gptctl.config.document import Document
from gptctl.config.draft import Draft
from gptctl.config.expand import Expander
from gptctl.config.files import BadFile
from gptctl.config.knowledge import FOLDER, Base
from gptctl.config.library import Library
from gptctl.config.lineage import Layers, lineage
from gptctl.config.project import FILE, Environment, Project
from gptctl.config.references import check_circles, check_moved, check_names, check_project, check_references
from gptctl.config.report import Report
from gptctl.config.shape import as_texts
from gptctl.config.statcache import StatCache
from gptctl.config.suggest import suggest
from gptctl.core.resource import Declared
from gptctl.diagnostics import Finding, Location
from gptctl.errors import InvalidConfig, Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """Everything there is, free of mistakes; each declaration beside what it was made from."""

    project: Project
    environment: Environment
    assistants: tuple[tuple[Draft, Declared], ...]
    bases: tuple[tuple[Base, Declared], ...]
    warnings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loading:
    """What is read with, and where mistakes go."""

    library: Library
    hashes: StatCache
    expander: Expander
    report: Report

    def gather(self, name: str | None) -> Gathered:
        """Raises InvalidConfig, and Usage for an environment that the project does not have."""
        project = self._project()
        environment = pick(project, name) if project else None
        found = assistants.find(self.library, self.report)
        if project is None or environment is None:
            raise InvalidConfig(self.report.findings)
        drafts = [made for one in found.documents if (made := self._draft(one, environment))]
        folders = bases.names(self.library, self.report)
        self._check(drafts, project, environment)
        if found.complete and len(drafts) == len(found.documents):
            check_references(drafts, knowledge=folders)
        declared = tuple((one, said) for one in drafts if (said := declare(one)))
        taken = self._knowledge(drafts, folders)
        check_moved(project, {said.address for _, said in (*declared, *taken)}, self.library, self.report)
        return Gathered(
            project=project,
            environment=environment,
            assistants=declared,
            bases=taken,
            warnings=self.report.settle(),
        )

    def _project(self) -> Project | None:
        with self.report:
            try:
                return manifest.read(self.library, self.expander, self.report)
            except BadFile as bad:
                self.report.error(Location(file=FILE), bad.summary, bad.detail)
        return None

    def _draft(self, document: Document, environment: Environment) -> Draft | None:
        with self.report:
            layers = Layers(
                library=self.library, documents=lineage(document, self.library), environment=environment.name
            )
            return draft(layers, self.expander, self.report)
        return None

    def _check(self, drafts: Sequence[Draft], project: Project, environment: Environment) -> None:
        check_names(drafts)
        check_circles(drafts)
        for one in drafts:
            check_project(one, project, environment)

    def _knowledge(self, drafts: Sequence[Draft], folders: frozenset[str]) -> tuple[tuple[Base, Declared], ...]:
        used = {name for one in drafts for name in as_texts(one.value.get("knowledge"))}
        for name in sorted(folders - used):
            detail = f"No assistant names `{name}`, so it is not applied."
            self.report.warn(Location(file=f"{FOLDER}/{name}"), "Knowledge that nobody uses", detail)
        return bases.take(used & folders, self.library, self.hashes, self.report)


def pick(project: Project, name: str | None) -> Environment:
    """The environment of that name, or the first. Raises Usage."""
    chosen = next(iter(project.environments)) if name is None else name
    if chosen not in project.environments:
        raise Usage(f"There is no environment {chosen!r}.", advice=suggest(chosen, project.environments))
    return project.environments[chosen]
