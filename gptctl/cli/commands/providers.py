import click

from gptctl.cli.command import command
from gptctl.cli.exits import EVERY, Exit
from gptctl.cli.shell import Shell
from gptctl.errors import Usage
from gptctl.providers.catalogue import catalogue
from gptctl.views.providers import ProvidersReport


@command(examples=("gptctl providers", "gptctl providers local --json"), exits=EVERY)
@click.argument("name", metavar="NAME", required=False)
def providers(shell: Shell, name: str | None) -> int:
    """Show what each provider can hold, or everything about one of them."""
    known = catalogue()
    chosen = {shown: found for shown, found in known.items() if name in (None, shown, shown.partition(" ")[0])}
    if not chosen:
        raise Usage(f"there is no provider {name}", advice=f"There are: {', '.join(known)}.")
    shell.screen.show(ProvidersReport(providers=chosen))
    return Exit.DONE
