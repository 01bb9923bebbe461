import click
from click.shell_completion import get_completion_class

from gptctl.cli.command import command
from gptctl.cli.exits import EVERY, Exit
from gptctl.cli.main import COMPLETE, PROGRAM, gptctl
from gptctl.cli.shell import Shell
from gptctl.views.script import ScriptReport

SHELLS = ("bash", "zsh", "fish")


@command(
    examples=('eval "$(gptctl completion bash)"', "gptctl completion fish > ~/.config/fish/completions/gptctl.fish"),
    exits=EVERY,
)
@click.argument("language", type=click.Choice(SHELLS), metavar="|".join(SHELLS))
def completion(shell: Shell, language: str) -> int:
    """Print the completion script for a shell."""
    made = get_completion_class(language)
    if made is None:
        raise ValueError(language)
    shell.screen.show(ScriptReport(language=language, script=made(gptctl, {}, PROGRAM, COMPLETE).source()))
    return Exit.DONE
