from collections.abc import Mapping
from importlib import import_module

import click

from gptctl.logs.extra import promote_extra

SUMMARIES: Mapping[str, str] = {
    "list": "List the jobs that were sent from this machine",
    "show": "Show how a job stands now",
    "watch": "Follow a job to its end",
    "cancel": "Ask a job to stop",
}


_MODULES: Mapping[str, str] = {"list": "listing", "show": "showing", "watch": "watching", "cancel": "cancelling"}


class _Commands(click.Group):
    """Each command is imported when it runs: what they need, not everybody has."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(SUMMARIES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in SUMMARIES:
            return super().get_command(ctx, cmd_name)
        with promote_extra():
            module = import_module(f"gptctl.cli.commands.jobs.{_MODULES[cmd_name]}")
            command: click.Command = getattr(module, f"{cmd_name}_command")
            return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(SUMMARIES.items()))


@click.group(cls=_Commands)
def jobs() -> None:
    """Look after training jobs, which `gptctl promote` starts.

    JOB is the beginning of a job's mark or id, or an assistant's name for its last one.
    """
