import click

from gptctl.cli.command import command
from gptctl.cli.exits import READS, Exit
from gptctl.cli.shell import Shell


@command(
    examples=("gptctl models status", "gptctl models status --gate 60 --json"),
    exits=(*READS, Exit.REFUSED),
)
@click.option("--gate", type=click.IntRange(min=0), metavar="DAYS", help="End with 12 where one stops in so many days.")
@click.option("--live", is_flag=True, help="Ask providers that tell the days; they need their keys.")
def status(shell: Shell, gate: int | None, *, live: bool) -> int:
    """Show every model in use, when it stops, and what to do by when.

    All assistants are looked at, in all environments unless --env names one, at every target; and the bases that
    recipes name. A tuned model stops with its base. The days are those that providers had published when this version
    was made; with --live OpenAI is asked for those of today.
    """
    from gptctl.cli.upkeep import ask, overlook, today, workspaces  # noqa: PLC0415 -- models on this machine need none
    from gptctl.providers.catalogue import calendars  # noqa: PLC0415 -- as above
    from gptctl.views.models_in_use import InUseReport  # noqa: PLC0415 -- as above

    opened = workspaces(shell.place)
    published, asked = ask(shell.place, opened) if live else (calendars(), {})
    found = overlook(shell.place, opened, published)
    shell.screen.show(InUseReport(today=today(), outlooks=found, asked=asked))
    soon = gate is not None and any(one.within(gate) for one in found)
    return Exit.REFUSED if soon else Exit.DONE
