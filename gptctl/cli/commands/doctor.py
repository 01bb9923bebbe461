from gptctl.cli.checks import machine, project
from gptctl.cli.command import command
from gptctl.cli.exits import READS, Exit
from gptctl.cli.shell import Shell
from gptctl.views.checks import DoctorReport


@command(examples=("gptctl doctor", "gptctl doctor --env prod --json"), exits=READS)
def doctor(shell: Shell) -> int:
    """Check this machine and the providers.

    Of keys in the environment only the names are shown. It ends with 1 when something needs a look.
    """
    report = DoctorReport(checks=(*machine(shell.place.home), *project(shell)))
    shell.screen.show(report)
    return Exit.DONE if report.well else Exit.FAILED
