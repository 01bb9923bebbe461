from functools import partial
from pathlib import Path

import click

from gptctl.cli.command import command
from gptctl.cli.counting import progress
from gptctl.cli.exits import OBSERVES, Exit
from gptctl.cli.files import save
from gptctl.cli.options import Amount, assistant
from gptctl.cli.shell import Shell
from gptctl.logs.extra import promote_extra
from gptctl.views.line import Style, line
from gptctl.views.written import WrittenReport


@command(
    examples=("gptctl compare support --with gpt-6-luna", "gptctl compare support --with local:mine --shots 4 --gate"),
    exits=OBSERVES,
)
@assistant
@click.option(
    "--with", "challengers", multiple=True, metavar="[TARGET:]MODEL", help="Whom to compare with. Repeatable."
)
@click.option("--shots", type=click.IntRange(min=1), metavar="N", help="Also the model with N examples in its prompt.")
@click.option("--dataset", metavar="DATASET", help="Whose held-out rows; else the assistant's own.")
@click.option("--judge", metavar="[TARGET:]MODEL", help="Ask this model for its opinion, which decides nothing.")
@click.option(
    "--ceiling", type=Amount(), metavar="DOLLARS", help="Ask nobody where the answers may cost more, or nobody knows."
)
@click.option("--gate", is_flag=True, help="End with 12 unless a challenger is better.")
@click.option(
    "--html", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write the report there too."
)
@click.option(
    "--export",
    type=(click.Choice(("promptfoo", "inspect_ai")), click.Path(file_okay=False, path_type=Path)),
    metavar="TOOL DIR",
    help="Only write the held-out rows and tests for promptfoo or inspect_ai, and ask nobody.",
)
def compare(
    shell: Shell,
    assistant: str,
    *,
    challengers: tuple[str, ...],
    shots: int | None,
    dataset: str | None,
    judge: str | None,
    ceiling: float | None,
    gate: bool,
    html: Path | None,
    export: tuple[str, Path] | None,
) -> int:
    """Say whether another model answers better.

    The assistant's model and the challengers are asked what is held out of its dataset, each with the conversation as
    it really went. One measure decides, fixed beforehand, and the answer may be that nobody can tell. Answers are kept
    in the user's own folder: nobody is asked the same twice.
    """
    with promote_extra():
        from gptctl.cli import bench, comparing, pricing  # noqa: PLC0415 -- needs libraries that not everybody has

    with bench.open_bench(shell, assistant, dataset) as opened:
        if export is not None:
            shell.screen.show(WrittenReport(folder=str(export[1]), files=comparing.exported(opened, *export)))
            shell.screen.note(line(told, Style.WARNING) for told in comparing.left_out(opened, export[0]))
            return Exit.DONE
        field = partial(comparing.field, opened, challengers, shots)
        judging = opened.model(judge) if judge else None
        asked = field(opened.model)
        fee = pricing.of_comparison(opened, asked, field, judge)
        pricing.tell(shell, fee, ceiling)
        with progress("answers", shell.flags) as tell:
            report = comparing.compared(opened, asked, judging, fee, tell)
    if html is not None:
        save(html, Path(report.report).read_text(encoding="utf-8"))
    shell.screen.show(report)
    return Exit.DONE if report.any_better or not gate else Exit.REFUSED
