import click

from gptctl.cli.command import command
from gptctl.cli.exits import OBSERVES, Exit
from gptctl.cli.jobs import followed, open_training, shown, started
from gptctl.cli.shell import Shell
from gptctl.promote.trainers.base import FINAL


@command(
    examples=("gptctl jobs cancel support", "gptctl jobs cancel gptctl-0123 --json"), exits=(*OBSERVES, Exit.LOCKED)
)
@click.argument("job")
def cancel_command(shell: Shell, job: str) -> int:
    """Ask a job to stop, or take back the approval of one that was not started yet.

    Nothing happens to one that is over; what it cost until now is not given back.
    """
    training = open_training(shell)
    approval = training.job(job).approval
    trainer = training.trainer(approval.trainer)
    if not training.desk(trainer).withdraw(approval.mark):
        found = training.job(approval.mark)
        trainer.cancel(started(found))
        if trainer.status(started(found)).state in FINAL:
            list(followed(training, found))  # so that it is written down
    shell.screen.show(shown(training, approval.mark))
    return Exit.DONE
