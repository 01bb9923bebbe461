"""The composition root: the only place that knows which providers, backend and clock are used."""

import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from gptctl.backends.base import Backend, Rollouts
from gptctl.backends.local import FileRollouts, LocalBackend
from gptctl.backends.moved import MovedRollouts
from gptctl.cli.declarations import Declarations, read, read_beside
from gptctl.config.project import Lock
from gptctl.config.root import find_root
from gptctl.core.address import Address, Key
from gptctl.core.value import Attrs
from gptctl.engine.desired import Desired
from gptctl.engine.outline import Outline
from gptctl.engine.session import Session
from gptctl.errors import GptctlError, InvalidConfig, Refused, Usage
from gptctl.providers.registry import FACTORIES

if TYPE_CHECKING:
    from gptctl.config.workspace import Workspace
    from gptctl.engine.events import Emit
    from gptctl.engine.migration import Course

ROLLOUTS = "rollouts"
"""In the user's own folder: for each project a folder for each environment."""

MEMORY = ".gptctl"
"""The folder in a project that holds what may be lost: record, journal, caches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a command works: the folder it starts from, the user's own folder, the environment, the targets picked."""

    start: Path
    home: Path
    environment: str | None = None
    targets: tuple[str, ...] = ()

    @property
    def root(self) -> Path:
        return find_root(self.start)


class NoTarget(Usage):
    """`targets` were asked for, and the environment does not have them."""

    def __init__(self, targets: tuple[str, ...], outline: Outline) -> None:
        name = outline.scope.environment
        advice = f"Targets there: {', '.join(outline.targets)}."
        if set(targets) <= FACTORIES.keys():
            add = f"To apply there, add it to `environments.{name}.targets` in gptctl.yaml"
            advice += f" {add}; `gptctl plan -t {targets[0]}` shows what would move."
        super().__init__(f"no target {', '.join(targets)} in the environment {name}", advice=advice)
        self.targets = targets


class SystemClock:
    def now(self) -> float:
        return time.time()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


def home(environ: Mapping[str, str]) -> Path:
    """The user's own folder: GPTCTL_HOME, else where this system keeps a program's data. Nothing is made there."""
    chosen = environ.get("GPTCTL_HOME")
    if chosen:
        return Path(chosen).expanduser().absolute()
    from platformdirs import user_data_path  # noqa: PLC0415 -- not needed where GPTCTL_HOME says it

    return user_data_path("gptctl", appauthor=False)


def open_workspace(place: Place) -> "Workspace":
    """The declarations alone, without any provider. Raises InvalidConfig."""
    from gptctl.config.workspace import load  # noqa: PLC0415 -- an unchanged project is not read at all

    return load(place.root, place.environment, cache=_memory(place.root, "cache"), providers=FACTORIES)


@contextmanager
def open_session(place: Place, *, emit: "Emit", revision: str | None = None) -> Iterator[Session]:
    """Open one environment as it is in the work tree, or at a git revision; everything is freed at the end."""
    root = place.root
    with ExitStack() as stack:
        if revision is None:
            declarations = read(root, place.environment, home=place.home, caches=_memory(root, "cache"))
            commit_of = _work_tree_commit(root, declarations)
        else:
            tree, commit = stack.enter_context(_at(root, revision))
            past = read(tree, place.environment, home=place.home, caches=None)
            declarations = replace(past, outline=replace(past.outline, lock=_lock_now(root, past.outline.lock)))
            commit_of = _fixed_commit(commit)
        for provider in declarations.providers.values():
            stack.callback(provider.close)
        yield _session(place, root, declarations, commit_of, emit)


@contextmanager
def open_migration(place: Place, target: str, *, emit: "Emit") -> "Iterator[tuple[Session, Course]]":
    """Open an environment as if it had this target too, to see what would move there."""
    from gptctl.engine.migration import course  # noqa: PLC0415 -- only a plan of a migration needs it

    root = place.root
    beside = read_beside(root, place.environment, target, home=place.home, caches=_memory(root, "cache"))
    declarations = beside.declarations
    heading = course(declarations.workspace(), target, beside.findings)
    with ExitStack() as stack:
        for provider in declarations.providers.values():
            stack.callback(provider.close)
        commit_of = _work_tree_commit(root, declarations)
        yield _session(replace(place, targets=()), root, declarations, commit_of, emit), heading


