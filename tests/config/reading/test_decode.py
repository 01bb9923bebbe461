import pytest

from gptctl.config.reading.decode import decode
from gptctl.errors import InvalidConfig


@pytest.mark.parametrize(
    ("content", "where", "summary"),
    [
        (b"\xef\xbb\xbfa: 1\n", "f.yaml:1:1", "The file starts with a byte order mark"),
        ("a: 1".encode("utf-16"), "f.yaml:1:1", "The file is not UTF-8"),
        ("a: é\nb: ".encode() + b"\xff", "f.yaml:2:4", "The file is not UTF-8"),
        (b"a: 1\nb: x\x00y\n", "f.yaml:2:5", "The file holds a NUL character"),
    ],
)
def test_bytes_that_are_no_text_are_placed(content: bytes, where: str, summary: str) -> None:
    with pytest.raises(InvalidConfig) as caught:
        decode(content, "f.yaml")
    (found,) = caught.value.findings
    assert (str(found.where), found.summary) == (where, summary)


def test_every_line_end_becomes_a_line_feed() -> None:
    assert decode(b"a\r\nb\rc\n", "f") == "a\nb\nc\n"
