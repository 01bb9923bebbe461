import click

from gptctl.cli.commands.rollout.advancing import advance
from gptctl.cli.commands.rollout.finishing import finish
from gptctl.cli.commands.rollout.going_back import rollback
from gptctl.cli.commands.rollout.showing import status_command
from gptctl.cli.commands.rollout.starting import start


@click.group()
def rollout() -> None:
    """Give users another model of an assistant by steps.

    Each user keeps theirs from step to step. Nothing is changed at the provider: `gptctl.resolve`, `resolve` and
    `chat` say or ask the model that a user gets, so that going back needs no apply. What was done, by whom, when and
    why is kept in the user's own folder.
    """


rollout.add_command(start)
rollout.add_command(advance)
rollout.add_command(rollback)
rollout.add_command(finish)
rollout.add_command(status_command, "status")
