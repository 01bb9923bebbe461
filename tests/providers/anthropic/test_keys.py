"""Where the key goes, and where it does not."""

from collections.abc import Callable, Iterator

import pytest

from gptctl.core.address import Address
from gptctl.core.resource import Declared
from gptctl.errors import GptctlError, InvalidConfig, ProviderError, Refused
from gptctl.providers.anthropic.provider import AnthropicProvider
from gptctl.providers.anthropic.settings import HOME
from gptctl.providers.http.keys import TRUSTED
from tests.support.fakes.anthropic import KEY, FakeAnthropic
from tests.support.fakes.trouble import Trouble

WRONG = "sk-ant-wrong-0123456789"
Open = Callable[..., AnthropicProvider]


@pytest.fixture
def opened() -> Iterator[Open]:
    made: list[AnthropicProvider] = []

    def make(url: str, **environ: str) -> AnthropicProvider:
        settings = {"base_url": url}
        made.append(AnthropicProvider(name="anthropic", settings=settings, environ=environ, sleep=lambda _: None))
        return made[-1]

    yield make
    for one in made:
        one.close()


def list_all(provider: AnthropicProvider) -> None:
    list(provider.handlers["assistant"].list("x"))


def test_nothing_offline_needs_a_key(opened: Open) -> None:
    made = opened(HOME)
    declared = Declared(address=Address(kind="assistant", name="a"), attrs={"name": "a", "model": "m"})
    assert list(made.handlers["assistant"].validate(made.lower(declared).attrs)) == []


def test_without_a_key_it_says_which_is_missing(opened: Open) -> None:
    with pytest.raises(GptctlError, match="ANTHROPIC_API_KEY is not set"):
        list_all(opened(HOME))


def test_an_address_from_the_repository_gets_no_key(fake: FakeAnthropic, opened: Open) -> None:
    with pytest.raises(Refused, match="is not sent to"):
        list_all(opened(fake.url, ANTHROPIC_API_KEY=KEY))
    assert fake.journal == []


@pytest.mark.parametrize("trouble", [Trouble.FAIL_BEFORE, Trouble.TRUNCATE, Trouble.BUSY, Trouble.DROP])
def test_no_error_shows_the_key(fake: FakeAnthropic, opened: Open, trouble: Trouble) -> None:
    fake.trouble(trouble, times=99)
    with pytest.raises(GptctlError) as error:
        list_all(opened(fake.url, ANTHROPIC_API_KEY=WRONG, **{TRUSTED: fake.url}))
    assert WRONG not in f"{error.value.message} {error.value.advice}"


def test_a_refused_key_is_not_shown_though_the_server_repeats_it(fake: FakeAnthropic, opened: Open) -> None:
    made = opened(fake.url, ANTHROPIC_API_KEY=WRONG, **{TRUSTED: fake.url})
    with pytest.raises(ProviderError, match=r"401.*invalid key \[key\]"):
        list_all(made)
    (check,) = made.checks()
    assert (check.ok, WRONG in check.detail) == (False, False)


@pytest.mark.parametrize(("settings", "count"), [({"base_ur": "x", "vaults": "v"}, 2), ({"base_url": 1}, 1)])
def test_wrong_settings_are_all_told(settings: dict[str, str], count: int) -> None:
    with pytest.raises(InvalidConfig) as wrong:
        AnthropicProvider(name="claude", settings=settings, environ={})
    assert len(wrong.value.findings) == count
    assert all(one.detail.startswith("`providers.claude.") for one in wrong.value.findings)
