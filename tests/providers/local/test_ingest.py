"""Readers: what of each format becomes text, under which headings, and what hostile files cost."""

import io
import zipfile

import docx
import pytest

from gptctl.errors import Rejected
from gptctl.providers.local.ingest.document import Document
from gptctl.providers.local.ingest.readers import READERS, read


def outline(document: Document) -> list[tuple[tuple[str, ...], str]]:
    return [(section.heading, section.text) for section in document.sections]


def pdf(*pages: str, title: str = "", encrypt: bool = False) -> bytes:
    """A small PDF with one line of text a page, written by the library's own writer."""
    from pypdf import PdfWriter
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = PdfWriter()
    for text in pages:
        page = writer.add_blank_page(width=300, height=300)
        font = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject("/Helvetica"),
            }
        )
        fonts = DictionaryObject({NameObject("/F1"): font})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F1 12 Tf 20 200 Td ({text}) Tj ET".encode())
        page[NameObject("/Contents")] = writer._add_object(stream)  # noqa: SLF001  the writer has no public way
    if title:
        writer.add_metadata({"/Title": title})
    if encrypt:
        writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_markdown_keeps_headings_and_what_people_read() -> None:
    document = read(
        "a.md",
        b"""---
title: "Leave types"
keywords:
  - vacation
  - holiday
---
Before {% comment %}hidden{% endcomment %}you [ask]({% page "x/y/" %}) in {% slack_channel "people" %}.

# One {#one}
First **bold** [link [PDF]](https://example.org/a_(b)). <b>Tag</b> &amp; `code`
![picture](x.png)

Two
---
| a | b |
|---|---|
| 1 | 2 |

### Three ###
{: .class}
```
# no heading
```
""",
    )
    assert (document.title, document.keywords) == ("Leave types", "vacation holiday")
    assert outline(document) == [
        ((), "Before you ask in #people."),
        (("One",), "First bold link [PDF]. Tag & code\npicture"),
        (("One", "Two"), "| a | b |\n| 1 | 2 |"),
        (("One", "Two", "Three"), "# no heading"),
    ]


def test_html_keeps_headings_and_leaves_scripts_out() -> None:
    document = read(
        "a.html",
        b"<html><head><title>The &amp; title</title><meta name=keywords content='x, y'></head><body><nav>menu</nav>"
        b"<h1>A <i>big</i> one</h1><p>Hello <b>you</b> all.<p>More<script>evil()</script>"
        b"<h2>Table</h2><table><tr><td>a<td>b<tr><td>c</table></body>",
    )
    assert (document.title, document.keywords) == ("The & title", "x, y")
    assert outline(document) == [(("A big one",), "Hello you all.\nMore"), (("A big one", "Table"), "a b\nc")]


def test_restructured_text_has_titles_by_their_signs() -> None:
    document = read("a.rst", b"Title\n=====\n\nIntro.\n\nPart\n----\n\nText.\n\nNext\n====\n\nEnd.\n")
    assert document.title == "Title"
    assert outline(document) == [(("Title",), "Intro."), (("Title", "Part"), "Text."), (("Next",), "End.")]


def test_pdf_has_its_pages_as_headings() -> None:
    document = read("a.pdf", pdf("Sick leave is paid.", "Trips are not.", title="Rules"))
    assert document.title == "Rules"
    assert outline(document) == [(("page 1",), "Sick leave is paid."), (("page 2",), "Trips are not.")]


def test_docx_has_its_styles_as_headings_and_its_tables_as_rows() -> None:
    source = docx.Document()
    source.core_properties.title, source.core_properties.keywords = "Rules", "law"
    source.add_heading("Leave", 1)
    source.add_paragraph("Thirty days.")
    source.add_heading("Sick", 2)
    table = source.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "hours", "240"
    out = io.BytesIO()
    source.save(out)
    document = read("a.docx", out.getvalue())
    assert (document.title, document.keywords) == ("Rules", "law")
    assert outline(document) == [(("Leave",), "Thirty days."), (("Leave", "Sick"), "hours; 240")]


def test_csv_says_in_each_row_what_its_cells_are() -> None:
    (section,) = read("a.csv", b"city;office\nChicago;35th floor\n\nBerlin;\n").sections
    assert section.text == "city: Chicago; office: 35th floor\n\ncity: Berlin"


def test_json_is_its_own_text() -> None:
    (section,) = read("a.json", '{"city": "Köln"}'.encode()).sections
    assert section.text == '{\n "city": "Köln"\n}'


@pytest.mark.parametrize(
    ("data", "text"),
    [("Ärger".encode(), "Ärger"), ("Ärger".encode("utf-8-sig"), "Ärger"), ("Ärger".encode("utf-16"), "Ärger")],
)
def test_text_is_read_in_its_encoding(data: bytes, text: str) -> None:
    assert read("a.txt", data).sections[0].text == text
    assert read("a.txt", "Ärger".encode("cp1252")).sections[0].text == "Ärger"


@pytest.mark.parametrize("ending", sorted(READERS))
@pytest.mark.parametrize("data", [b"", b"\0\xff\xfe\x00\x80garbage", b"%PDF-1.7\ntruncated", b"PK\x03\x04broken"])
def test_garbage_is_read_or_refused_with_its_name(ending: str, data: bytes) -> None:
    try:
        read(f"x{ending}", data)
    except Rejected as error:
        refusal = error
    else:
        return
    assert refusal.message.startswith(f"x{ending} ")
    assert refusal.advice


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * (257 * 1024 * 1024))
    return out.getvalue()


def test_a_packed_bomb_is_not_unpacked() -> None:
    with pytest.raises(Rejected, match="unpacks to more than 256 MiB"):
        read("x.docx", bomb())


def test_an_encrypted_pdf_says_so() -> None:
    with pytest.raises(Rejected, match="is encrypted"):
        read("x.pdf", pdf("secret", encrypt=True))


def test_endless_nesting_is_refused() -> None:
    with pytest.raises(Rejected, match="nests more than 2,000 elements"):
        read("x.html", b"<div>" * 100_000)


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "text",
    [
        "# " + "#" * 500_000 + "a",
        "{% comment %}" * 50_000,
        "<!--" * 100_000,
        "[" * 300_000,
        "[a](" * 100_000,
        "{% slack_channel " + " " * 300_000,
        "|" * 300_000 + "x",
        " " * 300_000 + "x",
        "**_" * 200_000,
        "---\n" + "a:\n" * 100_000,
        "&" * 300_000,
    ],
    ids=range(11),
)
@pytest.mark.parametrize("ending", [".md", ".txt", ".html"])
def test_no_text_takes_long(ending: str, text: str) -> None:
    read(f"x{ending}", text.encode())
