"""`gptctl compare`: who is asked, and what becomes of the answers."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from gptctl.cli.bench import Bench
from gptctl.cli.files import save
from gptctl.core.value import JSON, fingerprint
from gptctl.errors import Usage
from gptctl.promote.compare.comparison import Comparison, compare
from gptctl.promote.compare.contestant import Contestant
from gptctl.promote.compare.exports.inspect_ai import samples
from gptctl.promote.compare.exports.promptfoo import configuration
from gptctl.promote.compare.interview import OnAnswer, interview
from gptctl.promote.compare.judge import Opinion, opinion
from gptctl.promote.compare.measures.registry import measures
from gptctl.promote.compare.report import report
from gptctl.promote.compare.shots import WithExamples
from gptctl.promote.compare.shots import shots as examples
from gptctl.promote.compare.verdict import Rules
from gptctl.promote.compare.with_tests import with_tests
from gptctl.promote.cost.fee import Fee
from gptctl.promote.report import html, markdown
from gptctl.views.comparison import ComparisonReport

_NAMES = {"promptfoo": "promptfooconfig.yaml", "inspect_ai": "samples.jsonl"}


def field(
    bench: Bench, challengers: Sequence[str], shots: int | None, opens: Callable[[str], Contestant]
) -> Sequence[Contestant]:
    """The assistant's own model first. Raises Usage where there is nobody beside it, and as `opens` does."""
    return tuple(_field(bench, challengers, shots, opens))


def _field(
    bench: Bench, challengers: Sequence[str], shots: int | None, opens: Callable[[str], Contestant]
) -> Iterator[Contestant]:
    if not challengers and shots is None:
        raise Usage("there is nobody to compare with", advice="Name a model with --with, or give --shots N.")
    base = opens(bench.own)
    yield base
    if shots is not None:
        yield WithExamples(f"{base.name} with examples", base, examples(bench.dataset), shots)
    for word in challengers:
        yield opens(word)


def compared(
    bench: Bench, asked: Sequence[Contestant], judge: Contestant | None, fee: Fee, on_answer: OnAnswer
) -> ComparisonReport:
    """The report is written beside the answers, under a name of its own for each dataset and field."""
    held_out, transcript = bench.held_out(), bench.transcript()
    tests = bench.models.tests(bench.assistant)
    replies = interview((*held_out, *tests), asked, transcript, on_answer)
    found = with_tests(compare(held_out, asked[0].name, replies, measures(bench.schema), Rules()), tests, replies)
    opinions: list[tuple[str, Opinion]] = []
    if judge is not None:
        opinions = [(one.challenger, opinion(judge, one.answered, transcript, "judge")) for one in found.outcomes]
    return ComparisonReport(
        assistant=bench.assistant,
        dataset=bench.dataset.digest,
        comparison=found,
        opinions=opinions,
        report=str(_write(bench, asked, found, opinions)),
        answers=fee,
    )


def exported(bench: Bench, tool: str, folder: Path) -> Path:
    """The held-out rows as another tool reads them; whose answers it asks for is said there."""
    path, held_out = folder / _NAMES[tool], bench.held_out()
    if tool == "promptfoo":
        save(path, configuration(f"Held-out rows of {bench.assistant}", held_out, ["echo"]))
    else:
        save(path, "".join(f"{line}\n" for line in samples(held_out)))
    return path


def _write(
    bench: Bench, asked: Sequence[Contestant], found: Comparison, opinions: Sequence[tuple[str, Opinion]]
) -> Path:
    who: list[JSON] = [one.identity for one in asked]
    name = fingerprint([bench.dataset.digest, who])[:12]
    page = report(bench.assistant, found, opinions)
    save(bench.folder / f"{name}.md", markdown.render(page))
    save(bench.folder / f"{name}.html", html.render(page))
    return bench.folder / f"{name}.html"
