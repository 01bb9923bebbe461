import click

from gptctl.cli import datasets
from gptctl.cli.command import command
from gptctl.cli.conversations import open_store
from gptctl.cli.exits import READS, Exit
from gptctl.cli.shell import Shell
from gptctl.promote.dataset.verify import verify as carry_out
from gptctl.views.dataset.verified import VerifiedReport


@command(examples=("gptctl dataset verify support", "gptctl dataset verify support@main --json"), exits=READS)
@click.argument("dataset")
def verify(shell: Shell, dataset: str) -> int:
    """Check that a dataset is what its manifest says.

    Its hash, its files and counts, that nothing held out is trained on, that no secret is in it and no conversation
    that was forgotten, and that the card is the one that it gives.
    """
    found = datasets.which(shell, dataset)
    root = shell.place.root if found.current else None
    checks = carry_out(found.rows(shell.place.home), found.manifest, root, forgotten=open_store(shell).forgotten)
    shell.screen.show(VerifiedReport(dataset=found.digest, checks=checks))
    return Exit.FAILED if any(check.problems for check in checks) else Exit.DONE
