import click

from gptctl.cli.command import command
from gptctl.cli.conversations import open_conversations
from gptctl.cli.exits import OBSERVES, Exit
from gptctl.cli.options import targets
from gptctl.cli.pulling import pull
from gptctl.cli.shell import Shell
from gptctl.cli.taking_in import take_in
from gptctl.views.logs.pulled import PullReport


@command(examples=("gptctl logs pull", "gptctl logs pull support -t anthropic"), exits=(*OBSERVES, Exit.LOCKED))
@click.argument("assistant", required=False, metavar="[ASSISTANT]")
@targets
def pull_command(shell: Shell, assistant: str | None) -> int:
    """Bring in the conversations that the providers have, and those that were held from here.

    Only what went on since the last time is asked for.
    """
    conversations = open_conversations(shell)
    conversations.named(assistant)
    own = take_in(conversations)
    with shell.session() as session:
        pulls = pull(session, conversations.store, assistant)
    shell.screen.show(PullReport(own=own, pulls=pulls))
    return Exit.FAILED if any(one.failure for one in pulls) else Exit.DONE
