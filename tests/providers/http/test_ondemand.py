"""A provider is reached only when something is asked of it."""

import pytest

from gptctl.errors import GptctlError
from gptctl.providers.http import Client, Intent, OnDemand, Sender
from tests.support.chaos import answer, chaos


def test_the_way_is_opened_by_the_first_request_and_used_by_the_next() -> None:
    opened: list[Sender] = []
    with chaos() as server:
        server.behave = answer(b"{}")

        def connect() -> Sender:
            opened.append(Client(server.url, key=None, headers={}))
            return opened[-1]

        sender = OnDemand(connect)
        sender.close()
        assert not opened
        for _ in range(2):
            assert sender.send("GET", "x", intent=Intent.READ).json == {}
        sender.close()
    assert len(opened) == 1


def test_what_stands_in_the_way_is_said_by_the_request() -> None:
    def connect() -> Sender:
        raise GptctlError("there is no key")

    with pytest.raises(GptctlError, match="no key"):
        OnDemand(connect).send("GET", "x", intent=Intent.READ)