def _memory(root: Path, part: str) -> Path:
    """A folder in `.gptctl/`. Raises Refused for a link: a repository could bring one, and it leads anywhere."""
    for folder in (root / MEMORY, root / MEMORY / part):
        if folder.is_symlink():
            advice = "Take the link away; gptctl makes a folder there."
            raise Refused(f"{folder} is a symbolic link: nothing is written through it", advice=advice)
    return root / MEMORY / part


def _session(
    place: Place, root: Path, declarations: Declarations, commit_of: Callable[[Address], str], emit: "Emit"
) -> Session:
    outline = _picked(declarations.outline, place.targets)
    return Session(
        outline=outline,
        providers={target: declarations.providers[target] for target in outline.targets},
        backend=_backend(root, outline, emit),
        rollouts=open_rollouts(place, outline),
        clock=SystemClock(),
        nonce=lambda: os.urandom(8).hex(),
        load=cache(lambda: _desired(declarations.desired(), outline)),
        commit_of=commit_of,
        applied_at=_past(root, place, outline),
        emit=emit,
    )


def _backend(root: Path, outline: Outline, emit: "Emit") -> Backend:
    local = LocalBackend(_memory(root, outline.scope.environment))
    if outline.lock is Lock.LOCAL:
        return local
    from gptctl.cli.locking import share  # noqa: PLC0415 -- only a project whose clones share a lock needs it

    return share(local, root, outline.scope, emit)


def _lock_now(root: Path, past: Lock) -> Lock:
    """Whom others keep out is what the work tree says, not a revision; its word counts where that file is wrong."""
    from gptctl.config.project_file import load_project  # noqa: PLC0415 -- only an old revision needs it

    try:
        return load_project(root).project.lock
    except InvalidConfig:
        return past


def open_rollouts(place: Place, outline: Outline) -> Rollouts:
    """In the user's own folder: every clone of the project on this machine answers alike, and none can lose it."""
    scope = outline.scope
    kept = FileRollouts(place.home / ROLLOUTS / scope.project_id / scope.environment)
    return MovedRollouts(rollouts=kept, now={former: now for now, former in outline.moved.items()})


def _picked(outline: Outline, targets: tuple[str, ...]) -> Outline:
    """Only the targets that `-t` names; all of them without it."""
    unknown = tuple(sorted(set(targets) - set(outline.targets)))
    if unknown:
        raise NoTarget(unknown, outline)
    chosen = tuple(target for target in outline.targets if target in targets) or outline.targets
    wanted = {key: mark for key, mark in outline.wanted.items() if key.target in chosen}
    return replace(outline, targets=chosen, wanted=wanted)


def _desired(desired: Desired, outline: Outline) -> Desired:
    resources = {key: resource for key, resource in desired.resources.items() if key.target in outline.targets}
    return replace(desired, resources=resources)


@contextmanager
def _at(root: Path, revision: str) -> Iterator[tuple[Path, str]]:
    from gptctl.config.revision import checkout, resolve  # noqa: PLC0415 -- git only when a revision is asked for

    with checkout(root, revision) as tree:
        yield tree, resolve(root, revision)


def _fixed_commit(commit: str) -> Callable[[Address], str]:
    return lambda _: commit


def _work_tree_commit(root: Path, declarations: Declarations) -> Callable[[Address], str]:
    """The commit of each declaration, with `+` where its own files differ from it; git is asked once."""

    @cache
    def head() -> tuple[str, frozenset[str]]:
        from gptctl.config.revision import head  # noqa: PLC0415 -- only an apply that writes asks git

        return head(root)

    def commit_of(address: Address) -> str:
        commit, changed = head()
        mine = declarations.workspace().sources.get(address, ())
        return f"{commit}+" if commit and changed.intersection(mine) else commit

    return commit_of


def _past(root: Path, place: Place, outline: Outline) -> Callable[[str, Key], Attrs | None]:
    """What was declared at a commit; None where git, that commit or its declarations cannot be read."""

    @cache
    def desired_at(commit: str) -> Desired | None:
        try:
            with _at(root, commit) as (tree, _):
                return read(tree, outline.scope.environment, home=place.home, caches=None).desired()
        except GptctlError:
            return None

    def applied_at(commit: str, key: Key) -> Attrs | None:
        desired = desired_at(commit)
        resource = None if desired is None else desired.resources.get(key)
        return None if resource is None else resource.attrs

    return applied_at
