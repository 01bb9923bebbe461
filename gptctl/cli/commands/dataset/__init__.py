from typing import ClassVar

import click

from gptctl.cli.extra_group import ExtraGroup


class _Commands(ExtraGroup):
    package = __name__
    table: ClassVar = {
        "build": ("build:build", "Make the dataset of an assistant from its conversations"),
        "show": ("show:show", "Show what is in a dataset and how it came about"),
        "stats": ("stats:stats", "Count the rows of a dataset"),
        "diff": ("diff:diff", "Show what two datasets do not have in common"),
        "export": ("export:export", "Write a dataset in the format of a target"),
        "verify": ("verify:verify", "Check that a dataset is what its manifest says"),
        "due": ("due:due", "Say whether it is time to make another and train again"),
    }


@click.group(cls=_Commands)
def dataset() -> None:
    """Make conversations into a dataset, look at it, and hand it on.

    Its rows are kept in the user's own folder, under the hash of what is in them; a manifest and a card stand in the
    project, for git. DATASET is the name of an assistant, NAME@REVISION for its manifest at a git revision, or the
    beginning of a hash.
    """
