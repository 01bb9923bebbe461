"""`gptctl compare`: who is asked, and what becomes of the answers."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from gptctl.cli.bench import Bench
from gptctl.cli.files import save
from gptctl.core.value import JSON, fingerprint
from gptctl.errors import Usage
from gptctl.promote.compare.comparison import Comparison, compare
from gptctl.promote.compare.contestant import Contestant
from gptctl.promote.compare.exports.assertions import assertions
from gptctl.promote.compare.exports.inspect_ai import left_out as not_in_inspect
from gptctl.promote.compare.exports.inspect_ai import samples, tests
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

_PROMPTFOO, _SAMPLES, _TESTS = "promptfooconfig.yaml", "samples.jsonl", "tests.jsonl"


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
    """The report is written beside the answers, under a name of its own for each dataset and field.

    Raises Refused where a conversation of the dataset was forgotten meanwhile; no report is left then.
    """
    held_out, transcript = bench.held_out(), bench.transcript()
    put = bench.models.tests(bench.assistant)
    replies = interview((*held_out, *put), asked, transcript, on_answer)
    found = with_tests(
        compare(held_out, asked[0].name, replies, measures(bench.models.schema(bench.assistant)), Rules()), put, replies
    )
    opinions: list[tuple[str, Opinion]] = []
    if judge is not None:
        opinions = [(one.challenger, opinion(judge, one.answered, transcript, "judge")) for one in found.outcomes]
    written = _write(bench, asked, found, opinions)
    bench.recheck()
    return ComparisonReport(
        assistant=bench.assistant,
        dataset=bench.dataset.digest,
        comparison=found,
        opinions=opinions,
        report=str(written),
        answers=fee,
    )


def exported(bench: Bench, tool: str, folder: Path) -> tuple[str, ...]:
    """The held-out rows and the tests as another tool reads them, in files of these names there.

    Whose answers it asks for is said there.
    """
    held_out, put = bench.held_out(), bench.models.tests(bench.assistant)
    if tool == "promptfoo":
        texts = {_PROMPTFOO: configuration(f"Held-out rows of {bench.assistant}", held_out, ["echo"], put)}
    else:
        texts = {_SAMPLES: _lines(samples(held_out)), **({_TESTS: _lines(tests(put))} if put else {})}
    for name, text in texts.items():
        save(folder / name, text)
    return tuple(texts)


def left_out(bench: Bench, tool: str) -> Iterator[str]:
    """What of the assistant's tests the tool has nothing for, in sentences."""
    for one in bench.tests:
        if one.needs_knowledge:
            yield f"{one.name}: it is left out, as it says what an answer rests on, and no knowledge is searched."
    put = bench.models.tests(bench.assistant)
    if tool == "promptfoo":
        yield from (sentence for one in put for sentence in assertions(one.test).left_out)
    else:
        yield from not_in_inspect(put)


def _lines(found: Iterable[str]) -> str:
    return "".join(f"{one}\n" for one in found)


def _write(
    bench: Bench, asked: Sequence[Contestant], found: Comparison, opinions: Sequence[tuple[str, Opinion]]
) -> Path:
    who: list[JSON] = [one.identity for one in asked]
    name = fingerprint([bench.dataset.digest, who])[:12]
    page = report(bench.assistant, found, opinions)
    save(bench.folder / f"{name}.md", markdown.render(page))
    save(bench.folder / f"{name}.html", html.render(page))
    return bench.folder / f"{name}.html"
