import secrets
import sys

import click

from gptctl.cli.command import command
from gptctl.cli.exits import OBSERVES, Exit
from gptctl.cli.options import targets
from gptctl.cli.shell import Shell, is_interactive
from gptctl.cli.talk import Talk
from gptctl.errors import Usage
from gptctl.logs.store import ConversationStore
from gptctl.runtime.resolve import resolve

FROM_STDIN = "-"


@command(
    examples=('gptctl chat support -m "Can I get a refund?"', "gptctl chat support --target local"), exits=OBSERVES
)
@click.argument("name", metavar="ASSISTANT")
@click.option("-m", "--message", metavar="TEXT", help="Ask this and end; - reads it from stdin.")
@targets
def chat(shell: Shell, name: str, message: str | None) -> int:
    """Ask an applied assistant.

    Without --message it goes on until Ctrl-D. What is said is kept on this machine, with the declaration that it was
    said under.
    """
    if message is None and not is_interactive():
        raise Usage("there is nothing to ask", advice="Pass -m TEXT, or -m - to read it from stdin.")
    with shell.session() as session:
        talk = Talk(
            session=session,
            binding=resolve(session, name),
            store=ConversationStore(shell.place.home),
            conversation=secrets.token_hex(8),
            screen=shell.screen,
        )
        if message is None:
            talk.go_on()
        else:
            talk.ask(sys.stdin.read() if message == FROM_STDIN else message)
    return Exit.DONE
