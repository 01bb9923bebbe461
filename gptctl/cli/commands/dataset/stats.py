import click

from gptctl.cli import datasets
from gptctl.cli.command import command
from gptctl.cli.exits import READS, Exit
from gptctl.cli.shell import Shell
from gptctl.promote.dataset.portrait import portrait
from gptctl.views.dataset.stats import StatsReport


@command(examples=("gptctl dataset stats support", "gptctl dataset stats 6a8527 --json"), exits=READS)
@click.argument("dataset")
def stats(shell: Shell, dataset: str) -> int:
    """Count the rows of a dataset.

    By length, topic, tool, rating and month: the numbers behind the plots of its card.
    """
    found = datasets.which(shell, dataset)
    sizes = found.manifest.cluster_sizes if found.manifest else {}
    shell.screen.show(StatsReport(dataset=found.digest, portrait=portrait(found.rows(shell.place.home), sizes)))
    return Exit.DONE
