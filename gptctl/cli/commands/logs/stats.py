import click

from gptctl.cli.command import command
from gptctl.cli.conversations import open_conversations
from gptctl.cli.exits import TAKES_IN, Exit
from gptctl.cli.shell import Shell
from gptctl.cli.taking_in import take_in
from gptctl.logs.store.query import Query
from gptctl.views.logs.stats import StatsReport


@command(examples=("gptctl logs stats", "gptctl logs stats support --json"), exits=TAKES_IN)
@click.argument("assistant", required=False, metavar="[ASSISTANT]")
def stats_command(shell: Shell, assistant: str | None) -> int:
    """Count conversations.

    By assistant, month, shape, model and version of the instructions, and by what was thought of them.

    With --env only those of that environment are counted.
    """
    conversations = open_conversations(shell)
    query = Query(
        assistant=conversations.named(assistant),
        environments=(shell.place.environment,) if shell.place.environment else (),
    )
    take_in(conversations)
    shell.screen.show(StatsReport(assistant=assistant, stats=conversations.store.stats(query)))
    return Exit.DONE
