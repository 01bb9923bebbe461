import click

from gptctl.cli.command import command
from gptctl.cli.conversations import open_conversations
from gptctl.cli.exits import TAKES_IN, Exit
from gptctl.cli.options import Amount, assistant, yes
from gptctl.cli.shell import Shell
from gptctl.cli.taking_in import take_in
from gptctl.errors import Usage
from gptctl.logs.extra import promote_extra


@command(
    examples=("gptctl promote support --dry-run", "gptctl promote support --to local:smollm2-135m --yes"),
    exits=(*TAKES_IN, Exit.REFUSED),
)
@assistant
@click.option("--to", default="", metavar="TRAINER:MODEL", help="Where to train from what; else the recipe's own.")
@click.option("--dataset", default="", metavar="DATASET", help="Train on this one, as it is, and build none.")
@click.option("--dry-run", is_flag=True, help="Show what would be asked. Nothing is sent or kept.")
@click.option("--dataset-only", is_flag=True, help="Show it, keep the dataset, and write its manifest and card.")
@yes
@click.option(
    "--ceiling",
    type=Amount(),
    metavar="DOLLARS",
    help="The most that all of it may cost: jobs and answers.",
)
@click.option("--control", is_flag=True, help="Train and compare the random control too: a second job.")
@click.option(
    "--shorten",
    "answers",
    type=click.IntRange(min=1),
    default=None,
    metavar="N",
    help="Look for shorter instructions for the tuned model too, with at most N answers.",
)
@click.option("--override", default="", metavar="REASON", help="Go on where readiness says no; the commit keeps why.")
@click.option(
    "--attempt",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    metavar="N",
    help="Ask for another job where one failed.",
)
@click.option("--set", "pairs", multiple=True, metavar="NAME=VALUE", help="A setting of the training. Repeatable.")
def promote(
    shell: Shell,
    assistant: str,
    *,
    to: str,
    dataset: str,
    ceiling: float | None,
    override: str,
    attempt: int,
    pairs: tuple[str, ...],
    dry_run: bool,
    dataset_only: bool,
    yes: bool,
    control: bool,
    answers: int | None,
) -> int:
    """Tune a model for an assistant, prove that it is better, and propose it on a branch.

    Readiness, dataset, cost, your approval, the job, a comparison on what was held out, and a branch with one commit.
    --dataset takes an older one of the assistant, named as in `gptctl dataset show`, such as for another base.
    Run it again after whatever went wrong: what is done is not done again, and no job is started twice. Nothing in
    your work tree is touched.
    """
    if dataset_only and (dry_run or dataset):
        said = "--dry-run keeps nothing" if dry_run else "--dataset takes one that is kept already"
        raise Usage(f"{said}, and --dataset-only builds and keeps one", advice="Choose one.")
    conversations = open_conversations(shell)
    with promote_extra():
        from gptctl.cli import consents, outlooks, promoting  # noqa: PLC0415 -- need libraries that not everybody has

    wanted = promoting.Wanted(
        assistant=assistant,
        to=to,
        settings=promoting.settings(pairs),
        attempt=attempt,
        override=override,
        dataset=dataset,
        answers=answers or 0,
        control=control,
    )
    one = promoting.promoting(shell, conversations, wanted)
    take_in(conversations)
    if dry_run:
        return outlooks.dry_run(one)
    if dataset_only:
        return outlooks.dataset_only(one)
    return outlooks.whole(one, consents.given(ceiling) if yes else consents.asking(shell, ceiling))
