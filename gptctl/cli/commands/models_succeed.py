import click

from gptctl.cli.command import command
from gptctl.cli.exits import READS, Exit
from gptctl.cli.options import assistant
from gptctl.cli.shell import Shell
from gptctl.core.address import Address


@command(
    examples=(
        "gptctl models succeed support --model gpt-6-luna",
        "gptctl models succeed support --model together:Qwen/Qwen3-8B --json",
    ),
    exits=(*READS, Exit.REFUSED),
)
@assistant
@click.option("--model", metavar="MODEL|TRAINER:BASE", required=True, help="What comes in its place.")
@click.option("--target", metavar="NAME", default="", help="Whose model, where an alias has one at several targets.")
def succeed(shell: Shell, assistant: str, model: str, target: str) -> int:
    """Make a branch that puts a successor in the place of an assistant's model.

    It has one commit that changes one value of what is committed. MODEL answers instead: in the `model:` line of the
    assistant, or, where that is an alias, in what the alias means at the target, for all who say it. TRAINER:BASE
    becomes `promotion.to`, so that `gptctl promote --dataset` rebuilds a tuned model on it from the dataset that git
    has; what answers stays until then. Files that are not committed are neither read nor changed.
    """
    from gptctl.cli.succeeding import propose_succession  # noqa: PLC0415 -- models on this machine need no git
    from gptctl.promote.trainers.registry import FACTORIES  # noqa: PLC0415 -- as above
    from gptctl.promote.upkeep.succession import Order  # noqa: PLC0415 -- as above
    from gptctl.views.succession import SuccessionReport  # noqa: PLC0415 -- as above

    address = Address(kind="assistant", name=assistant)
    made = propose_succession(shell.place, Order(assistant=address, to=model, trainers=FACTORIES, target=target))
    report = SuccessionReport(
        assistant=made.assistant,
        succession=made.succession,
        outlook=made.outlook,
        branch=made.branch,
        then=made.then,
    )
    shell.screen.show(report)
    return Exit.DONE
