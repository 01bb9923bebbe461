import secrets
import sys

import click

from gptctl.cli.command import command
from gptctl.cli.exits import OBSERVES, Exit
from gptctl.cli.options import assistant, targets, user
from gptctl.cli.shell import Shell, is_interactive
from gptctl.cli.talk import Talk
from gptctl.cli.tooling import command_tools, tool
from gptctl.errors import Usage
from gptctl.logs.recorder import Recorder
from gptctl.runtime.dialogue import Dialogue
from gptctl.runtime.resolve import resolve

FROM_STDIN = "-"


@command(
    examples=('gptctl chat support -m "Can I get a refund?"', "gptctl chat support --target local"), exits=OBSERVES
)
@assistant
@click.option("-m", "--message", metavar="TEXT", help="Ask this and end; - reads it from stdin.")
@tool
@user
@targets
def chat(shell: Shell, assistant: str, message: str | None, user: str, tool: tuple[str, ...]) -> int:
    """Ask an applied assistant.

    Without --message it goes on until Ctrl-D. What is said is kept on this machine, with the declaration that it was
    said under.
    """
    if message is None and not is_interactive():
        raise Usage("there is nothing to ask", advice="Pass -m TEXT, or -m - to read it from stdin.")
    with shell.session() as session:
        dialogue = Dialogue(
            session=session,
            binding=resolve(session, assistant, user=user),
            user=user,
            store=Recorder(shell.place.home),
            id=secrets.token_hex(8),
            tools=command_tools(tool),
        )
        talk = Talk(dialogue=dialogue, screen=shell.screen)
        if message is None:
            talk.go_on()
        else:
            talk.ask(sys.stdin.read() if message == FROM_STDIN else message)
    return Exit.DONE
