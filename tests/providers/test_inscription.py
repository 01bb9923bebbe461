"""Our mark in a text that belongs to people."""

import pytest

from gptctl.core.marker import Marker
from gptctl.providers.inscription import inscribe, marker_in, strip

MARK = Marker(scope="0" * 12, address="1" * 20, nonce="2" * 16, applied="3" * 64, commit="4" * 40 + "+")


@pytest.mark.parametrize("text", ["", "What we sell", "two\nlines", "v1;p=not ours", "see gptctl: the docs"])
def test_the_text_and_the_mark_both_come_back(text: str) -> None:
    written = inscribe(text, MARK)
    assert (strip(written), marker_in(written)) == (text, MARK)


def test_a_new_mark_takes_the_place_of_the_old_one() -> None:
    written = inscribe(inscribe("What we sell", MARK.unfinished()), MARK)
    assert written == f"What we sell gptctl:{MARK.encode()}"


@pytest.mark.parametrize("text", ["", "gptctl:v1;p=short", "xgptctl:" + MARK.encode()])
def test_what_is_not_exactly_a_mark_is_none(text: str) -> None:
    assert marker_in(text) is None
