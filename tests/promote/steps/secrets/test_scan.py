"""Secrets of every kind are found however they are written, and ordinary text is no secret."""

import json
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gptctl.promote.steps.secrets.rules import rules
from gptctl.promote.steps.secrets.scan import scan
from tests.support.planted import FORMS
from tests.support.planted_secrets import MAKERS, secret

ROOT = Path(__file__).parents[4]
AROUND = [
    "{}",
    "I think it is {}.",
    "here: {}, is that enough?",
    "(`{}`)",
    'they sent "{}"; what now?',
    "see\n{}\nthere",
]


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("around", AROUND)
def test_each_kind_is_found_in_each_form(kind: str, form: str, around: str) -> None:
    for seed in range(20):
        value = secret(kind, Random(seed))
        assert scan(around.format(FORMS[form](value)).encode()), (seed, kind)


@pytest.mark.parametrize("kind", MAKERS)
def test_each_kind_is_found_in_a_line_of_a_dataset(kind: str) -> None:
    arguments = json.dumps({"thought": f"perhaps\n{secret(kind, Random(1))}\nor not"})
    line = json.dumps({"messages": [{"role": "assistant", "tool_calls": [{"function": {"arguments": arguments}}]}]})
    assert scan(b'{"messages": []}\n' + line.encode() + b"\n")


def test_the_place_of_a_plain_secret_is_its_offset_in_the_file() -> None:
    value = secret("github", Random(3))
    before = "Grüße\n\n{} is "
    [found] = scan(f"{before}{value}.\n".encode())
    assert found.offset == len(before.encode())
    assert found.kind == "github"


def test_what_is_found_does_not_hold_the_secret() -> None:
    value = secret("stripe", Random(3))
    assert value not in repr(scan(value.encode()))


@pytest.mark.parametrize(
    "text",
    [
        "Your password is required before we go on.",
        "I forgot my password: please help",
        "password: ********",
        "api_key = <your-api-key>",
        "API_KEY=your_key_1234",
        "token: ${TOKEN_1}",
        "the secret is patience, not talent",
        "postgres://user:${PASSWORD}@localhost",
        "task-based risk-assessment desk-lamp-for-a-very-large-office",
        "update_reservation_passengers scheduled_departure_time_est",
        "https://example.com/a/very/long/path/to/some/page/of/a/handbook",
        "2024-05-27T10:00:00+00:00 and credit_card_9879898",
        "https://example.com/%E4%BD%A0%E5%A5%BD/%20%2F",
        "AKIA is how they begin, sk- is another, and -----BEGIN CERTIFICATE----- is none",
    ],
)
def test_ordinary_text_is_no_secret(text: str) -> None:
    assert scan(text.encode()) == ()


def test_the_real_conversations_hold_no_secret() -> None:
    assert scan((ROOT / "tests" / "data" / "airline_exchanges.jsonl").read_bytes()) == ()


def test_every_rule_is_used_by_some_planted_secret_or_has_an_example_here() -> None:
    letters = "aB3dE5gH7jK9mN1pQ3sT5vX7zA9cD1fG3hJ5kL7nM9qR1tV3wY5"
    examples = {
        "openai-like": "sk-" + letters[:40],
        "gitlab": "glp" + "at-" + letters[:20],
        "huggingface": "h" + "f_" + letters[:34],
        "sendgrid": "S" + f"G.{letters[:22]}.{letters[:43]}",
        "telegram": "123456789:" + "AA" + letters[:33],
        "inference": "gs" + "k_" + letters[:48],
        "azure": "Account" + "Key=" + letters + letters,
        "bearer": "Bear" + "er " + letters[:30],
        "url with password": "https:" + "//bob:" + letters[:12] + "@example.com",
    }
    found = {kind for text in examples.values() for kind in _kinds(text)}
    found |= {kind for maker in MAKERS for seed in range(9) for kind in _kinds(secret(maker, Random(seed)))}
    assert {rule.kind for rule in rules()} - found == set()


def test_the_key_beside_the_name_of_an_aws_secret() -> None:
    key = "wJalrXUtnFEMI/K7MDENG/" + "bPxRfiCYzzzzzzKEY9"
    assert _kinds(f"aws_secret_access_key = {key}") & {"aws", "password"}


@pytest.mark.parametrize("cue", ["Mein Passwort ist ", "la contraseña es ", "mot de passe : ", "senha: ", "Kennwort="])
def test_passwords_are_announced_in_other_languages_too(cue: str) -> None:
    assert _kinds(f"{cue}h4nter2XYz.") == {"password"}


@given(st.binary(max_size=2000))
def test_any_bytes_are_scanned(data: bytes) -> None:
    scan(data)


@given(st.binary(max_size=300), st.binary(max_size=300), st.integers(0, 50))
def test_a_key_is_found_among_any_bytes(before: bytes, after: bytes, seed: int) -> None:
    assert scan(before + b" " + secret("anthropic", Random(seed)).encode() + b" " + after)


def _kinds(text: str) -> set[str]:
    return {found.kind for found in scan(text.encode())}
