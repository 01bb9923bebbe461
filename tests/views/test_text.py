import sys
import unicodedata

import pytest

from gptctl.views.text import safe_text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[2Jb", r"a\x1b[2Jb"),
        ("a\rb", r"a\rb"),
        ("a\x00b\x07", r"a\x00b\x07"),
        ("a\x7fb\x9bc", r"a\x7fb\x9bc"),
        ("a\u202eb\u2066c\u200fd", r"a\u202eb\u2066c\u200fd"),
        ("a\u200bb\u2060c\ufeffd\u00ade", r"a\u200bb\u2060c\ufeffd\xade"),
        ("a\u2028b\u2029c", r"a\u2028b\u2029c"),
        ("a\U000e0041b\U000e0100", r"a\U000e0041b\U000e0100"),
        ("a\ud800b\udfff", r"a\ud800b\udfff"),
    ],
)
def test_what_could_mislead_is_escaped(text: str, shown: str) -> None:
    assert safe_text(text) == shown


def test_ordinary_text_stays() -> None:
    text = "Grüße, 日本語, naïve 👍️ -> …\n\ttabs and lines"
    assert safe_text(text) == text


def test_no_control_format_or_surrogate_character_of_unicode_gets_through() -> None:
    kept = {char for char in map(chr, range(sys.maxunicode + 1)) if safe_text(char) == char}
    seen = set("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")  # number signs
    assert {char for char in kept - seen if unicodedata.category(char) in ("Cc", "Cf", "Cs")} == {"\n", "\t"}
