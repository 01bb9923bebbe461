"""HTML, parsed as a browser would."""

import re

from gptctl.providers.local.ingest.document import Document, Section, Unreadable, decode
from gptctl.providers.local.ingest.outline import Outline
from gptctl.providers.local.library import needed

with needed("reading HTML"):
    from selectolax.lexbor import LexborHTMLParser

MAX_DEPTH = 2_000  # the parser's time grows with the square of it
_UNSEEN = ["script", "style", "noscript", "template", "nav", "svg", "iframe"]
_BLOCKS = "address,article,aside,blockquote,br,dd,div,dl,dt,footer,header,hr,li,main,ol,p,pre,section,table,tr,ul"
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
_CLOSES_ITSELF = {"p", "li", "dd", "dt", "tr", "td", "th", "option"} | {"area", "base", "br", "col", "embed", "hr"}
_CLOSES_ITSELF |= {"img", "input", "link", "meta", "source", "track", "wbr"}
_MARK = "\0"


def read(data: bytes) -> Document:
    """Headings give the outline; scripts, styles and navigation are left out."""
    source = decode(data)
    _check_depth(source)
    tree = LexborHTMLParser(source)
    title = tree.css_first("title")
    keywords = tree.css_first('meta[name="keywords"]')
    tree.strip_tags(_UNSEEN)
    for node in tree.css("td,th"):
        node.insert_after(" ")
    for node in tree.css(_BLOCKS):
        node.insert_before("\n")
    for node in tree.css("h1,h2,h3,h4,h5,h6"):
        node.replace_with(f"{_MARK}{(node.tag or 'h1')[1]}{_one_line(node.text())}{_MARK}")
    return Document(
        title="" if title is None else _one_line(title.text()),
        keywords="" if keywords is None else keywords.attributes.get("content") or "",
        sections=_sections("" if tree.body is None else tree.body.text()),
    )


def _sections(text: str) -> tuple[Section, ...]:
    """`text` has each heading between two marks, its level first. A document's own NULs went when it was decoded."""
    outline = Outline()
    for index, part in enumerate(text.split(_MARK)):
        if index % 2:
            outline.heading(int(part[0]), part[1:])
        else:
            outline.text("\n".join(line.strip() for line in part.splitlines() if line.strip()))
    return outline.sections()


def _check_depth(source: str) -> None:
    depth = 0
    for closing, tag in _TAG.findall(source):
        if tag.lower() in _CLOSES_ITSELF:
            continue
        depth += -1 if closing else 1
        if depth > MAX_DEPTH:
            raise Unreadable(f"nests more than {MAX_DEPTH:,} elements")


def _one_line(text: str) -> str:
    return " ".join(text.split())
