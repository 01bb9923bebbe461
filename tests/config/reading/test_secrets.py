import pytest

from gptctl.config.reading.secrets import find, hide

SECRETS = {
    "an OpenAI key": "sk-" + "proj-" + "A1b2" * 8,
    "an Anthropic key": "sk-" + "ant-api03-" + "A1b2" * 8,
    "an AWS key": "AKIA" + "ABCDEFGH12345678",
    "a GitHub token": "ghp_" + "a1B2" * 9,
    "a GitLab token": "glpat-" + "a1B2" * 5,
    "a Google key": "AIza" + "a1B2_" * 7,
    "a Hugging Face token": "hf_" + "a1B2" * 8,
    "a Groq key": "gsk_" + "a1B2" * 12,
    "a Slack token": "xoxb-" + "1234567890-abc",
    "a Stripe key": "sk_live_" + "a1B2" * 5,
    "a JSON Web Token": "eyJ" + "hbGciOiJI." + "eyJ" + "zdWIiOiIx." + "c2lnbmF0dXJl",
    "a password in an address": "postgres://me:" + "s3cr3t@db.example/x",
    "a private key": "-----BEGIN " + "RSA PRIVATE KEY-----\nMIIEow\n",
}


@pytest.mark.parametrize(("kind", "secret"), SECRETS.items())
def test_each_shape_is_known(kind: str, secret: str) -> None:
    (found,) = find(f"use {secret}")
    assert (found.kind, found.offset) == (kind, 4)
    assert secret[8:] not in hide(f"use {secret}")


@pytest.mark.parametrize(
    "text",
    [
        "task-force-of-twenty-people-and-more",
        "sk-short",
        "risk-" + "a" * 30,
        "http://me:${WORD}@x",
        "http://a/b:c@d",
        "hf_model",
    ],
)
def test_ordinary_words_are_none(text: str) -> None:
    assert list(find(text)) == []
