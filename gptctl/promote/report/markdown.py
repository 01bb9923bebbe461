"""A page as Markdown that reads well as plain text too."""

from collections.abc import Iterator, Sequence

from gptctl.promote.report.escape import in_markdown
from gptctl.promote.report.page import Bars, Block, Curve, Intervals, Items, Page, Table, Text

_FULL = 24
"""Characters of the longest bar."""


def render(page: Page) -> str:
    return "\n".join(_lines(page)) + "\n"


def _lines(page: Page) -> Iterator[str]:
    yield f"# {in_markdown(page.title)}\n"
    yield f"{in_markdown(page.lead)}\n"
    yield from _table(("", ""), page.facts)
    for section in page.sections:
        yield f"## {in_markdown(section.title)}\n"
        for block in section.blocks:
            yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Text():
            yield f"{in_markdown(block.text)}\n"
        case Items():
            yield from (f"- {in_markdown(item)}" for item in block.items)
            yield ""
        case Table():
            yield from _table(block.head, block.rows)
        case Bars():
            yield f"{in_markdown(block.says)}\n"
            most = max((bar.value for bar in block.bars), default=0) or 1
            rows = [(bar.label, _bar(bar.value / most), f"{bar.shown} {bar.note}".strip()) for bar in block.bars]
            yield from _table(("", "", ""), rows)
        case Intervals():
            yield f"{in_markdown(block.says)}\n"
            yield from _table(("", ""), [(point.label, point.shown) for point in block.points])
        case Curve():
            yield f"{in_markdown(block.says)}\n"
            ends = [(name, f"{line[0][1]:.3g}", f"{line[-1][1]:.3g}") for name, line in block.lines if line]
            yield from _table(("", "first", "last"), ends)


def _bar(share: float) -> str:
    return "█" * max(1, round(share * _FULL)) if share else ""


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(in_markdown(cell) for cell in head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(in_markdown(cell) for cell in row)} |"
    yield ""
