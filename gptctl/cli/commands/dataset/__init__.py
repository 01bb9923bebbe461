from collections.abc import Mapping
from importlib import import_module

import click

from gptctl.logs.extra import promote_extra

SUMMARIES: Mapping[str, str] = {
    "build": "Make the dataset of an assistant from its conversations",
    "show": "Show what is in a dataset and how it came about",
    "stats": "Count the rows of a dataset",
    "diff": "Show what two datasets do not have in common",
    "export": "Write a dataset in the format of a target",
    "verify": "Check that a dataset is what its manifest says",
    "due": "Say whether it is time to make another and train again",
}


class _Commands(click.Group):
    """Each command is imported when it runs: what they need, not everybody has."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(SUMMARIES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in SUMMARIES:
            return super().get_command(ctx, cmd_name)
        with promote_extra():
            command: click.Command = getattr(import_module(f"gptctl.cli.commands.dataset.{cmd_name}"), cmd_name)
            return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(SUMMARIES.items()))


@click.group(cls=_Commands)
def dataset() -> None:
    """Make conversations into a dataset, look at it, and hand it on.

    Its rows are kept in the user's own folder, under the hash of what is in them; a manifest and a card stand in the
    project, for git. DATASET is the name of an assistant, NAME@REVISION for its manifest at a git revision, or the
    beginning of a hash.
    """
