from gptctl.cli.command import command
from gptctl.cli.exits import OBSERVES, Exit
from gptctl.cli.options import assistant, targets, user
from gptctl.cli.shell import Shell
from gptctl.runtime import resolve as runtime
from gptctl.views.binding import BindingReport


@command(examples=("gptctl resolve support", "gptctl resolve support --env prod --json"), exits=OBSERVES)
@assistant
@user
@targets
def resolve(shell: Shell, assistant: str, user: str) -> int:
    """Print what a program needs to reach an applied assistant.

    Its id, its model and which declaration it was made from; with --json also all that the provider holds.
    """
    with shell.session() as session:
        report = BindingReport(binding=runtime.resolve(session, assistant, user=user))
    shell.screen.show(report)
    return Exit.DONE
