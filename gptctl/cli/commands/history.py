from collections.abc import Sequence

import click

from gptctl.cli.command import command
from gptctl.cli.exits import OBSERVES, Exit
from gptctl.cli.options import AddressType, targets
from gptctl.cli.shell import Shell
from gptctl.cli.wiring import Place, open_workspace
from gptctl.config.revision import Commit, checkout, log
from gptctl.config.workspace import load
from gptctl.core.address import Address
from gptctl.core.value import fingerprint
from gptctl.engine.session import Session
from gptctl.engine.status import ObjectStatus, status
from gptctl.errors import Usage
from gptctl.views.history import HistoryReport

DEFAULT_LIMIT = 20
CANDIDATES = 5
"""Of so many of the latest commits the declaration is read to find the one that was applied."""


@command(examples=("gptctl history support", "gptctl history support --text --env prod"), exits=OBSERVES)
@click.argument("address", type=AddressType())
@targets
@click.option("--text", is_flag=True, help="Also print the instructions as of the commit that is applied.")
@click.option("--limit", type=click.IntRange(min=1), default=DEFAULT_LIMIT, show_default=True, help="How many commits.")
def history(shell: Shell, address: Address, limit: int, *, text: bool) -> int:
    """Show the commits of an assistant, and which is applied.

    A `+` after a commit says that edits were applied which were not committed.
    """
    workspace = open_workspace(shell.place)
    if address not in workspace.sources:
        raise Usage(f"{address} is not declared", advice="`gptctl show` lists what is.")
    root, files = shell.place.root, workspace.sources[address]
    commits = log(root, files, limit)
    with shell.session() as session:
        here = [one for one in status(session) if one.key.address == address and one.id]
        applied = {one.key.target: _commit(session, one, commits[:CANDIDATES]) for one in here}
    latest = {target: log(root, files, 1, until=commit.rstrip("+")) for target, commit in applied.items() if commit}
    report = HistoryReport(
        address=str(address),
        commits=commits,
        applied=applied,
        touched={target: commit.id for target, commits in latest.items() for commit in commits},
        text={target: _instructions(shell.place, address, commit) for target, commit in applied.items() if text},
    )
    shell.screen.show(report)
    return Exit.DONE


def _commit(session: Session, one: ObjectStatus, commits: Sequence[Commit]) -> str:
    """The commit that was applied. What was applied before it was committed is known by its fingerprint."""
    if one.commit and not one.commit.endswith("+"):
        return one.commit
    for commit in commits:
        attrs = session.applied_at(commit.id, one.key)
        if attrs is not None and fingerprint(attrs) == one.applied:
            return commit.id
    return one.commit


def _instructions(place: Place, address: Address, commit: str) -> str:
    """What the declaration said at a commit; empty when it was applied outside git."""
    if not commit:
        return ""
    with checkout(place.root, commit.rstrip("+")) as tree:
        declared = load(tree, place.environment).declared
        return next((str(one.attrs.get("instructions", "")) for one in declared if one.address == address), "")
