"""Everything a repository declares, as one environment sees it."""

import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from gptctl import __version__
from gptctl.config import assistants, schemas
from gptctl.config.expand import Expander
from gptctl.config.fieldpath import parse
from gptctl.config.inputs import Inputs
from gptctl.config.library import Library
from gptctl.config.loading import Gathered, Loading
from gptctl.config.project import FILE, Environment, Project
from gptctl.config.report import Report
from gptctl.config.shape import as_map
from gptctl.config.statcache import StatCache
from gptctl.core.address import Address
from gptctl.core.resource import Declared
from gptctl.core.value import Attrs
from gptctl.diagnostics import Finding, Location
from gptctl.expect.test import AssistantTest


class Origin(Protocol):
    """Where a declaration was written."""

    @property
    def files(self) -> tuple[str, ...]: ...

    def locate(self, path: str) -> Location: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """`declared` is sorted by address. `files` leads from a content hash to a knowledge file that has it.

    `promotions` are the recipes that assistants give and `tests` what they are asked; no provider is told of either.
    `sources` are the project-relative files and folders each declaration was made from, for git.
    """

    project: Project
    environment: Environment
    declared: tuple[Declared, ...]
    files: Mapping[str, Path]
    warnings: tuple[Finding, ...]
    inputs: Inputs
    promotions: Mapping[Address, Attrs]
    tests: Mapping[Address, tuple[AssistantTest, ...]]
    sources: Mapping[Address, tuple[str, ...]]
    origins: Mapping[Address, Origin] = field(repr=False)
    library: Library = field(repr=False)

    def locate(self, address: Address, path: str) -> Location:
        """Where a field such as `parameters.temperature` stands; the nearest that holds it when it stands nowhere."""
        origin = self.origins.get(address)
        return origin.locate(path) if origin else Location(file=FILE)

    def sizes(self, address: Address) -> Mapping[str, int]:
        """The bytes of every file of a knowledge base, by its path there; nought for one that is gone by now."""
        files = next((as_map(one.attrs.get("files")) for one in self.declared if one.address == address), {})
        return {path: _size(self.files[str(digest)]) for path, digest in files.items()}

    def locate_project(self, path: str) -> Location:
        """Where a field of gptctl.yaml such as `providers.local.threads` stands, or the nearest that holds it."""
        return self.library.locate(FILE, parse(path))


def load(
    root: Path,
    environment: str | None = None,
    *,
    cache: Path | None = None,
    providers: Collection[str] | None = None,
) -> Workspace:
    """Read everything, for one environment; without a name, for the first.

    `cache` is a folder that may be lost at any time; with None nothing is kept. `providers` are the names that a
    target may have; with None every name is one, as for a past revision whose provider is gone. Raises InvalidConfig
    with all findings of all files, and Usage for an environment that the project does not have.
    """
    salt = f"{__version__} {schemas.digest()}"
    documents = StatCache(cache / "documents.json" if cache else None, salt=salt)
    hashes = StatCache(cache / "hashes.json" if cache else None, salt="sha256")
    library = Library(root.resolve(), documents)
    loading = Loading(
        library=library, hashes=hashes, expander=Expander(os.environ), report=Report(), providers=providers
    )
    try:
        return _load(loading, environment)
    finally:
        documents.save()
        hashes.save()


def _load(loading: Loading, environment: str | None) -> Workspace:
    gathered = loading.gather(environment)
    pairs: list[tuple[Origin, Declared]] = [*gathered.assistants, *gathered.bases]
    origins = {said.address: origin for origin, said in pairs}
    return Workspace(
        project=gathered.project,
        environment=gathered.environment,
        declared=tuple(sorted((said for _, said in pairs), key=lambda said: said.address)),
        files=_files(gathered),
        warnings=gathered.warnings,
        inputs=_inputs(loading, gathered),
        tests=gathered.tests,
        promotions={said.address: as_map(one.value.get("promotion")) for one, said in gathered.assistants},
        sources={address: origin.files for address, origin in origins.items()},
        origins=origins,
        library=loading.library,
    )


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _files(gathered: Gathered) -> Mapping[str, Path]:
    files: dict[str, Path] = {}
    for base, said in gathered.bases:
        folder = gathered.project.root / base.top
        files.update((str(digest), folder / name) for name, digest in as_map(said.attrs["files"]).items())
    return files


def _inputs(loading: Loading, gathered: Gathered) -> Inputs:
    folders = {assistants.FOLDER, *(folder for base, _ in gathered.bases for folder in base.files)}
    outside = {file for file in loading.library.seen if not _inside(file, folders)}
    return Inputs(
        files=tuple(sorted(outside)),
        folders=tuple(sorted(folders)),
        variables=tuple(sorted(loading.expander.consulted)),
    )


def _inside(file: str, folders: Collection[str]) -> bool:
    """Whether a scan of the folders sees the file; it does not see hidden ones."""
    return "/." not in file and any(file.startswith(f"{folder}/") for folder in folders)
