"""Where the key goes, and where it never does."""

from contextlib import closing

import pytest

from gptctl.core.marker import Scope
from gptctl.errors import GptctlError, Refused, Rejected
from gptctl.providers.http.keys import TRUSTED
from gptctl.providers.openai.provider import OpenAIProvider
from tests.support.fakes.openai import FakeOpenAI

SCOPE = Scope(project_id="1", project="p", environment="dev").mark
SECRET = "sk-canary-wrong"


def listed(settings: dict[str, str], environ: dict[str, str]) -> None:
    provider = OpenAIProvider(name="openai", settings=settings, environ=environ, sleep=lambda _: None)
    with closing(provider):
        list(provider.handlers["assistant"].list(SCOPE))


def test_without_a_key_there_is_one_clear_error() -> None:
    with pytest.raises(GptctlError, match="OPENAI_API_KEY is not set"):
        listed({}, {})


def test_an_address_from_a_repository_gets_no_key(fake: FakeOpenAI) -> None:
    with pytest.raises(Refused, match="is not sent to"):
        listed({"base_url": fake.base_url}, {"OPENAI_API_KEY": SECRET})
    assert not fake.journal


def test_a_key_is_not_in_what_is_said_about_it(fake: FakeOpenAI) -> None:
    with pytest.raises(Rejected) as error:
        listed({"base_url": fake.base_url}, {"OPENAI_API_KEY": SECRET, TRUSTED: fake.url})
    assert "Incorrect API key provided: [key]" in error.value.message
    assert SECRET not in repr(error.value)


def test_organisation_and_project_come_from_the_environment(fake: FakeOpenAI) -> None:
    environ = {"OPENAI_API_KEY": SECRET, TRUSTED: fake.url, "OPENAI_ORG_ID": "org-1", "OPENAI_PROJECT_ID": "proj-1"}
    with pytest.raises(Rejected):
        listed({"base_url": fake.base_url}, environ)
    headers = fake.journal[-1].headers
    assert (headers["openai-organization"], headers["openai-project"]) == ("org-1", "proj-1")
