import shlex
from dataclasses import replace
from pathlib import Path

import click

from gptctl.cli.carry_out import Effect, Question, carry_out
from gptctl.cli.command import command
from gptctl.cli.exits import WRITES, Exit
from gptctl.cli.options import AddressType, consents, lock_timeout, targets, yes
from gptctl.cli.shell import Shell
from gptctl.config.project import FILE
from gptctl.config.revision import checkout, differs, resolve
from gptctl.config.workspace import Workspace, load
from gptctl.core.address import Address
from gptctl.core.refs import find
from gptctl.engine import applying
from gptctl.engine.planning import make_plan
from gptctl.engine.request import Request
from gptctl.views.line import Style, line


@command(examples=("gptctl rollback support --to HEAD~1", "gptctl rollback support --to v1.2 --yes"), exits=WRITES)
@click.argument("address", type=AddressType())
@click.option("--to", "revision", required=True, metavar="REV", help="The git revision to go back to.")
@targets
@consents
@yes
@lock_timeout
def rollback(shell: Shell, address: Address, revision: str, request: Request, lock_timeout: float, *, yes: bool) -> int:
    """Apply an assistant as it was at an earlier commit.

    What it needs goes back with it. Git is not touched: until the files say the same, the next `gptctl apply`
    undoes this. The command that makes them say it is printed.
    """
    asked = replace(request, only=frozenset([address]))
    with shell.session(revision) as session:
        effect = Effect(
            plan=lambda: make_plan(session, asked),
            run=lambda reviewed: applying.apply(session, asked, reviewed=reviewed, wait=lock_timeout),
        )
        question = Question(text=f"Go back to {revision}?", answer="yes")
        status = carry_out(shell, effect, None if yes else question)
    if status is Exit.DONE:
        _remind(shell, address, revision)
    return status


def _remind(shell: Shell, address: Address, revision: str) -> None:
    """Say how to make git agree: with the command that gives exactly the files of that revision.

    It names the commit, for `HEAD~1` means another one after the next commit.
    """
    place = shell.place
    commit = resolve(place.root, revision)
    with checkout(place.root, commit) as tree:
        workspace = load(tree, place.environment)
    files = [file for one in _with_needs(address, workspace) for file in workspace.sources[one]]
    if differs(place.root, commit, files):
        keep = "Git still says otherwise, and the next `gptctl apply` would put that back. To keep this:"
        _advise(shell, keep, "checkout", "--no-overlay", commit, "--", *files)
    if differs(place.root, commit, [FILE]):
        look = f"{FILE} is not what it was then. Where that changes the assistant, the next apply does it again. Look:"
        _advise(shell, look, "diff", commit, "--", FILE)


def _advise(shell: Shell, why: str, *arguments: str) -> None:
    """Say which git command to run."""
    root = shell.place.root
    there = [] if Path.cwd() == root else ["-C", str(root)]
    shell.screen.note([line(why), line(f"  {shlex.join(['git', *there, *arguments])}", Style.HEADING)])


def _with_needs(address: Address, workspace: Workspace) -> tuple[Address, ...]:
    """The address and everything it refers to, directly or not."""
    refers = {declared.address: find(declared.attrs) for declared in workspace.declared}
    chosen: set[Address] = set()
    waiting = {address}
    while waiting:
        chosen |= waiting
        waiting = {needed for one in waiting for needed in refers[one]} - chosen
    return tuple(sorted(chosen))
