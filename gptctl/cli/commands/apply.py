from dataclasses import replace
from pathlib import Path

import click

from gptctl.cli.asked import Asked, is_plan_file, read_reviewed
from gptctl.cli.carry_out import Approval, Effect, Question, carry_out
from gptctl.cli.command import command
from gptctl.cli.exits import WRITES
from gptctl.cli.options import AddressType, consents, lock_timeout, ref, targets, yes
from gptctl.cli.shell import Shell
from gptctl.engine import applying
from gptctl.engine.planning import make_plan
from gptctl.engine.request import Request
from gptctl.errors import Usage

QUESTION = Question(text="Make these changes?", answer="yes")


@command(examples=("gptctl apply", "gptctl apply plan.json --lock-timeout 60"), exits=WRITES)
@click.argument("what", nargs=-1, metavar="[ADDRESS]... | [PLANFILE]", shell_complete=AddressType().shell_complete)
@targets
@ref
@consents
@yes
@click.option("--checksum", metavar="HASH", help="Apply only the plan with this checksum (from `plan --json`).")
@lock_timeout
def apply(
    shell: Shell,
    what: tuple[str, ...],
    request: Request,
    ref: str | None,
    checksum: str | None,
    lock_timeout: float,
    *,
    yes: bool,
) -> int:
    """Make the providers hold what is declared.

    It shows the plan and asks. PLANFILE, from `plan --out`, is applied without a question, and so is the plan named
    by --checksum: anything but exactly that plan is refused. A file is whatever is neither NAME nor KIND.NAME, such
    as `plan.json`.
    """
    given = Asked(request=request, place=shell.place, ref=ref)
    asked, approval = _understood(what, given, checksum, None if yes else QUESTION)
    with replace(shell, place=asked.place).session(asked.ref) as session:
        effect = Effect(
            plan=lambda: make_plan(session, asked.request),
            run=lambda reviewed: applying.apply(session, asked.request, reviewed=reviewed, wait=lock_timeout),
        )
        return carry_out(shell, effect, approval)


def _understood(
    what: tuple[str, ...], given: Asked, checksum: str | None, otherwise: Approval
) -> tuple[Asked, Approval]:
    """What to apply, and by whose leave."""
    if len(what) == 1 and is_plan_file(what[0]):
        if (given.request, given.ref, checksum) != (Request(), None, None):
            raise Usage(
                "a plan file says itself what is asked", advice="Leave out the options, or plan anew with them."
            )
        reviewed = read_reviewed(Path(what[0]), given.place)
        return reviewed.asked, reviewed
    only = frozenset(AddressType().convert(text, None, None) for text in what)
    return replace(given, request=replace(given.request, only=only)), checksum or otherwise
