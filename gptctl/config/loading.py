"""The steps of reading a project. Each goes on after a mistake, so that all of them are found at once."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from gptctl.config import assistants, bases, manifest, tests
from gptctl.config.assembly import Assembly
from gptctl.config.assistant import assemble, declare
from gptctl.config.buried import warn_of_buried
from gptctl.config.document import Document
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
from gptctl.core.address import Address
from gptctl.core.resource import Declared
from gptctl.core.suggest import suggest
from gptctl.core.value import Attrs
from gptctl.diagnostics import Finding, Location
from gptctl.errors import InvalidConfig, Usage
from gptctl.expect.test import AssistantTest


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """Everything there is, free of mistakes; each declaration beside what it was made from."""

    project: Project
    environment: Environment
    assistants: tuple[tuple[Assembly, Declared], ...]
    bases: tuple[tuple[Base, Declared], ...]
    tests: Mapping[Address, tuple[AssistantTest, ...]]
    warnings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loading:
    """What is read with, and where mistakes go. `providers` are the names that a target may have; None allows all."""

    library: Library
    hashes: StatCache
    expander: Expander
    report: Report
    providers: Collection[str] | None

    def gather(self, name: str | None) -> Gathered:
        """Raises InvalidConfig, and Usage for an environment that the project does not have."""
        project = read_project(self.library, self.expander, self.report)
        environment = pick(project, name) if project else None
        found = assistants.find(self.library, self.report)
        if project is None or environment is None or not self._can_reach(environment):
            raise InvalidConfig(self.report.findings)
        assemblies = [made for one in found.documents if (made := self._assemble(one, environment))]
        folders = bases.names(self.library, self.report)
        self._check(assemblies, project, environment)
        if found.complete and len(assemblies) == len(found.documents):
            check_references(assemblies, knowledge=folders)
            self._check_use(assemblies, folders)
            warn_of_buried(self.library, self.report)
        declared = tuple((one, said) for one in assemblies if (said := declare(one)))
        taken = self._knowledge(assemblies, folders)
        asked = {said.address: tests.take(one, said, _by_name(taken)) for one, said in declared}
        check_moved(project, {said.address for _, said in (*declared, *taken)}, self.library, self.report)
        return Gathered(
            project=project,
            environment=environment,
            assistants=declared,
            bases=taken,
            tests=asked,
            warnings=self.report.settle(),
        )

    def _can_reach(self, environment: Environment) -> bool:
        """Whether every target is a provider. No assistant is checked against one that is none: each would complain."""
        known = environment.targets if self.providers is None else self.providers
        unknown = [(index, target) for index, target in enumerate(environment.targets) if target not in known]
        for index, target in unknown:
            where = self.library.locate(FILE, ("environments", environment.name, "targets", index))
            self.report.error(where, "An unknown provider", f"`{target}` is no provider. {suggest(target, known)}")
        return not unknown

    def _assemble(self, document: Document, environment: Environment) -> Assembly | None:
        with self.report:
            layers = Layers(
                library=self.library, documents=lineage(document, self.library), environment=environment.name
            )
            return assemble(layers, self.expander, self.report)
        return None

    def _check(self, assemblies: Sequence[Assembly], project: Project, environment: Environment) -> None:
        check_names(assemblies)
        check_circles(assemblies)
        for one in assemblies:
            check_project(one, project, environment)

    def _check_use(self, assemblies: Sequence[Assembly], folders: frozenset[str]) -> None:
        for name in sorted(folders - _used(assemblies)):
            detail = f"No assistant names `{name}`, so it is not applied."
            self.report.warn(Location(file=f"{FOLDER}/{name}"), "Knowledge that nobody uses", detail)

    def _knowledge(self, assemblies: Sequence[Assembly], folders: frozenset[str]) -> tuple[tuple[Base, Declared], ...]:
        return bases.take(_used(assemblies) & folders, self.library, self.hashes, self.report)


def read_project(library: Library, expander: Expander, report: Report) -> Project | None:
    """What gptctl.yaml says; None where it cannot be read at all, which is reported then."""
    with report:
        try:
            return manifest.read(library, expander, report)
        except BadFile as bad:
            report.error(Location(file=FILE), bad.summary, bad.detail)
    return None


def _by_name(taken: Iterable[tuple[Base, Declared]]) -> Mapping[str, Attrs]:
    return {said.address.name: said.attrs for _, said in taken}


def _used(assemblies: Sequence[Assembly]) -> frozenset[str]:
    return frozenset(name for one in assemblies for name in as_texts(one.value.get("knowledge")))


def pick(project: Project, name: str | None) -> Environment:
    """The environment of that name, or the first. Raises Usage."""
    chosen = next(iter(project.environments)) if name is None else name
    if chosen not in project.environments:
        raise Usage(f"There is no environment {chosen!r}.", advice=suggest(chosen, project.environments))
    return project.environments[chosen]
