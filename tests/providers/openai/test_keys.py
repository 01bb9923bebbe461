"""Where the key goes, and where it never does."""

import json
from contextlib import closing

import httpx2
import pytest
from openai import OpenAI

from gptctl.core.address import RemoteId
from gptctl.core.conversation import Message, Role
from gptctl.core.marker import Scope
from gptctl.errors import GptctlError, NotDone, Refused, Rejected
from gptctl.providers.http import Client, Key
from gptctl.providers.http.keys import TRUSTED
from gptctl.providers.openai.provider import OpenAIProvider
from gptctl.providers.openai_shape.asking import Asking
from gptctl.providers.openai_shape.sdk import Connection, Sdk
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


def test_a_key_is_not_in_what_a_stream_says_about_it() -> None:
    failed = {"status": "failed", "error": {"message": f"Incorrect API key provided: {SECRET}"}, "usage": None}
    event = json.dumps({"type": "response.failed", "sequence_number": 0, "response": failed})
    client = Client("http://127.0.0.1:9", key=Key(origin="http://127.0.0.1:9", value=SECRET), headers={})
    http = httpx2.Client(transport=httpx2.MockTransport(lambda _: httpx2.Response(200, text=f"data: {event}\n\n")))
    with closing(http), closing(client):
        sdk = OpenAI(api_key=SECRET, base_url="http://127.0.0.1:9", http_client=http)
        asking = Asking(Sdk(lambda: Connection(sdk=sdk, client=client)))
        with pytest.raises(NotDone, match=r"Incorrect API key provided: \[key\]"):
            asking.ask(RemoteId("x"), {"model": "m"}, [Message(role=Role.USER, text="Hi")], lambda _: None)


def test_organisation_and_project_come_from_the_environment(fake: FakeOpenAI) -> None:
    environ = {"OPENAI_API_KEY": SECRET, TRUSTED: fake.url, "OPENAI_ORG_ID": "org-1", "OPENAI_PROJECT_ID": "proj-1"}
    with pytest.raises(Rejected):
        listed({"base_url": fake.base_url}, environ)
    headers = fake.journal[-1].headers
    assert (headers["openai-organization"], headers["openai-project"]) == ("org-1", "proj-1")
