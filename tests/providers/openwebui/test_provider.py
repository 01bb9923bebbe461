"""The key and where it goes, what doctor says, and answers that are not to be believed."""

from collections.abc import Mapping
from contextlib import closing

import pytest

from gptctl.errors import GptctlError, NotDone, Refused, Rejected
from gptctl.providers.openwebui.provider import OpenWebUIProvider
from tests.conformance.subject import SCOPE
from tests.support.fakes.base import route
from tests.support.fakes.messages import Reply, Request
from tests.support.fakes.openwebui import KEY, FakeOpenWebUI
from tests.support.openwebui import provider

AWAY = "https://chat.example.invalid"


def listing(base_url: str, environ: Mapping[str, str]) -> None:
    made = OpenWebUIProvider(name="openwebui", settings={"base_url": base_url}, environ=environ, sleep=lambda _: None)
    with closing(made):
        list(made.handlers["assistant"].list(SCOPE.mark))


def test_a_server_elsewhere_gets_no_key_that_was_not_granted_outside_the_repository() -> None:
    with pytest.raises(Refused, match="cannot be trusted") as caught:
        listing(AWAY, {"OPENWEBUI_API_KEY": KEY})
    assert f"GPTCTL_TRUSTED_ORIGINS={AWAY}" in caught.value.advice
    with pytest.raises(NotDone, match="was not sent"):  # trusted, but no such host
        listing(AWAY, {"OPENWEBUI_API_KEY": KEY, "GPTCTL_TRUSTED_ORIGINS": AWAY})


def test_a_server_on_this_machine_needs_no_grant_but_a_key(fake: FakeOpenWebUI) -> None:
    listing(fake.url, {"OPENWEBUI_API_KEY": KEY})
    with pytest.raises(GptctlError, match="OPENWEBUI_API_KEY is not set"):
        listing(fake.url, {})


def test_a_wrong_key_is_said_and_not_shown(fake: FakeOpenWebUI) -> None:
    with pytest.raises(Rejected, match=r"401.*token is invalid") as caught:
        listing(fake.url, {"OPENWEBUI_API_KEY": "sk-wrong"})
    assert "sk-wrong" not in str(caught.value)


def test_doctor_names_the_models_or_what_is_wrong(fake: FakeOpenWebUI) -> None:
    with closing(provider(fake.url, KEY)) as known, closing(provider(fake.url, "sk-wrong")) as stranger:
        (good,), (bad,) = known.checks(), stranger.checks()
    assert (good.ok, good.detail) == (True, "models there: base-model")
    assert not bad.ok
    assert "401" in bad.detail
    assert "sk-wrong" not in bad.detail


class Restless(FakeOpenWebUI):
    """A server whose presets come and go between the pages of a listing."""

    @route("GET", "/api/v1/models/list")
    def list_presets(self, request: Request) -> Reply:
        return Reply(body={"items": [{"id": "a"}] * (request.query["page"] == "1"), "total": 2})


class Elsewhere(FakeOpenWebUI):
    """Something that answers every path with a page."""

    @route("GET", "/api/v1/models/list")
    def list_presets(self, request: Request) -> Reply:
        return self.unknown(request)


@pytest.mark.parametrize(("kind", "said"), [(Restless, "keeps changing while it is read"), (Elsewhere, "no JSON")])
def test_a_listing_that_cannot_be_believed_is_no_listing(kind: type[FakeOpenWebUI], said: str) -> None:
    with kind() as fake, pytest.raises(NotDone, match=said):
        listing(fake.url, {"OPENWEBUI_API_KEY": KEY})
