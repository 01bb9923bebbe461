"""One look at many texts finds all that a look at each of them finds."""

from hypothesis import given
from hypothesis import strategies as st

from gptctl.promote.steps.regex import octets, touched, utf8

PATTERNS = tuple(map(octets, (r"ab{2,9}", r"a[^z]{0,3}c", r"(?i:key)\s{1,4}[^\s]{3}", r"[0-9]{3}(?:[^0-9]|$)")))
SIGNS = st.sampled_from(["a", "b", "c", "7", "\0", " ", "é", "\udcff", "key", "z"])
WRITTEN = st.lists(st.lists(SIGNS, max_size=12).map("".join))


@given(WRITTEN)
def test_nothing_is_overlooked(texts: list[str]) -> None:
    for pattern in PATTERNS:
        found = list(touched(pattern, texts))
        assert found == sorted(set(found))
        assert set(found) >= {index for index, text in enumerate(texts) if pattern.search(utf8(text))}


def test_only_what_may_match_is_looked_at_again() -> None:
    texts = ["nothing", "abb", "", "nothing", "xabbx abb"]
    assert list(touched(PATTERNS[0], texts)) == [1, 4]
    assert list(touched(PATTERNS[0], [])) == []
