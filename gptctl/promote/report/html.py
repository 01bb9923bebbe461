"""A page as one file of HTML that needs nothing else."""

from collections.abc import Iterator, Sequence

from gptctl.promote.report import svg
from gptctl.promote.report.escape import in_html
from gptctl.promote.report.page import Bars, Block, Curve, Intervals, Items, Page, Section, Table, Text

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
"""A browser loads nothing for such a page and runs nothing in it."""

_STYLE = """
:root { color-scheme: light dark; --ink: #1c2430; --soft: #5b6675; --line: #dfe4ea; --paper: #fdfdfc;
  --bar: #3f6f9f; --second: #b5673a; --third: #5d8a4a; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ee; --soft: #9aa5b3; --line: #313a46; --paper: #151a21;
  --bar: #7fb0e0; --second: #e0a27c; --third: #9cc98a; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 52rem; padding: 3rem 1.5rem 5rem; background: var(--paper); color: var(--ink);
  font: 16px/1.6 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.15rem; margin: 3rem 0 .75rem; padding-top: .75rem; border-top: 1px solid var(--line); }
p, li { max-width: 44rem; }
.lead { color: var(--soft); font-size: 1.05rem; margin: 0 0 1.5rem; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: 1rem 1.5rem; margin: 0; }
.facts dt { color: var(--soft); font-size: .8rem; } .facts dd { margin: 0; font-size: 1.25rem;
  font-variant-numeric: tabular-nums; }
svg { display: block; width: 100%; height: auto; margin: .75rem 0 .25rem; overflow: visible; }
svg text { font: 13px system-ui, sans-serif; } .label { fill: var(--soft); } .value { fill: var(--ink); }
.bar, .dot { fill: var(--bar); } .span { stroke: var(--bar); stroke-width: 3; stroke-linecap: round; }
.zero { stroke: var(--soft); stroke-dasharray: 3 4; }
.line { fill: none; stroke-width: 2.5; } .line0 { stroke: var(--bar); } .line1 { stroke: var(--second); }
.line2 { stroke: var(--third); }
table { border-collapse: collapse; width: 100%; font-size: .9rem; margin: .75rem 0; }
th, td { text-align: left; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); vertical-align: top;
  font-variant-numeric: tabular-nums; }
th { color: var(--soft); font-weight: 500; }
details { font-size: .9rem; color: var(--soft); } summary { cursor: pointer; }
@media print { body { padding: 0; max-width: none; } h2 { break-after: avoid; } svg { break-inside: avoid; } }
"""


def render(page: Page) -> str:
    return "".join(_document(page))


def _document(page: Page) -> Iterator[str]:
    title = in_html(page.title)
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield '<meta name="referrer" content="no-referrer">\n'
    yield f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
    yield f'<p class="lead">{in_html(page.lead)}</p>\n<dl class="facts">\n'
    for name, value in page.facts:
        yield f"<div><dt>{in_html(name)}</dt><dd>{in_html(value)}</dd></div>\n"
    yield "</dl>\n"
    for section in page.sections:
        yield from _section(section)
    yield "</main>\n</body>\n</html>\n"


def _section(section: Section) -> Iterator[str]:
    yield f"<section>\n<h2>{in_html(section.title)}</h2>\n"
    for block in section.blocks:
        yield from _block(block)
    yield "</section>\n"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Text():
            yield f"<p>{in_html(block.text)}</p>\n"
        case Items():
            yield f"<ul>{''.join(f'<li>{in_html(item)}</li>' for item in block.items)}</ul>\n"
        case Table():
            yield _table(block)
        case Bars():
            yield f"<p>{in_html(block.says)}</p>\n{svg.bars(block)}\n"
            yield _numbers([[bar.label, bar.shown, bar.note] for bar in block.bars])
        case Intervals():
            yield f"<p>{in_html(block.says)}</p>\n{svg.intervals(block)}\n"
            yield _numbers([[point.label, point.shown] for point in block.points])
        case Curve():
            yield f"<p>{in_html(block.says)}</p>\n{svg.curve(block)}\n"


def _table(table: Table) -> str:
    head = "".join(f'<th scope="col">{in_html(cell)}</th>' for cell in table.head)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{_rows(table.rows)}</tbody></table>\n"


def _numbers(rows: Sequence[Sequence[str]]) -> str:
    """The same as a table, for who cannot see a plot."""
    return f"<details><summary>As a table</summary><table><tbody>{_rows(rows)}</tbody></table></details>\n"


def _rows(rows: Sequence[Sequence[str]]) -> str:
    return "".join(f"<tr>{''.join(f'<td>{in_html(cell)}</td>' for cell in row)}</tr>" for row in rows)
