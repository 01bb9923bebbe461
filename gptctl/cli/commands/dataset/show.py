import click

from gptctl.cli import datasets
from gptctl.cli.command import command
from gptctl.cli.conversations import open_conversations
from gptctl.cli.exits import TAKES_IN, Exit
from gptctl.cli.shell import Shell
from gptctl.errors import Usage
from gptctl.promote.cost.quote import EPOCHS
from gptctl.views.dataset.shown import ShownReport


@command(
    examples=("gptctl dataset show support", "gptctl dataset show support@main --to openai:gpt-4.1-mini"),
    exits=TAKES_IN,
)
@click.argument("dataset")
@click.option("--to", metavar="TRAINER:MODEL", help="Say what training there would cost; else the recipe's own target.")
@click.option(
    "--epochs", type=click.IntRange(min=1), default=EPOCHS, show_default=True, help="How often each row is read."
)
def show(shell: Shell, dataset: str, to: str | None, epochs: int) -> int:
    """Show what is in a dataset and how it came about.

    Its manifest is read, and for the cost of training its rows.
    """
    found = datasets.which(shell, dataset)
    if found.manifest is None:
        raise Usage(
            f"no manifest in this project names {dataset}", advice="`gptctl dataset stats` counts its rows without one."
        )
    quote = None
    if to or found.manifest.recipe.get("to"):
        made = (found.rows(shell.place.home), found.manifest)
        quote = datasets.cost(shell, open_conversations(shell), made, to, epochs)
    shell.screen.show(ShownReport(manifest=found.manifest, quote=quote))
    return Exit.DONE
