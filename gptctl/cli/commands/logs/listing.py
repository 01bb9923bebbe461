from datetime import UTC, datetime

import click

from gptctl.cli.command import command
from gptctl.cli.conversations import open_conversations
from gptctl.cli.exits import TAKES_IN, Exit
from gptctl.cli.shell import Shell
from gptctl.cli.taking_in import take_in
from gptctl.logs.store.query import Query, Rated
from gptctl.views.logs.listing import ConversationsReport

DEFAULT_LIMIT = 20


@command(
    examples=("gptctl logs list support --rated bad", "gptctl logs list --since 2026-11-01 --json"), exits=TAKES_IN
)
@click.argument("assistant", required=False, metavar="[ASSISTANT]")
@click.option("--rated", type=click.Choice([one.value for one in Rated]), help="Only those that were rated so.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY", help="Only those that ended on it or later.")
@click.option(
    "--limit", type=click.IntRange(min=1), default=DEFAULT_LIMIT, show_default=True, help="How many conversations."
)
def list_command(shell: Shell, assistant: str | None, rated: str | None, since: datetime | None, limit: int) -> int:
    """List conversations, the newest first.

    With --env only those of that environment are listed.
    """
    conversations = open_conversations(shell)
    query = Query(
        assistant=conversations.named(assistant),
        environments=(shell.place.environment,) if shell.place.environment else (),
        since=None if since is None else since.replace(tzinfo=UTC).timestamp(),
        rated=None if rated is None else Rated(rated),
    )
    take_in(conversations)
    found = conversations.store.glances(query, most=limit + 1)
    shell.screen.show(ConversationsReport(glances=found[:limit], more=len(found) > limit))
    return Exit.DONE
