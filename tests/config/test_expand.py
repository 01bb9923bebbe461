import pytest

from gptctl.config.expand import Expander
from gptctl.core.value import JSON

ENVIRON = {"HOST": "h", "EMPTY": "", "KEYED": "sk-" + "A1b2" * 10, "MISTRAL_API_KEY": "A1b2" * 8, "TOKENIZER": "t"}


def expand(value: JSON) -> tuple[JSON, list[str]]:
    complaints: list[str] = []
    expanded = Expander(ENVIRON).expand(value, lambda path, detail: complaints.append(f"{path} {detail}"))
    return expanded, complaints


@pytest.mark.parametrize(
    ("text", "expanded"),
    [
        ("http://${HOST}:1/", "http://h:1/"),
        ("${HOST}${HOST}", "hh"),
        ("${NOPE:-there}", "there"),
        ("${EMPTY:-there}", "there"),
        ("${HOST:-there}", "h"),
        ("${HOST:?why}", "h"),
        ("${EMPTY}", ""),
        ("$${HOST}", "${HOST}"),
        ("$HOST $5 $", "$HOST $5 $"),
        ("${NOPE:-a b:c}", "a b:c"),
        ("${TOKENIZER}", "t"),
    ],
)
def test_the_forms_of_a_variable(text: str, expanded: str) -> None:
    assert expand(text) == (expanded, [])


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("${NOPE}", "The variable NOPE is not set; set it, or write ${NOPE:-default}."),
        ("${NOPE:?ask Anna}", "The variable NOPE is not set: ask Anna."),
        ("${EMPTY:?}", "The variable EMPTY is not set: it is needed."),
        ("${}", "Write ${VAR}"),
        ("${HOST", "Write ${VAR}"),
        ("${a b}", "Write ${VAR}"),
        ("${HOST:=x}", "Write ${VAR}"),
        ("${KEYED}", "The variable KEYED is not filled in: its name or its value says that it holds a secret, which"),
        ("${MISTRAL_API_KEY}", "The variable MISTRAL_API_KEY is not filled in: "),
        ("http://e/${MISTRAL_API_KEY:-x}", "The variable MISTRAL_API_KEY is not filled in: "),
        ("${my_token:-x}", "The variable my_token is not filled in: "),
    ],
)
def test_what_cannot_be_expanded_is_told_with_its_path(text: str, complaint: str) -> None:
    _, (told,) = expand({"a": ["x", text]})
    assert told.startswith(f"('a', 1) {complaint}")
    assert "A1b2" not in told


def test_what_is_filled_in_is_not_expanded_again() -> None:
    assert Expander({"A": "${B}", "B": "b"}).expand("${A}", lambda *_: None) == "${B}"


def test_keys_numbers_and_nothing_stay() -> None:
    value: JSON = {"${HOST}": [1, None, True, 2.5]}
    assert expand(value) == (value, [])


def test_it_is_known_which_variables_were_consulted() -> None:
    expander = Expander(ENVIRON)
    expander.expand(["${HOST}", "${NOPE:-x}", "$${OTHER}"], lambda *_: None)
    assert expander.consulted == {"HOST", "NOPE"}
