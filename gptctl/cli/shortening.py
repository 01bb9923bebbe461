"""`gptctl shorten`: search, weigh what it saves, propose."""

from collections.abc import Callable
from functools import partial
from hashlib import sha256
from pathlib import Path

from gptctl.cli.bench import Bench, kept_in, transcript
from gptctl.cli.conversations import Conversations
from gptctl.config.branch import propose
from gptctl.config.instructions_file import InstructionsFile, instructions_file
from gptctl.core.address import Address
from gptctl.logs.store.query import Query
from gptctl.promote.compare.measures.registry import measures
from gptctl.promote.compare.model import Model
from gptctl.promote.compare.verdict import Rules
from gptctl.promote.cost.quote import a_month
from gptctl.promote.dataset.layout import FOLDER
from gptctl.promote.dataset.stored import StoredDataset
from gptctl.promote.example import Part
from gptctl.promote.pipeline.shortening import Shortening
from gptctl.promote.report import markdown
from gptctl.promote.shorten.report import cut, report
from gptctl.promote.shorten.saving import Saving, calls_in, saving
from gptctl.promote.shorten.shorten import Shortened, shorten
from gptctl.promote.shorten.trial import Trials
from gptctl.views.shortened import ShortenedReport


def shortened(
    bench: Bench, conversations: Conversations, model: Model, answers: int, on_answer: Callable[[int, int], None]
) -> ShortenedReport:
    """A branch is made where the search found something and the turns that it did not see confirm it."""
    file = instructions_file(bench.workspace, Address(kind="assistant", name=bench.assistant))
    trials = Trials(
        contestant=model,
        full=file.told(file.text),
        measures=measures(bench.models.schema(bench.assistant)),
        rules=Rules(),
        transcript=bench.transcript(),
        budget=answers,
        on_answer=on_answer,
        tests=bench.models.tests(bench.assistant),
    )
    found = shorten(file.text, file.told, bench.held_out(), trials)
    bench.recheck()
    saved = _weighed(
        conversations, model, bench.assistant, bench.dataset, (file.told(file.text), file.told(found.text))
    )
    return ShortenedReport(
        assistant=bench.assistant,
        model=model.name,
        file=file.file,
        found=found,
        saved=saved,
        cut=cut(file.text, found),
        branch=_propose(bench, file, found, saved) if found.confirmed else "",
    )


def within(
    conversations: Conversations, home: Path, assistant: str, model: Callable[[str], Model], answers: int
) -> Shortening | None:
    """The same search within a promotion; None where no answers may be asked for.

    They are kept where `gptctl shorten` looks: once the tuned model is merged, it asks for none of them again.
    """
    if not answers:
        return None
    workspace = conversations.workspace
    [attrs] = [one.attrs for one in workspace.declared if one.address == Address(kind="assistant", name=assistant)]
    return Shortening(
        instructions=str(attrs["instructions"]),
        answers=answers,
        transcript=partial(transcript, kept_in(home, workspace, assistant)),
        saving=lambda name, *more: _weighed(conversations, model(name), assistant, *more),
    )


def _weighed(
    conversations: Conversations, model: Model, assistant: str, dataset: StoredDataset, texts: tuple[str, str]
) -> Saving:
    """What the second of these texts saves, in place of the first, where the log tells how much there is in a month."""
    months = conversations.store.stats(Query(assistant=assistant)).months
    calls = calls_in(a_month(months), dataset.examples(Part.TRAIN))
    return saving(texts, model.model, calls, model.price)


def _propose(bench: Bench, file: InstructionsFile, found: Shortened, saved: Saving) -> str:
    content = found.text.encode("utf-8")
    page = markdown.render(report(bench.assistant, file.text, found, saved))
    files = {file.file: content, f"{FOLDER}/{bench.assistant}/shortened.md": page.encode("utf-8")}
    name = f"gptctl/shorten/{bench.assistant}-{sha256(content).hexdigest()[:8]}"
    message = (
        f"Shorten the instructions of {bench.assistant}\n\n"
        f"{saved.before:,} tokens become {saved.after:,} in each call. No harm was measured on held-out turns.\n"
    )
    return propose(bench.workspace.project.root, name, files, message).name
