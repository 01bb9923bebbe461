"""Where documents are cut."""

from gptctl.providers.local.ingest.document import Document, Section
from gptctl.providers.local.passage import cut


def document(*sections: tuple[tuple[str, ...], str], title: str = "Title") -> Document:
    return Document(title=title, sections=tuple(Section(heading=heading, text=text) for heading, text in sections))


def test_a_long_section_is_a_passage_under_its_path_of_headings() -> None:
    (passage,) = cut("a/leave-types.md", document((("Leave", "Sick"), "word " * 150)))
    assert (passage.title, passage.heading) == ("Title", "Leave > Sick")
    assert passage.keywords == "a leave types"


def test_short_sections_are_joined_under_what_they_share() -> None:
    (passage,) = cut("a.md", document((("Leave", "Sick"), "Ill?"), (("Leave", "Annual"), "Tired?")))
    assert passage.heading == "Leave"
    assert passage.text == "Sick\nIll?\n\nAnnual\nTired?"


def test_a_long_section_is_cut_between_paragraphs() -> None:
    paragraphs = [f"Paragraph {n}. " + "word " * 100 for n in range(6)]
    passages = cut("a.md", document((("A",), "\n\n".join(paragraphs))), words=250)
    assert [passage.text.count("Paragraph") for passage in passages] == [2, 2, 2]
    assert {passage.heading for passage in passages} == {"A"}


def test_text_without_a_joint_is_cut_all_the_same() -> None:
    passages = cut("a.md", document(((), "x" * 1_000_000)))
    assert max(len(passage.text) for passage in passages) <= 300 * 8
    assert sum(len(passage.text) for passage in passages) == 1_000_000


def test_a_page_of_a_title_alone_can_be_found() -> None:
    (passage,) = cut("open-source.md", document(title="Open source policy"))
    assert passage.text == "Open source policy"


def test_an_empty_file_has_no_passage() -> None:
    assert cut("a.md", document(title="")) == ()


def test_a_hostile_heading_does_not_multiply() -> None:
    passages = cut("a.md", document((("A",), "word " * 5000), title="t" * 1_000_000))
    assert {len(passage.title) for passage in passages} == {300}
