from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from gptctl.cli.command import command
from gptctl.cli.conversations import Conversations, open_conversations
from gptctl.cli.counting import counted
from gptctl.cli.exits import TAKES_IN, Exit
from gptctl.cli.importing import Account, keep
from gptctl.cli.shell import Shell
from gptctl.logs.extra import promote_extra
from gptctl.logs.overview import Counts
from gptctl.views.logs.imported import ImportReport, Source

WEB = ("https://", "http://")


@command(
    examples=("gptctl logs import export.jsonl --assistant support", "gptctl logs import logs/ --dry-run"),
    exits=TAKES_IN,
)
@click.argument("place", metavar="FILE|DIR|URL")
@click.option("--shape", metavar="NAME", help="What the files are, where their first rows do not tell it.")
@click.option("--assistant", metavar="NAME", help="Whose conversations these are.")
@click.option("--remote-id", default="", metavar="ID", help="Only those with the assistant that the provider calls so.")
@click.option("--dry-run", is_flag=True, help="Read and count, and keep nothing.")
def import_command(
    shell: Shell, place: str, shape: str | None, assistant: str | None, remote_id: str, *, dry_run: bool
) -> int:
    """Bring in conversations that other tools wrote down.

    What a file is, its first rows tell. Importing it twice adds nothing; a longer version of a conversation takes
    the place of the shorter one. Without --assistant it is found by the instructions, or by the provider's id for it.
    """
    conversations = open_conversations(shell)
    rejects = None if dry_run else conversations.store.folder / "rejects" / f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}.jsonl"
    account = Account(
        assignment=conversations.assignment(conversations.named(assistant)), remote_id=remote_id, rejects=rejects
    )
    with _local(place) as path:
        sources, counts = _read(shell, conversations, account, path, shape)
    shell.screen.show(
        ImportReport(
            sources=sources,
            counts=counts,
            read=account.conversations,
            ratings=account.ratings,
            unscaled=sorted(account.unscaled),
            rejected=account.rejected,
            passed_over=account.passed_over,
            assigned=account.assigned,
            strangers=account.strangers,
            first=account.first,
            rejects=str(rejects) if rejects and account.rejected else "",
            waiting=0 if dry_run else conversations.store.waiting(),
        )
    )
    return Exit.DONE if account.conversations or account.ratings or account.passed_over else Exit.FAILED


@contextmanager
def _local(place: str) -> Iterator[Path]:
    """The file or folder itself, or a file from the web, which is deleted again."""
    if not place.startswith(WEB):
        yield Path(place)
        return
    from gptctl.providers.http.download import download  # noqa: PLC0415 -- most logs are files

    with TemporaryDirectory(prefix="gptctl-") as folder:
        name = place.partition("?")[0].rstrip("/").rpartition("/")[2] or "download"
        target = Path(folder, name)
        download(place, target)
        yield target


def _read(
    shell: Shell, conversations: Conversations, account: Account, path: Path, shape: str | None
) -> tuple[Sequence[Source], Counts | None]:
    """What the files are, and what became of their conversations; None when they are not to be kept."""
    with promote_extra():
        from gptctl.logs.files.door import open_logs  # noqa: PLC0415 -- needs libraries that not everybody has
        from gptctl.logs.sources.registry import READERS  # noqa: PLC0415 -- the same
        from gptctl.logs.sources.sniff import read, sniff, taken_as  # noqa: PLC0415 -- the same

    files = [taken_as(file, shape, READERS) if shape else sniff(file, READERS) for file in open_logs(path)]
    wanted = counted(account.wanted(read(files, READERS)), "conversations", shell.flags)
    sources = [Source(file=one.file.name, shape=one.shape) for one in files]
    if account.rejects is None:
        for _ in wanted:
            pass
        return sources, None
    with conversations.store.intake() as intake:
        keep(wanted, intake)
        account.unscaled |= {name for _, name in intake.scales.beyond}
        return sources, intake.commit({})
