import click

from gptctl.cli.command import command
from gptctl.cli.exits import OBSERVES, Exit
from gptctl.cli.jobs import open_training, shown
from gptctl.cli.shell import Shell


@command(examples=("gptctl jobs show support", "gptctl jobs show gptctl-0123 --json"), exits=OBSERVES)
@click.argument("job")
def show_command(shell: Shell, job: str) -> int:
    """Show how a job stands at its trainer now, with its losses."""
    shell.screen.show(shown(open_training(shell), job))
    return Exit.DONE
