import click

from gptctl.cli.commands.logs.importing import import_command
from gptctl.cli.commands.logs.listing import list_command
from gptctl.cli.commands.logs.pulling import pull_command
from gptctl.cli.commands.logs.showing import show_command
from gptctl.cli.commands.logs.stats import stats_command


@click.group()
def logs() -> None:
    """Bring in and look at conversations.

    They are kept on this machine, in the user's own folder, never in the repository.
    """


for made in (import_command, pull_command, list_command, show_command, stats_command):
    logs.add_command(made)
