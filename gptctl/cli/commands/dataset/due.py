import click

from gptctl.cli.command import command
from gptctl.cli.conversations import open_conversations
from gptctl.cli.exits import TAKES_IN, Exit
from gptctl.cli.retraining import looked
from gptctl.cli.shell import Shell
from gptctl.cli.taking_in import take_in
from gptctl.views.dataset.due import DueReport


@command(
    examples=("gptctl dataset due", "gptctl dataset due support --detailed-exitcode --json"),
    exits=(*TAKES_IN, Exit.CHANGES),
)
@click.argument("assistant", required=False, metavar="[ASSISTANT]")
@click.option("--detailed-exitcode", is_flag=True, help="End with 2 when one is due.")
def due(shell: Shell, assistant: str | None, *, detailed_exitcode: bool) -> int:
    """Say whether it is time to make another dataset and train again.

    `promotion.retrain` in an assistant's file has the rules. They are held against its dataset in git and what is in
    the store now. Nothing is changed. Without a name, all assistants are looked at that have rules.
    """
    conversations = open_conversations(shell)
    take_in(conversations)
    report = DueReport(looked=looked(conversations, shell.place, assistant))
    shell.screen.show(report)
    return Exit.CHANGES if detailed_exitcode and any(one.due for one in report.looked) else Exit.DONE
