import pytest

from gptctl.promote.steps.personal.find import find
from gptctl.promote.steps.personal.names import CLUES, parts


def found(text: str) -> list[str]:
    return [hit.text for hit in find([("", text)], CLUES)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hi, my name is Maria Garcia and I need help", "Maria Garcia"),
        ("my name is maria garcia.", "maria garcia"),
        ("Hello, I'm Hiroshi Tanaka.", "Hiroshi Tanaka"),
        ("I'm Hiroshi, we spoke", "Hiroshi"),
        ("This is Ludwig van der Berg", "Ludwig van der Berg"),
        ("Dear Ms. O'Neill, your booking", "O'Neill"),
        ("Thank you, Chloë!", "Chloë"),
        ("Best regards,\nŁukasz Nowak", "Łukasz Nowak"),
        ("Thanks!\nIngrid", "Ingrid"),
        ("- First Name: Mia\n", "Mia"),
        ("Passenger: Juan Wilson", "Juan Wilson"),
        ("Mr. Khan wants a refund", "Khan"),
    ],
)
def test_names_behind_a_cue(text: str, name: str) -> None:
    assert found(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "Hi, I need help", "Hello! How can I help?", "I'm Sorry.", "Dear Customer,", "Thank you, have a nice day!",
        "I am a Gold member", "This is urgent", "Thanks! Please go on", "my name is on the ticket",
        "Hi there, Denver to Houston", "tool name: get_user_details", "I'm flying to Paris with Air France",
    ],
)  # fmt: skip
def test_no_names(text: str) -> None:
    assert found(text) == []


def test_the_words_of_a_name_stand_for_it_unless_they_mean_something_else() -> None:
    assert list(parts("Oluwaseun Will")) == ["Oluwaseun"]
    assert list(parts("Ludwig van der Berg")) == ["Ludwig", "Berg"]
