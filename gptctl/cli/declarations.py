"""The declarations of one environment in one tree, read no more than they must be."""

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from gptctl.cli import outline_cache
from gptctl.core.value import Attrs
from gptctl.diagnostics import Finding
from gptctl.engine.desired import Desired
from gptctl.engine.outline import Outline
from gptctl.providers.base import Provider
from gptctl.providers.registry import FACTORIES, Setting
from gptctl.providers.settings import WrongSettings

if TYPE_CHECKING:
    from gptctl.config.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Declarations:
    """`outline` is known at once; `workspace` and `desired` are read when they are first asked for."""

    outline: Outline
    providers: Mapping[str, Provider]
    workspace: "Callable[[], Workspace]"
    desired: Callable[[], Desired]


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Declarations with one target more than the environment has, and what is over that target's limits."""

    declarations: Declarations
    findings: tuple[Finding, ...]


def read(tree: Path, environment: str | None, *, home: Path, caches: Path | None) -> Declarations:
    """Read the declarations of `tree`. `caches` is a folder to remember them in, None to read everything.

    Raises InvalidConfig with all findings of all files.
    """
    kept = None if caches is None else caches / f"outline{'' if environment is None else f'.{environment}'}.json"
    known = None if kept is None else outline_cache.read(kept, tree)
    workspace = cache(lambda: _load(tree, environment, caches))
    if known is not None and known.settings.keys() <= FACTORIES.keys():
        providers = make_providers(known.settings, home)
        return Declarations(
            outline=known,
            providers=providers,
            workspace=workspace,
            desired=cache(lambda: _lower(workspace(), providers)),
        )
    from gptctl.engine.lowering import outline  # noqa: PLC0415 -- as below

    began = time.time_ns()
    opened = workspace()
    try:
        providers = make_providers(_settings(opened), home)
    except WrongSettings as wrong:
        raise wrong.at(opened.locate_project) from None
    desired = _lower(opened, providers)
    found = outline(opened, desired)
    if kept is not None:
        outline_cache.write(kept, tree, inputs=opened.inputs, outline=found, began=began)
    return Declarations(outline=found, providers=providers, workspace=workspace, desired=lambda: desired)


def read_beside(tree: Path, environment: str | None, target: str, *, home: Path, caches: Path) -> Beside:
    """Read the declarations as if the environment had this target too.

    Raises InvalidConfig for what is wrong already, or with the new target's settings; what its limits say is told.
    """
    from gptctl.engine.lowering import lowered, outline  # noqa: PLC0415 -- as below

    opened = _load(tree, environment, caches)
    targets = (*opened.environment.targets, target)
    wider = replace(opened, environment=replace(opened.environment, targets=targets))
    try:
        providers = make_providers(_settings(wider), home)
    except WrongSettings as wrong:
        raise wrong.at(opened.locate_project) from None
    desired, findings = lowered(wider, providers)
    return Beside(
        declarations=Declarations(
            outline=outline(wider, desired), providers=providers, workspace=lambda: wider, desired=lambda: desired
        ),
        findings=findings.get(target, ()),
    )


def make_providers(settings: Mapping[str, Attrs], home: Path) -> Mapping[str, Provider]:
    """One provider for every target. Raises WrongSettings."""
    return {
        name: FACTORIES[name](Setting(name=name, settings=attrs, home=home, environ=os.environ))
        for name, attrs in settings.items()
    }


def _load(tree: Path, environment: str | None, caches: Path | None) -> "Workspace":
    from gptctl.config.workspace import load  # noqa: PLC0415 -- an unchanged project is not read at all

    return load(tree, environment, cache=caches, providers=FACTORIES)


def _lower(workspace: "Workspace", providers: Mapping[str, Provider]) -> Desired:
    from gptctl.engine.lowering import lower  # noqa: PLC0415 -- as above

    return lower(workspace, providers)


def _settings(workspace: "Workspace") -> Mapping[str, Attrs]:
    return {target: workspace.project.providers.get(target, {}) for target in workspace.environment.targets}
