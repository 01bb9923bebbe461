import click

from gptctl.cli.command import command
from gptctl.cli.conversations import open_conversations
from gptctl.cli.exits import TAKES_IN, Exit
from gptctl.cli.options import yes
from gptctl.cli.shell import Shell
from gptctl.cli.taking_in import take_in
from gptctl.core.plural import plural
from gptctl.logs.extra import promote_extra


@command(
    examples=("gptctl forget c1f3a9", 'gptctl forget c1f3a9 c20b44 --reason "asked by the customer" --yes'),
    exits=TAKES_IN,
)
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.option("--reason", default="", metavar="TEXT", help="Why; it is kept with the date.")
@yes
def forget(shell: Shell, ids: tuple[str, ...], reason: str, *, yes: bool) -> int:
    """Delete conversations for good.

    They go out of the store and out of what was recorded here, with their ratings, and no later import brings them
    back: a digest of the id, the time and the reason are kept for that. Answers of comparisons, reports and exports
    that rest on a dataset with one of them are deleted too. The datasets are named, with what was trained on them, and
    those whose manifests are in git and whose rows are on another machine.
    """
    conversations = open_conversations(shell)
    take_in(conversations)
    found = {one.id: one for one in (conversations.find(id_) for id_ in ids)}
    if not yes:
        shell.require(f"Delete {plural(len(found), 'conversation')} for good?", "forget")
    with promote_extra():
        from gptctl.cli.forgetting import forget_all  # noqa: PLC0415 -- needs libraries that not everybody has

    shell.screen.show(forget_all(shell, conversations, list(found.values()), reason))
    return Exit.DONE
