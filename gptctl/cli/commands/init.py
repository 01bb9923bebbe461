import re
import secrets
from pathlib import Path

import click

from gptctl.cli.command import command
from gptctl.cli.exits import EVERY, Exit
from gptctl.cli.files import save
from gptctl.cli.schemas import write_schemas
from gptctl.cli.shell import Shell
from gptctl.config.scaffold import files as scaffold
from gptctl.errors import Usage
from gptctl.views.written import WrittenReport

MOST = 64
NEXT = ("gptctl plan", "gptctl apply")


@command(examples=("gptctl init", "gptctl init helpdesk --name acme"), exits=EVERY)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=".", metavar="[DIR]")
@click.option("--name", metavar="NAME", help="The project's name; else the folder's.")
def init(shell: Shell, folder: Path, name: str | None) -> int:
    """Start a project: a first assistant with its knowledge.

    Nothing is overwritten: a file that is there already is a reason to stop before anything is written.
    """
    root = (shell.place.start / folder).resolve()
    files = scaffold(name or _name_from(root), secrets.token_hex(16))
    there = sorted(path for path in files if (root / path).exists())
    if there:
        raise Usage(f"{', '.join(there)} exists already in {root}", advice="Choose an empty folder.")
    for path, text in files.items():
        save(root / path, text)
    written = (*files, *write_schemas(root))
    shell.screen.show(WrittenReport(folder=str(root), files=written, next_steps=NEXT))
    return Exit.DONE


def _name_from(folder: Path) -> str:
    """A project name that looks like the folder's."""
    return re.sub(r"[^a-z0-9]+", "-", folder.name.lower()).strip("-")[:MOST] or "assistants"
