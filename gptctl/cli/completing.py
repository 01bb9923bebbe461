"""What a shell may complete a word to: what the project names. A project that cannot be read completes nothing."""

import os
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gptctl.cli.wiring import Place, home, open_workspace
from gptctl.errors import GptctlError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from gptctl.config.project import Environment

KINDS = ("assistant", "knowledge")


def declared(ctx: click.Context | None, kinds: Collection[str] = KINDS) -> list[str]:
    """The addresses of these kinds, the first kind without its name; none where the declarations are wrong."""
    try:
        known = [one.address for one in open_workspace(_place(ctx)).declared]
    except (GptctlError, OSError):
        return []
    return [str(one).removeprefix(f"{KINDS[0]}.") for one in known if one.kind in kinds]


def environments(ctx: click.Context, param: click.Parameter, incomplete: str) -> list["CompletionItem"]:
    del param
    return items(_environments(ctx), incomplete)


def targets(ctx: click.Context, param: click.Parameter, incomplete: str) -> list["CompletionItem"]:
    del param
    known = _environments(ctx)
    chosen = known.get(_place(ctx).environment or next(iter(known), ""))
    return items(chosen.targets if chosen else (), incomplete)


def items(names: Iterable[str], incomplete: str) -> list["CompletionItem"]:
    from click.shell_completion import CompletionItem  # noqa: PLC0415 -- only a shell asks for this

    return [CompletionItem(name) for name in names if name.startswith(incomplete)]


def _environments(ctx: click.Context) -> Mapping[str, "Environment"]:
    from gptctl.config.project_file import load_project  # noqa: PLC0415 -- only a shell asks for this

    try:
        return load_project(_place(ctx).root).project.environments
    except (GptctlError, OSError):
        return {}


def _place(ctx: click.Context | None) -> Place:
    """A shell that completes gives no defaults."""
    given = ctx.params if ctx else {}
    start = given.get("directory") or Path()
    return Place(start=start, home=home(os.environ), environment=given.get("environment"))
