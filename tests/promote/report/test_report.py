import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gptctl.core.unseen import UNSEEN
from gptctl.promote.report import html, markdown, svg
from gptctl.promote.report.page import Bar, Bars, Curve, Intervals, Items, Page, Point, Section, Table, Text

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "\x1b[31mred\x1b[0m \u202e txt.exe",
    "a | b `c` [d](http://e) ![f](g)\n# not a title",
    "x" * 5_000,
    "\ud800",
    "a\u2066b\u061cc\u00add\u2060e\u3164f\U000e0041g\x9b31m",
)


def page(text: str) -> Page:
    bars = Bars(says=text, bars=[Bar(label=text, value=3, shown=text, note=text), Bar(label="b", value=0, shown="0")])
    point = Point(label=text, low=-1, value=0, high=2, shown=text)
    curve = Curve(says=text, across=text, lines=[(text, [(0, 1), (1, 0.5)]), ("empty", [])])
    blocks = (
        bars,
        Intervals(says=text, points=[point]),
        curve,
        Table(head=(text, "b"), rows=[(text, "c")]),
        Text(text=text),
        Items(items=[text]),
    )
    return Page(title=text, lead=text, facts=[(text, text)], sections=[Section(title=text, blocks=blocks)])


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.attributes: set[str] = set()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in {"meta", "rect", "line", "circle", "polyline"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in {"meta", "rect", "line", "circle", "polyline"}:
            assert self.open.pop() == tag


ALLOWED = {
    "html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "p", "dl", "div", "dt", "dd", "section",
    "svg", "text", "rect", "line", "circle", "polyline", "table",
    "thead", "tbody", "tr", "th", "td", "ul", "li", "details", "summary",
}  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_in_html(text: str) -> None:
    found = Tags()
    rendered = html.render(page(text))
    found.feed(rendered)
    assert found.seen <= ALLOWED
    assert not {name for name in found.attributes if name.startswith("on") or name in {"src", "href"}}
    assert found.open == []
    for shown in (rendered, markdown.render(page(text))):
        assert UNSEEN.search(shown) is None


@given(st.text(max_size=60))
def test_no_text_opens_a_tag_or_breaks_a_table(text: str) -> None:
    found = Tags()
    found.feed(html.render(page(text)))
    assert found.seen <= ALLOWED
    for line in markdown.render(page(text)).splitlines():
        if line.startswith("|"):
            assert line.endswith("|")


def test_the_page_needs_nothing_from_elsewhere() -> None:
    rendered = html.render(page("plain"))
    assert not re.search(r"https?://|url\(|@import|<script|<link|<img", rendered)
    assert "default-src 'none'" in rendered


def test_markdown_of_hostile_text_has_one_title_and_no_link() -> None:
    rendered = markdown.render(page(HOSTILE[3]))
    assert len(re.findall(r"^# ", rendered, re.MULTILINE)) == 1
    assert not re.search(r"(?<!\\)\]\(", rendered)


def test_bars_are_as_long_as_their_values() -> None:
    bars = [Bar(label="a", value=4, shown="4"), Bar(label="b", value=2, shown="2")]
    widths = [float(width) for width in re.findall(r'width="([\d.]+)" height', svg.bars(Bars(says="s", bars=bars)))]
    assert widths[0] == pytest.approx(2 * widths[1])


def test_every_plot_says_what_it_shows() -> None:
    for drawn in (
        svg.bars(Bars(says="the bars", bars=[])),
        svg.intervals(Intervals(says="the intervals", points=[])),
        svg.curve(Curve(says="the curve", across="steps", lines=[("one", [(0, 0)])])),
    ):
        assert re.search(r'role="img" aria-label="the \w+"><title>the \w+</title>', drawn)
