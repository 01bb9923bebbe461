from pathlib import Path

import click

from gptctl.cli.command import command
from gptctl.cli.exits import EVERY, Exit
from gptctl.cli.schemas import names, text, write_schemas
from gptctl.cli.shell import Shell
from gptctl.errors import Usage
from gptctl.views.schema_text import SchemaNamesReport, SchemaReport
from gptctl.views.written import WrittenReport


@command(examples=("gptctl schema assistant", "gptctl schema --write ."), exits=EVERY)
@click.argument("name", required=False)
@click.option(
    "--write",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write the schemas of the files below this folder, where the declarations' editor comments look for them.",
)
def schema(shell: Shell, name: str | None, folder: Path | None) -> int:
    """Print or write the JSON Schemas of our files.

    Those of the files a person writes, and those of the documents that --json prints. Without NAME they are listed.
    """
    if folder is not None:
        shell.screen.show(WrittenReport(folder=str(folder), files=write_schemas(folder)))
    elif name is None:
        shell.screen.show(SchemaNamesReport(names=names()))
    elif name in names():
        shell.screen.show(SchemaReport(text=text(name)))
    else:
        raise Usage(f"there is no schema {name}", advice=f"There are: {', '.join(names())}.")
    return Exit.DONE
