from pathlib import Path

import click

from gptctl.cli import datasets
from gptctl.cli.command import command
from gptctl.cli.exits import READS, Exit
from gptctl.cli.shell import Shell
from gptctl.promote.dataset.export import FOLDER
from gptctl.promote.dataset.export import export as carry_out
from gptctl.promote.exports.registry import EXPORTS
from gptctl.promote.tokens.vocabulary import of_model
from gptctl.views.dataset.exported import ExportedReport


@command(
    examples=("gptctl dataset export support openai", "gptctl dataset export support trl -o training/"),
    exits=(*READS, Exit.REFUSED),
)
@click.argument("dataset")
@click.argument("target", type=click.Choice(list(EXPORTS)))
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where to; else a folder in the user's own, which is never in git.",
)
@click.option("--model", metavar="NAME", help="Count tokens as this model does; else the recipe's own.")
def export(shell: Shell, dataset: str, target: str, output: Path | None, model: str | None) -> int:
    """Write a dataset in the format of a target.

    The files are held against every rule that the target publishes, and looked through for secrets once more, before
    they are put where they were asked for. Where one does not hold nothing is written. The test stays at home.
    """
    found = datasets.which(shell, dataset)
    rows = datasets.usable(shell, found)
    folder = output or shell.place.home / FOLDER / found.digest[:12] / target
    told = model or (str(found.manifest.recipe.get("to") or "").partition(":")[2] if found.manifest else "")
    named = of_model(told)
    done = carry_out(EXPORTS[target], rows, folder.absolute(), named.vocabulary)
    shell.screen.show(ExportedReport(dataset=found.digest, target=EXPORTS[target], named=named, exported=done))
    return Exit.DONE
