from pathlib import Path

import click

from gptctl.cli.command import command
from gptctl.cli.conversations import open_conversations
from gptctl.cli.exits import TAKES_IN, Exit
from gptctl.cli.shell import Shell
from gptctl.logs.extra import promote_extra
from gptctl.logs.sources.base import Rejected
from gptctl.views.logs.feedback import FeedbackReport


@command(examples=("gptctl feedback import ratings.csv", "gptctl feedback import ratings.jsonl --json"), exits=TAKES_IN)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def import_command(shell: Shell, file: Path) -> int:
    """Bring in ratings from a CSV file with a heading, or from JSON lines.

    The columns are conversation, message, session, score, label, correction, comment, name and time. A row needs one
    id, ours or the source's own, and a score from 0 to 1, a label such as good or thumbs_down, or a correction.
    Ratings may come before the conversations they speak of.
    """
    with promote_extra():
        from gptctl.logs.files.door import open_logs  # noqa: PLC0415 -- needs libraries that not everybody has
        from gptctl.logs.sources.judgements import CsvFile, judgements  # noqa: PLC0415 -- the same

    conversations = open_conversations(shell)
    logs = [CsvFile(path=file)] if file.suffix.lower() == ".csv" else open_logs(file)
    found = (one for log in logs for one in judgements(log))
    read, rejected = 0, list[Rejected]()
    with conversations.store.intake() as intake:
        for one in found:
            if isinstance(one, Rejected):
                rejected.append(one)
            else:
                intake.rate(one)
                read += 1
        counts = intake.commit({})
    shell.screen.show(
        FeedbackReport(
            read=read,
            new=counts.ratings,
            waiting=conversations.store.waiting(),
            astray=conversations.store.astray(),
            rejected=rejected,
        )
    )
    return Exit.DONE if read else Exit.FAILED
