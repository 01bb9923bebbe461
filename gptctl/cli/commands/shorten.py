import click

from gptctl.cli.command import command
from gptctl.cli.conversations import open_conversations
from gptctl.cli.counting import progress
from gptctl.cli.exits import OBSERVES, Exit
from gptctl.cli.options import Amount, assistant
from gptctl.cli.shell import Shell
from gptctl.logs.extra import promote_extra

ANSWERS = 2000


@command(
    examples=("gptctl shorten support", "gptctl shorten support --with local:support-tuned --answers 5000"),
    exits=OBSERVES,
)
@assistant
@click.option("--with", "word", metavar="[TARGET:]MODEL", help="Who answers; else the assistant's own model.")
@click.option("--dataset", metavar="DATASET", help="Whose held-out rows; else the assistant's own.")
@click.option(
    "--answers",
    type=click.IntRange(min=1),
    default=ANSWERS,
    show_default=True,
    metavar="N",
    help="How many answers may be asked for.",
)
@click.option(
    "--ceiling", type=Amount(), metavar="DOLLARS", help="Ask nobody where the answers may cost more, or nobody knows."
)
def shorten(
    shell: Shell, assistant: str, *, word: str | None, dataset: str | None, answers: int, ceiling: float | None
) -> int:
    """Propose shorter instructions that answer as well.

    A tuned model needs fewer words. Sections, paragraphs and sentences are left out as long as no harm is measured on
    one half of what is held out; the other half must confirm it. The proposal is a branch with one commit. Whatever is
    marked with <!-- keep --> stays.
    """
    with promote_extra():
        from gptctl.cli import bench, pricing, shortening  # noqa: PLC0415 -- needs libraries that not everybody has

    with bench.open_bench(shell, assistant, dataset) as opened:
        model = opened.model(word or opened.own)
        told = str(opened.attrs["instructions"])
        pricing.tell(shell, pricing.of_search(opened, model.name, told, answers), ceiling)
        with progress("answers", shell.flags) as tell:
            report = shortening.shortened(opened, open_conversations(shell), model, answers, tell)
    shell.screen.show(report)
    return Exit.DONE
