"""The cap holds for whoever reads through the client's transport."""

import gzip
from collections.abc import Iterator

import httpx2
import pytest

from gptctl.providers.http import Client
from tests.support.chaos import Chaos, answer, chaos, raw


@pytest.fixture
def server() -> Iterator[Chaos]:
    with chaos() as running:
        yield running


def test_an_endless_answer_ends(server: Chaos) -> None:
    server.behave = raw(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 1_000_000, times=64)
    with pytest.raises(httpx2.ReadError, match="more than"):
        Client(server.url, key=None, headers={}).http.get(server.url)


def test_a_compressed_answer_is_not_unfolded(server: Chaos) -> None:
    server.behave = answer(gzip.compress(b"0" * 1_000_000), headers="Content-Encoding: gzip\r\n")
    with pytest.raises(httpx2.DecodingError):
        Client(server.url, key=None, headers={}).http.get(server.url)
