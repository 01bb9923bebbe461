from random import Random

import pytest

from gptctl.promote.steps.personal.net import addresses, emails
from tests.support import planted_people


@pytest.mark.parametrize("around", ["{}", "<{}>", "mail {}.", "mailto:{}?subject=x", '"{}",', "({}), thanks"])
def test_emails_are_found_as_written(around: str) -> None:
    for seed in range(60):
        email = planted_people.email(Random(seed))
        assert [hit.text for hit in emails(around.format(email))] == [email]


def test_a_long_email_is_found_whole() -> None:
    email = f"{'very.' * 20}long@{'label-' * 12}x.example"
    assert [hit.text for hit in emails(f"Write to {email}, please.")] == [email]


def test_emails_in_any_script_have_one_key_in_any_case() -> None:
    assert [hit.key for hit in emails("Jörg@Müller.example und JÖRG@müller.example")] == ["jörg@müller.example"] * 2


@pytest.mark.parametrize("text", ["@channel", "a @ b", "price@100", "user@localhost", "x@.example", "2 @ 3.50"])
def test_no_emails(text: str) -> None:
    assert list(emails(text)) == []


def test_ip_addresses() -> None:
    assert [hit.text for hit in addresses("from 203.0.113.7, then 2001:db8::1.")] == ["203.0.113.7", "2001:db8::1"]


def test_two_ways_to_write_an_address_have_one_key() -> None:
    assert len({hit.key for hit in addresses("2001:db8::1 2001:0DB8:0:0:0:0:0:1")}) == 1


@pytest.mark.parametrize(
    "text",
    ["127.0.0.1", "0.0.0.0", "255.255.255.0", "1.2.3", "1.2.3.4.5", "999.1.1.1", "12:30:45", "std::vector", "a::b"],  # noqa: S104
)
def test_no_ip_addresses(text: str) -> None:
    assert list(addresses(text)) == []
