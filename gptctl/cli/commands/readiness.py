import click

from gptctl.cli.command import command
from gptctl.cli.conversations import open_conversations
from gptctl.cli.exits import TAKES_IN, Exit
from gptctl.cli.shell import Shell
from gptctl.cli.taking_in import take_in
from gptctl.logs.extra import promote_extra
from gptctl.promote.readiness.gate import Gate
from gptctl.views.readiness import ReadinessReport


@command(
    examples=("gptctl readiness support", "gptctl readiness support --gate --json"), exits=(*TAKES_IN, Exit.REFUSED)
)
@click.argument("assistant", required=False, metavar="[ASSISTANT]")
@click.option("--gate", is_flag=True, help="End with 12 where a promotion would be refused.")
def readiness(shell: Shell, assistant: str | None, *, gate: bool) -> int:
    """Say whether to fine-tune an assistant, with the numbers.

    The answer is to keep prompting, to use retrieval, to fine-tune, or not yet. Nothing is changed and nothing leaves
    this machine. Without a name, all assistants are looked at that have conversations.
    """
    conversations = open_conversations(shell)
    with promote_extra():
        from gptctl.cli.examining import examined  # noqa: PLC0415 -- needs libraries that not everybody has

    take_in(conversations)
    report = ReadinessReport(examined=examined(conversations, shell.place, assistant))
    shell.screen.show(report)
    shut = [one for one in report.examined if not Gate(conclusion=one.conclusion).open]
    return Exit.REFUSED if gate and shut else Exit.DONE
