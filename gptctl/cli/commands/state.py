import click

from gptctl.backends.git.holder import NOBODY_KNOWS
from gptctl.cli.command import command
from gptctl.cli.exits import OBSERVES, READS, Exit
from gptctl.cli.locking import open_lock
from gptctl.cli.options import AddressType, lock_timeout, yes
from gptctl.cli.shell import Shell
from gptctl.core.address import Address
from gptctl.engine import maintenance
from gptctl.errors import Usage
from gptctl.views.lock import LockReport
from gptctl.views.record import RecordedReport, RecordReport

FREES = (*READS, Exit.REFUSED, Exit.STALE)
"""What freeing the lock can end with: without a remote, and where the lock is another's by now."""


@click.group()
def state() -> None:
    """Look at the local record, make it anew, or free the lock.

    The record is a cache: what git says and what the providers hold is enough to make it again.
    """


@command(examples=("gptctl state list", "gptctl state list --env prod --json"), exits=OBSERVES)
def list_command(shell: Shell) -> int:
    """List what the last applies left."""
    with shell.session() as session:
        reading = session.backend.read()
    shell.screen.show(RecordReport(record=reading.record, note=reading.note))
    return Exit.DONE


@command(examples=("gptctl state show support", "gptctl state show knowledge.handbook --json"), exits=OBSERVES)
@click.argument("address", type=AddressType())
def show_command(shell: Shell, address: Address) -> int:
    """Show what is recorded of one address, at every target."""
    with shell.session() as session:
        record = session.backend.read().record
    entries = tuple(record.entries[key] for key in sorted(record.entries) if key.address == address)
    if not entries:
        raise Usage(f"nothing is recorded of {address}", advice="`gptctl state list` lists what is.")
    shell.screen.show(RecordedReport(entries=entries))
    return Exit.DONE


@command(examples=("gptctl state rebuild", "gptctl state rebuild --env prod"), exits=(*OBSERVES, Exit.LOCKED))
@lock_timeout
def rebuild_command(shell: Shell, lock_timeout: float) -> int:
    """Set the record and the journal aside, and find every object again by its marker."""
    with shell.session() as session:
        record = maintenance.rebuild(session, wait=lock_timeout)
    shell.screen.show(RecordReport(record=record))
    return Exit.DONE


@command(examples=("gptctl state unlock", "gptctl state unlock --env prod --yes"), exits=FREES)
@yes
def unlock_command(shell: Shell, *, yes: bool) -> int:
    """Free the lock that a killed run left at the git remote (`lock: git`).

    It shows who holds it and asks. Look first whether that run still works: nothing else tells it from a dead one.
    """
    lock = open_lock(shell.place.root, shell.place.environment)
    held = lock.look()
    if held is None:
        shell.screen.show(LockReport(holder=None))
        return Exit.DONE
    holder = str(held.holder or NOBODY_KNOWS)
    shell.screen.preview(LockReport(holder=holder))
    if not yes:
        shell.require("Free it?", "yes")
    lock.free(held)
    shell.screen.show(LockReport(holder=holder, freed=True))
    return Exit.DONE


for made in (list_command, show_command, rebuild_command, unlock_command):
    state.add_command(made)
