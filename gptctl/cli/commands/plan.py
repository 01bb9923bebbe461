from dataclasses import replace
from pathlib import Path

import click

from gptctl.cli.asked import Asked
from gptctl.cli.command import command
from gptctl.cli.exits import OBSERVES, Exit
from gptctl.cli.files import save
from gptctl.cli.options import addresses, consents, ref, targets
from gptctl.cli.shell import Shell
from gptctl.cli.wiring import NoTarget
from gptctl.core.address import Address
from gptctl.engine.planning import Planned, make_plan
from gptctl.engine.request import Request
from gptctl.views.line import Style, line
from gptctl.views.plan import PlanReport
from gptctl.views.screen import to_text


@command(
    examples=("gptctl plan", "gptctl plan support --env prod --out plan.json"),
    exits=(*OBSERVES, Exit.CHANGES),
)
@addresses
@targets
@ref
@consents
@click.option("--detailed-exitcode", is_flag=True, help="End with 2 when there are changes or drift.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the plan there, for `gptctl apply FILE`.",
)
def plan(
    shell: Shell,
    addresses: tuple[Address, ...],
    request: Request,
    ref: str | None,
    out: Path | None,
    *,
    detailed_exitcode: bool,
) -> int:
    """Show what apply would do.

    It compares what git says with what the providers hold and changes nothing. ADDRESS restricts it to an assistant
    (`support`) or a knowledge folder (`knowledge.handbook`) and what they need.

    A --target that the environment does not have is taken as the goal of a migration: what would move there, what
    changes on the way, and what is lost.
    """
    asked = Asked(request=replace(request, only=frozenset(addresses)), place=shell.place, ref=ref)
    try:
        with shell.session(ref) as session:
            planned = make_plan(session, asked.request)
    except NoTarget as elsewhere:
        from gptctl.cli.migration import show_migration  # noqa: PLC0415 -- few plans are of a migration

        found = show_migration(shell, asked, elsewhere, out)
    else:
        found = planned.plan
        _show(shell, asked, planned, out)
    if request.strict and found.losses:
        return Exit.REFUSED
    return Exit.CHANGES if detailed_exitcode and not found.settled else Exit.DONE


def _show(shell: Shell, asked: Asked, planned: Planned, out: Path | None) -> None:
    report = PlanReport(plan=planned.plan, asked=asked.to_json(), calls={"list": planned.listing_calls})
    if out is not None:
        save(out, to_text(report.document()))
    shell.screen.show(report)
    if planned.plan.changes and not planned.plan.blocked:
        from gptctl.cli.next_step import next_step  # noqa: PLC0415 -- a plan without changes has none

        shell.screen.note([line(f"Next: {next_step(asked, out)}", Style.FAINT)])
