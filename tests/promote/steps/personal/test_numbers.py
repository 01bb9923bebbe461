from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gptctl.promote.steps.personal.numbers import cards, ibans, luhn, mod97, ssns
from tests.support import planted_people


def found(finder: object, text: str) -> list[str]:
    return [hit.text for hit in finder(text)]


@pytest.mark.parametrize("around", ["{}", "card {}.", "({})", "{} 12/27", "{}, 123", "ab {}\nand"])
def test_cards_are_found_as_written(around: str) -> None:
    for seed in range(60):
        card = planted_people.card(Random(seed))
        assert found(cards, around.format(card)) == [card]


def test_two_cards_in_a_row_are_two() -> None:
    assert found(cards, "4111 1111 1111 1111 5555 5555 5555 4444") == ["4111 1111 1111 1111", "5555 5555 5555 4444"]


def test_ways_to_write_a_card_have_one_key() -> None:
    assert {hit.key for hit in cards("4111111111111111, 4111-1111-1111-1111")} == {"4111111111111111"}


@pytest.mark.parametrize(
    "text",
    [
        "4111 1111 1111 1112",  # the check fails
        "order 1234567890123456",  # no network's first digits
        "A4111111111111111",
        "id_4111111111111111",
        "2024-05-27 10:00 2024-05-28",
        "0000000000000000",
        "3.14159265358979323846",
        "HAT084 HAT175 ZFA04Y 9879898",
    ],
)
def test_other_numbers_are_no_cards(text: str) -> None:
    assert found(cards, text) == []


@given(st.text("0123456789", min_size=12, max_size=19))
def test_one_digit_changed_breaks_the_check(digits: str) -> None:
    changed = str((int(digits[0]) + 1) % 10) + digits[1:]
    assert not (luhn(digits) and luhn(changed))


@pytest.mark.parametrize("around", ["{}", "Refund to {}.", "{} today please", "IBAN:{}, thanks", "({})"])
def test_ibans_are_found_as_written(around: str) -> None:
    for seed in range(60):
        iban = planted_people.iban(Random(seed))
        assert found(ibans, around.format(iban)) == [iban]


def test_an_iban_with_a_wrong_check_is_none() -> None:
    assert mod97("DE89370400440532013000")
    assert found(ibans, "DE88370400440532013000") == []


@pytest.mark.parametrize("text", ["HAT08417", "AT611904300234573201X", "QQ89370400440532013000", "DE89 3704"])
def test_what_only_begins_like_an_iban_is_none(text: str) -> None:
    assert found(ibans, text) == []


def test_social_security_numbers() -> None:
    assert found(ssns, "It is 123-45-6789.") == ["123-45-6789"]
    assert found(ssns, "my SSN: 123 45 6789 ok") == ["123 45 6789"]


@pytest.mark.parametrize(
    "text", ["000-12-3456", "666-12-3456", "912-12-3456", "123-00-4567", "123-45-0000", "2123-45-67890", "123 45 6789"]
)
def test_no_social_security_numbers(text: str) -> None:
    assert found(ssns, text) == []
