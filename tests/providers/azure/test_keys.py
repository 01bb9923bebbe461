"""Where the key goes, and where it never does."""

from contextlib import closing

import pytest

from gptctl.core.marker import Scope
from gptctl.errors import GptctlError, Refused, Rejected
from gptctl.providers.azure.provider import AzureProvider
from tests.support.fakes.azure import KEY, FakeAzure

SCOPE = Scope(project_id="1", project="p", environment="dev").mark


def listed(settings: dict[str, str], environ: dict[str, str]) -> None:
    provider = AzureProvider(name="azure", settings=settings, environ=environ, sleep=lambda _: None)
    with closing(provider):
        for handler in provider.handlers.values():
            list(handler.list(SCOPE))


def test_without_an_endpoint_or_a_key_there_is_one_clear_error(fake: FakeAzure) -> None:
    with pytest.raises(GptctlError, match="no endpoint"):
        listed({}, {"AZURE_AI_API_KEY": KEY})
    with pytest.raises(GptctlError, match="AZURE_AI_API_KEY is not set"):
        listed({}, {"AZURE_AI_PROJECT_ENDPOINT": fake.endpoint})


def test_an_endpoint_that_only_a_repository_names_gets_no_key(fake: FakeAzure) -> None:
    for settings in ({"endpoint": fake.endpoint}, {"endpoint": "https://other.services.ai.azure.com/api/projects/x"}):
        with pytest.raises(Refused, match="is not sent to"):
            listed(settings, {"AZURE_AI_API_KEY": KEY})
    assert not fake.journal


def test_an_endpoint_in_the_environment_is_trusted_and_its_origin_with_it(fake: FakeAzure) -> None:
    listed({}, {"AZURE_AI_API_KEY": KEY, "AZURE_AI_PROJECT_ENDPOINT": fake.endpoint})
    listed({"endpoint": fake.endpoint}, {"AZURE_AI_API_KEY": KEY, "AZURE_AI_PROJECT_ENDPOINT": fake.url})
    assert len(fake.journal) == 4


@pytest.mark.parametrize(("variable", "header"), [("AZURE_AI_API_KEY", "api-key"), ("AZURE_AI_TOKEN", "authorization")])
def test_a_key_is_a_key_and_a_token_is_a_token(fake: FakeAzure, variable: str, header: str) -> None:
    listed({}, {variable: KEY, "AZURE_AI_PROJECT_ENDPOINT": fake.endpoint})
    for request in fake.journal:
        assert {"api-key", "authorization"} & request.headers.keys() == {header}


def test_what_the_environment_says_for_openai_is_not_told_to_azure(
    fake: FakeAzure, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_ORG_ID", "org-1")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "proj-1")
    listed({}, {"AZURE_AI_API_KEY": KEY, "AZURE_AI_PROJECT_ENDPOINT": fake.endpoint})
    assert not any("openai-project" in request.headers for request in fake.journal)


def test_a_key_is_not_in_what_is_said_about_it(fake: FakeAzure) -> None:
    secret = "azure-canary-wrong"
    with pytest.raises(Rejected) as error:
        listed({}, {"AZURE_AI_API_KEY": secret, "AZURE_AI_PROJECT_ENDPOINT": fake.endpoint})
    assert "[key]" in error.value.message
    assert secret not in repr(error.value)
