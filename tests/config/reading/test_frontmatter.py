import pytest

from gptctl.config.reading.frontmatter import split


def test_the_head_keeps_its_line_numbers() -> None:
    front = split("---\na: 1\nb: 2\n---\nHello\n\n---\nrest\n")
    assert front is not None
    assert front.head == "\na: 1\nb: 2\n"
    assert front.body == "Hello\n\n---\nrest\n"
    assert front.body_line == 5


@pytest.mark.parametrize("text", ["", "# Title\n", "---\na: 1\n", " ---\na: 1\n---\n", "\n---\na: 1\n---\n"])
def test_other_text_has_none(text: str) -> None:
    assert split(text) is None
