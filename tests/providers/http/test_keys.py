import pytest

from gptctl.errors import GptctlError, NoAccess, Refused
from gptctl.providers.http import Key, find_key, origin_of

HOME = "https://api.example.com"
ENVIRON = {"EXAMPLE_KEY": "sk-1"}


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://API.Example.com/v1", "https://api.example.com"),
        ("https://api.example.com:443/", "https://api.example.com"),
        ("https://api.example.com:8443", "https://api.example.com:8443"),
        ("http://127.0.0.1:80/v1", "http://127.0.0.1"),
        ("http://[::1]:9/v1", "http://[::1]:9"),
    ],
)
def test_an_origin_is_scheme_host_and_port(url: str, origin: str) -> None:
    assert origin_of(url) == origin


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com",
        "ftp://example.com",
        "example.com",
        "https://user:pw@example.com",
        "https://x:99999",
        "https://[::1",
        "",
        "file:///etc",
    ],
)
def test_anything_but_https_or_this_machine_is_refused(url: str) -> None:
    with pytest.raises(GptctlError, match="base_url must be"):
        origin_of(url)


def test_a_key_goes_home() -> None:
    assert find_key(ENVIRON, "EXAMPLE_KEY", base_url=f"{HOME}/v1", home_origin=HOME).value == "sk-1"


def test_a_key_goes_nowhere_that_only_a_repository_names() -> None:
    with pytest.raises(Refused, match=r"not sent to https://evil\.example"):
        find_key(ENVIRON, "EXAMPLE_KEY", base_url="https://evil.example/v1", home_origin=HOME)


def test_a_key_goes_where_the_user_said_outside_the_repository() -> None:
    trusting = {**ENVIRON, "GPTCTL_TRUSTED_ORIGINS": "https://proxy.example https://other.example"}
    assert find_key(trusting, "EXAMPLE_KEY", base_url="https://proxy.example/v1", home_origin=HOME).value == "sk-1"


@pytest.mark.parametrize("value", ["", "sk 1", "sk-1\n", "sk-ü"])
def test_what_is_no_key_is_one_clear_message(value: str) -> None:
    with pytest.raises(GptctlError, match="EXAMPLE_KEY"):
        find_key({"EXAMPLE_KEY": value}, "EXAMPLE_KEY", base_url=HOME, home_origin=HOME)


@pytest.mark.parametrize("said", ["sk+1/=", "sk%2B1%2F%3D", "sk+1\\/=", "c2srMS89"])
def test_a_key_is_cut_out_in_every_form_it_has(said: str) -> None:
    key = Key(origin=HOME, value="sk+1/=")
    assert key.cut_out_of(f"not <{said}>!") == "not <[key]>!"


def test_without_a_key_nothing_is_said_of_where_it_would_go() -> None:
    with pytest.raises(NoAccess, match="EXAMPLE_KEY is not set"):
        find_key({}, "EXAMPLE_KEY", base_url="https://evil.example", home_origin=HOME)
