import click

from gptctl.cli import datasets
from gptctl.cli.command import command
from gptctl.cli.exits import READS, Exit
from gptctl.cli.shell import Shell
from gptctl.promote.dataset.difference import difference
from gptctl.views.dataset.difference import DifferenceReport


@command(examples=("gptctl dataset diff support@HEAD support", "gptctl dataset diff 6a8527 0c11fe --json"), exits=READS)
@click.argument("before")
@click.argument("after")
def diff(shell: Shell, before: str, after: str) -> int:
    """Show what two datasets do not have in common.

    Rows are told by the id of their conversation: those that came, went, moved to another part, or say other words.
    The recipes are compared where a manifest is known for both.
    """
    first, second = datasets.which(shell, before), datasets.which(shell, after)
    recipes = (first.manifest.recipe, second.manifest.recipe) if first.manifest and second.manifest else None
    found = difference(first.rows(shell.place.home), second.rows(shell.place.home), recipes)
    shell.screen.show(DifferenceReport(before=first.digest, after=second.digest, difference=found))
    return Exit.DONE
