import click

from gptctl.cli import datasets
from gptctl.cli.command import command
from gptctl.cli.conversations import open_conversations
from gptctl.cli.exits import TAKES_IN, Exit
from gptctl.cli.options import assistant
from gptctl.cli.shell import Shell
from gptctl.cli.taking_in import take_in
from gptctl.promote.cost.quote import EPOCHS
from gptctl.promote.dataset import project
from gptctl.promote.dataset.build import build as carry_out
from gptctl.promote.dataset.portrait import portrait
from gptctl.views.dataset.built import BuiltReport


@command(
    examples=("gptctl dataset build support", "gptctl dataset build support --to together:Qwen/Qwen3-8B"),
    exits=(*TAKES_IN, Exit.REFUSED),
)
@assistant
@click.option("--to", metavar="TRAINER:MODEL", help="Say what training there would cost; else the recipe's own target.")
@click.option(
    "--epochs", type=click.IntRange(min=1), default=EPOCHS, show_default=True, help="How often each row is read."
)
def build(shell: Shell, assistant: str, to: str | None, epochs: int) -> int:
    """Make the dataset of an assistant from its conversations.

    `promotion:` in its file is the recipe. The rows go into the user's own folder; datasets/ASSISTANT/ in the project
    gets the manifest and the card. The same conversations under the same recipe change nothing.
    """
    conversations = open_conversations(shell)
    order = datasets.order(shell, conversations, assistant)
    take_in(conversations)
    built = carry_out(order, shell.place.home)
    files = project.texts(built.manifest, portrait(built.dataset, built.manifest.cluster_sizes))
    quote = datasets.cost(shell, conversations, (built.dataset, built.manifest), to, epochs)
    written = project.save(shell.place.root, assistant, files)
    shell.screen.show(
        BuiltReport(
            manifest=built.manifest,
            findings=built.findings,
            written=written,
            quote=quote,
            rows=str(built.dataset.folder),
        )
    )
    return Exit.DONE
