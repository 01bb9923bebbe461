import re
import secrets
import shlex
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from gptctl.backends.local.files import read_bounded
from gptctl.cli.command import command
from gptctl.cli.exits import EVERY, Exit
from gptctl.cli.files import save
from gptctl.cli.main import PROGRAM
from gptctl.cli.schemas import write_schemas
from gptctl.cli.shell import Shell
from gptctl.config.scaffold import ASSISTANT, IGNORE, ignoring
from gptctl.config.scaffold import files as scaffold
from gptctl.errors import GptctlError, Usage
from gptctl.views.written import WrittenReport

MOST = 64
IGNORE_LIMIT = 1024 * 1024


@command(examples=("gptctl init", "gptctl init helpdesk --name acme"), exits=EVERY)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=".", metavar="[DIR]")
@click.option("--name", metavar="NAME", help="The project's name; else the folder's.")
def init(shell: Shell, folder: Path, name: str | None) -> int:
    """Start a project: a first assistant with its knowledge and a test.

    Nothing is overwritten: a file that is there already is a reason to stop before anything is written. Only a
    `.gitignore` gets one line more.
    """
    root = (shell.place.start / folder).resolve()
    files = scaffold(name or _name_from(root), secrets.token_hex(16))
    _refuse_existing(root, files)
    ignored = ignoring(read_bounded(root / IGNORE, IGNORE_LIMIT) or b"")
    for path, text in files.items():
        save(root / path, text)
    _append(root / IGNORE, ignored)
    written = (*files, *((IGNORE,) if ignored else ()), *write_schemas(root))
    shell.screen.show(WrittenReport(folder=str(root), files=written, next_steps=tuple(_steps(root))))
    return Exit.DONE


def _refuse_existing(root: Path, files: Iterable[str]) -> None:
    there = sorted(path for path in files if (root / path).exists() or (root / path).is_symlink())
    if there:
        verb = "exists" if len(there) == 1 else "exist"
        raise Usage(f"{', '.join(there)} {verb} already in {root}", advice="Choose an empty folder.")


def _append(path: Path, data: bytes) -> None:
    try:
        with path.open("ab") as file:
            file.write(data)
    except OSError as error:
        raise GptctlError(f"{path} cannot be written: {error.strerror}") from None


def _steps(root: Path) -> Iterator[str]:
    """What to type now, from the folder that the user is in."""
    if root != Path.cwd():
        yield shlex.join(("cd", str(root)))
    if not any((folder / ".git").exists() for folder in (root, *root.parents)):
        yield "git init"
    yield 'git add . && git commit -m "Start with a first assistant"'
    yield from (f"{PROGRAM} plan", f"{PROGRAM} apply", f"{PROGRAM} chat {ASSISTANT}", f"{PROGRAM} test")


def _name_from(folder: Path) -> str:
    """A project name that looks like the folder's."""
    return re.sub(r"[^a-z0-9]+", "-", folder.name.lower()).strip("-")[:MOST] or "assistants"
