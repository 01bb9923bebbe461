import click

from gptctl.cli.commands.feedback.adding import add_command
from gptctl.cli.commands.feedback.importing import import_command


@click.group()
def feedback() -> None:
    """Say what was good and what was not, in conversations that are kept here."""


for made in (add_command, import_command):
    feedback.add_command(made)
