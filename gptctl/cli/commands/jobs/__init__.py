from typing import ClassVar

import click

from gptctl.cli.extra_group import ExtraGroup


class _Commands(ExtraGroup):
    package = __name__
    table: ClassVar = {
        "list": ("listing:list_command", "List the jobs that were sent from this machine"),
        "show": ("showing:show_command", "Show how a job stands now"),
        "watch": ("watching:watch_command", "Follow a job to its end"),
        "cancel": ("cancelling:cancel_command", "Ask a job to stop"),
    }


@click.group(cls=_Commands)
def jobs() -> None:
    """Look after training jobs, which `gptctl promote` starts.

    JOB is the beginning of a job's mark or id, or an assistant's name for its last one.
    """
