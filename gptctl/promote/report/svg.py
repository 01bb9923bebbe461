"""Plots as inline SVG: no script, no font, no file from elsewhere. Colours come from the page's style sheet."""

from collections.abc import Iterator, Sequence

from gptctl.promote.report.escape import in_html
from gptctl.promote.report.page import Bars, Curve, Intervals

WIDTH = 720
LABEL = 236
ROW = 26
LETTERS = 30
"""What of a label there is room for; the table below a plot has all of it."""

_SIDE = 150
_HEIGHT = 240
_MARGIN = 44
_ROOM = WIDTH - LABEL - _SIDE
_LINES = 3


def bars(plot: Bars) -> str:
    """One row for each bar: its label, the bar, its value."""
    most = max((bar.value for bar in plot.bars), default=0) or 1
    drawn = []
    for index, bar in enumerate(plot.bars):
        width = max(1.0, bar.value / most * _ROOM)
        drawn += [
            _label(index, bar.label),
            f'<rect class="bar" x="{LABEL}" y="{index * ROW + 4}" width="{width:.1f}" height="{ROW - 10}" rx="2"/>',
            _value(LABEL + width + 8, index, f"{bar.shown} {bar.note}".strip()),
        ]
    return _svg(plot.says, len(plot.bars) * ROW, drawn)


def intervals(plot: Intervals) -> str:
    """One row for each estimate: a line from its low to its high end, a dot at the value."""
    ends = [plot.zero, *(end for point in plot.points for end in (point.low, point.high))]
    low, span = min(ends), (max(ends) - min(ends)) or 1

    def across(value: float) -> str:
        return f"{LABEL + (value - low) / span * _ROOM:.1f}"

    zero, height = across(plot.zero), len(plot.points) * ROW
    drawn = [f'<line class="zero" x1="{zero}" x2="{zero}" y1="0" y2="{height}"/>']
    for index, point in enumerate(plot.points):
        y = index * ROW + ROW / 2
        drawn += [
            _label(index, point.label),
            f'<line class="span" x1="{across(point.low)}" x2="{across(point.high)}" y1="{y}" y2="{y}"/>',
            f'<circle class="dot" cx="{across(point.value)}" cy="{y}" r="4.5"/>',
            _value(LABEL + _ROOM + 12, index, point.shown),
        ]
    return _svg(plot.says, height, drawn)


def curve(plot: Curve) -> str:
    """Lines over a shared axis, their names at their ends."""
    points = [point for _, line in plot.lines for point in line]
    if not points:
        return ""
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    low, high = min(y for _, y in points), max(y for _, y in points)

    def place(point: tuple[float, float]) -> tuple[float, float]:
        across = _MARGIN + (point[0] - left) / ((right - left) or 1) * (WIDTH - _MARGIN - _SIDE)
        return across, _HEIGHT - 28 - (point[1] - low) / ((high - low) or 1) * (_HEIGHT - 48)

    drawn = [
        _text(0, 22, f"{high:.3g}"),
        _text(0, _HEIGHT - 28, f"{low:.3g}"),
        _text(_MARGIN, _HEIGHT - 6, f"{plot.across} {left:g} to {right:g}"),
    ]
    for index, (name, line) in enumerate(plot.lines):
        if line:
            drawn += _line(index, name, [place(point) for point in line])
    return _svg(plot.says, _HEIGHT, drawn)


def _line(index: int, name: str, places: Sequence[tuple[float, float]]) -> Iterator[str]:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    yield f'<polyline class="line line{index % _LINES}" points="{path}"/>'
    x, y = places[-1]
    yield _text(x + 8, y + 4, name)


def _label(row: int, text: str) -> str:
    y = row * ROW + ROW / 2 + 4
    return f'<text class="label" x="{LABEL - 10}" y="{y}" text-anchor="end">{_short(text)}</text>'


def _value(x: float, row: int, text: str) -> str:
    return f'<text class="value" x="{x:.1f}" y="{row * ROW + ROW / 2 + 4}">{_short(text)}</text>'


def _text(x: float, y: float, text: str) -> str:
    return f'<text class="label" x="{x:.1f}" y="{y:.1f}">{_short(text)}</text>'


def _short(text: str) -> str:
    return in_html(text if len(text) <= LETTERS else f"{text[: LETTERS - 1]}…")


def _svg(says: str, height: float, drawn: Sequence[str]) -> str:
    name = in_html(says)
    begins = f'<svg viewBox="0 0 {WIDTH} {max(height, 1):g}" role="img" aria-label="{name}"><title>{name}</title>'
    return f"{begins}{''.join(drawn)}</svg>"
