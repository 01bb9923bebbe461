import pytest

from gptctl.promote.steps.personal.phones import CLUES, digits


def found(text: str) -> list[str]:
    return sorted({hit.text for clue in CLUES for hit in clue.find(text)})


@pytest.mark.parametrize(
    "number",
    [
        "(415) 222-3333", "415-222-3333", "415.222.3333", "415 222 3333", "1-415-222-3333", "+1 415 222 3333",
        "+14152223333", "+44 20 7946 0958", "+49 (0)89 1234567", "+33 6 12 34 56 78", "0044 20 7946 0958",
    ],
)  # fmt: skip
@pytest.mark.parametrize("around", ["{}", "My number is {}.", "({}), thanks", "at\n{}\nplease"])
def test_numbers_that_say_themselves(number: str, around: str) -> None:
    assert number in found(around.format(number))


@pytest.mark.parametrize(
    "text",
    ["call me at 089 1234567", "Phone: 020 7946 0958", "my mobile number is 4152223333.", "text me on 0171/2345678"],
)
def test_numbers_that_words_announce(text: str) -> None:
    assert len(found(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "order 4152223333", "reservation 1234567", "flight HAT084 on 2024-05-27", "$1,234,567", "credit_card_9879898",
        "(6 - 4) + (13 - 6) + (16 - 13)", "12:30-14:45", "call us about order 17", "+1500", "192.168.100.200",
        "case 123-456-7890-12",
    ],
)  # fmt: skip
def test_other_numbers_are_no_phones(text: str) -> None:
    assert found(text) == []


def test_one_number_has_one_key_however_it_is_written() -> None:
    assert {digits("+1 (415) 222-3333"), digits("415.222.3333"), digits("1-415-222-3333")} == {"4152223333"}
    assert digits("+44 20 7946 0958") == digits("0044 2079460958")
