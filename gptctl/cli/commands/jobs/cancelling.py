import click

from gptctl.cli.command import command
from gptctl.cli.exits import OBSERVES, Exit
from gptctl.cli.jobs import followed, open_training, shown, started
from gptctl.cli.shell import Shell
from gptctl.promote.trainers.base import FINAL


@command(examples=("gptctl jobs cancel support", "gptctl jobs cancel gptctl-0123 --json"), exits=OBSERVES)
@click.argument("job")
def cancel_command(shell: Shell, job: str) -> int:
    """Ask a job to stop. Nothing happens to one that is over; what it cost until now is not given back."""
    training = open_training(shell)
    found = training.job(job)
    trainer = training.trainer(found.approval.trainer)
    trainer.cancel(started(found))
    if trainer.status(started(found)).state in FINAL:
        list(followed(training, found))  # so that it is written down
    shell.screen.show(shown(training, found.approval.mark))
    return Exit.DONE
