from gptctl.cli.command import command
from gptctl.cli.exits import READS, Exit
from gptctl.cli.jobs import known, open_training
from gptctl.cli.shell import Shell
from gptctl.views.promotion.jobs import JobsReport


@command(examples=("gptctl jobs list", "gptctl jobs list --json"), exits=(*READS, Exit.REFUSED))
def list_command(shell: Shell) -> int:
    """List the jobs that were sent from this machine, by what is written down here. Nobody is asked."""
    training = open_training(shell)
    shell.screen.show(JobsReport(jobs=[known(training, job) for job in training.jobs().values()]))
    return Exit.DONE
