import click

from gptctl.cli.command import command
from gptctl.cli.exits import READS, Exit
from gptctl.cli.options import AddressType, targets
from gptctl.cli.shell import Shell
from gptctl.cli.wiring import open_workspace
from gptctl.core.address import Address, Key
from gptctl.errors import Usage
from gptctl.views.declaration import DeclarationReport, DeclarationsReport
from gptctl.views.report import Report


@command(examples=("gptctl show", "gptctl show support --env prod --target local"), exits=READS)
@click.argument("address", required=False, type=AddressType(), metavar="[ADDRESS]")
@targets
def show(shell: Shell, address: Address | None) -> int:
    """Show what is declared, with everything filled in.

    Without ADDRESS all declarations are listed. With --target a declaration is said in that provider's own fields.
    """
    shell.screen.show(_report(shell, address))
    return Exit.DONE


def _report(shell: Shell, address: Address | None) -> Report:
    if shell.place.targets and address is not None:
        return _lowered(shell, address)
    workspace = open_workspace(shell.place)
    environment = workspace.environment.name
    if address is None:
        return DeclarationsReport(environment=environment, declared=workspace.declared)
    known = {declared.address: declared for declared in workspace.declared}
    if address not in known:
        raise _not_declared(address)
    return DeclarationReport(address=str(address), environment=environment, target="", attrs=known[address].attrs)


def _lowered(shell: Shell, address: Address) -> Report:
    with shell.session() as session:
        target = session.outline.targets[0]
        resource = session.load().resources.get(Key(target=target, address=address))
        if resource is None:
            raise _not_declared(address)
        return DeclarationReport(
            address=str(address),
            environment=session.outline.scope.environment,
            target=target,
            attrs=resource.attrs,
        )


def _not_declared(address: Address) -> Usage:
    return Usage(f"{address} is not declared", advice="`gptctl show` lists what is.")
