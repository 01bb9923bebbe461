import click

from gptctl.cli.command import command
from gptctl.cli.conversations import open_conversations
from gptctl.cli.exits import TAKES_IN, Exit
from gptctl.cli.shell import Shell
from gptctl.cli.taking_in import take_in
from gptctl.logs.sources.recorded import SHAPE
from gptctl.logs.store.query import Query
from gptctl.views.logs.conversation import ConversationReport


@command(examples=("gptctl logs show c1f3a9", "gptctl logs show c1f3a9 --json"), exits=TAKES_IN)
@click.argument("id_", metavar="ID")
def show_command(shell: Shell, id_: str) -> int:
    """Show one conversation with its ratings.

    The beginning of its id is enough, and the id that its source gave it will do.
    """
    conversations = open_conversations(shell)
    take_in(conversations)
    [found] = conversations.store.conversations(Query(id=conversations.find(id_).id))
    trials = conversations.recorder.trials_in(found.came.native) if found.came.shape == SHAPE else ()
    shell.screen.show(ConversationReport(conversation=found, trials=trials))
    return Exit.DONE
