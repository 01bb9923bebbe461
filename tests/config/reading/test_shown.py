import pytest

from gptctl.config.reading.shown import kind_of, short
from gptctl.core.value import JSON


def test_a_users_text_is_short_on_one_line_and_printable() -> None:
    assert short("a\nb\x1b[31m") == "a\\nb\\u001b[31m"
    assert short("x" * 1_000_000) == "x" * 60 + "…"


def test_a_secret_is_never_shown() -> None:
    assert short("key sk-" + "A1b2" * 10) == "key *"


@pytest.mark.parametrize(
    ("value", "words"),
    [(None, "nothing"), (True, "true or false"), (1, "a number"), ("x", "text"), ([], "a list"), ({}, "a map")],
)
def test_kinds_have_names(value: JSON, words: str) -> None:
    assert kind_of(value) == words
