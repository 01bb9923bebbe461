import time

import click

from gptctl.cli.command import command
from gptctl.cli.conversations import Conversations, open_conversations
from gptctl.cli.exits import TAKES_IN, Exit
from gptctl.cli.options import yes
from gptctl.cli.shell import Shell
from gptctl.cli.taking_in import take_in
from gptctl.core.plural import plural
from gptctl.promote.dataset.history import in_git
from gptctl.promote.dataset.holding import holding, is_here
from gptctl.views.logs.forgotten import ForgetReport


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
    back: a digest of the id, the time and the reason are kept for that. Datasets that hold them are named, and
    those whose manifests are in git and whose rows are on another machine.
    """
    conversations = open_conversations(shell)
    take_in(conversations)
    found = {one.id: one for one in (conversations.find(id_) for id_ in ids)}
    if not yes:
        shell.require(f"Delete {plural(len(found), 'conversation')} for good?", "forget")
    conversations.recorder.forget([one.native for one in found.values()])
    conversations.store.forget(list(found), reason=reason, time=time.time())
    shell.screen.show(_report(shell, conversations, list(found)))
    return Exit.DONE


def _report(shell: Shell, conversations: Conversations, forgotten: list[str]) -> ForgetReport:
    assistants = (one.address.name for one in conversations.workspace.declared if one.address.kind == "assistant")
    home, manifests = shell.place.home, in_git(shell.place.root, assistants)
    held = holding(home, frozenset(forgotten))
    return ForgetReport(
        forgotten=forgotten,
        datasets=held,
        manifests={dataset: manifests[dataset] for dataset in held if dataset in manifests},
        unseen={dataset: place for dataset, place in manifests.items() if not is_here(home, dataset)},
    )
