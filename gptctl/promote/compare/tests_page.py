"""The assistant's tests in the report of a comparison."""

from collections.abc import Iterator, Sequence

from gptctl.promote.compare.comparison import Comparison, Outcome
from gptctl.promote.report.page import Section, Table, Text

_SAYS = {True: "passed", False: "failed"}
_RULE = (
    "What the assistant must go on saying: whoever fails one that {base} passes is worse. The first answer is judged; "
    "tests of what an answer rests on are left out, as no knowledge is searched."
)


def passed_section(comparison: Comparison) -> Iterator[Section]:
    """Who passes which test; nothing where there is none."""
    outcomes = comparison.outcomes
    if not outcomes or not outcomes[0].passes.tests:
        return
    table = Table(head=("test", comparison.base, *(one.challenger for one in outcomes)), rows=_rows(outcomes))
    yield Section(title="Tests", blocks=(Text(text=_RULE.format(base=comparison.base)), table))


def faults_section(outcome: Outcome) -> Iterator[Section]:
    """Where a challenger fails, and the part of its answer that does."""
    rows = [
        (one.test, judged.expects, fault.says, fault.part)
        for one in outcome.passes.tests
        for judged in one.judged
        for fault in judged.faults
    ]
    if rows:
        yield Section(
            title=f"Tests that {outcome.challenger} fails",
            blocks=(Table(head=("test", "expected", "", "answer"), rows=rows),),
        )


def _rows(outcomes: Sequence[Outcome]) -> Sequence[Sequence[str]]:
    """Every challenger was put the same tests, in one order."""
    return [
        (row[0].test, _SAYS[row[0].base], *(_SAYS[one.challenger] for one in row))
        for row in zip(*(outcome.passes.tests for outcome in outcomes), strict=True)
    ]
