import click

from gptctl.cli.command import command
from gptctl.cli.exits import OBSERVES, Exit
from gptctl.cli.jobs import followed, known, open_training
from gptctl.cli.promoting import told
from gptctl.cli.shell import Shell
from gptctl.promote.pipeline.stage import Trained
from gptctl.promote.trainers.base import State
from gptctl.views.line import Style, line
from gptctl.views.promotion.jobs import JobReport


@command(examples=("gptctl jobs watch support", "gptctl jobs watch gptctl-0123 --quiet"), exits=OBSERVES)
@click.argument("job")
def watch_command(shell: Shell, job: str) -> int:
    """Follow a job to its end.

    Ctrl-C ends the watching, not the job; watch it again whenever you like. The status is 1 where the job failed or
    was cancelled.
    """
    training = open_training(shell)
    found = training.job(job)
    try:
        with told(shell.flags) as emit:
            for status in followed(training, found):
                emit(Trained(status=status))
    except KeyboardInterrupt:
        mark = found.approval.mark
        shell.screen.note([line(f"The job goes on. To stop it: gptctl jobs cancel {mark}", Style.FAINT)])
        raise
    shell.screen.show(JobReport(known=known(training, training.job(found.approval.mark)), status=status))
    return Exit.DONE if status.state is State.SUCCEEDED else Exit.FAILED
