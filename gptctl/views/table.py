"""Columns."""

from collections.abc import Iterator, Sequence

from gptctl.views.line import Line, Style, line


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], styles: Sequence[Style] | None = None) -> Iterator[Line]:
    """A heading and a line for each row, as wide as needed; nothing when there are no rows."""
    if not rows:
        return
    widths = [max(len(row[column]) for row in (heads, *rows)) for column in range(len(heads))]
    yield line(_row(heads, widths), Style.FAINT)
    for index, row in enumerate(rows):
        yield line(_row(row, widths), styles[index] if styles else Style.PLAIN)


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()
