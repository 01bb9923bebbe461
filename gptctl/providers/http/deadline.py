"""A deadline for a whole request. A timeout per read is none: a body that drips a byte at a time never meets it."""

import ssl
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

import httpcore2
import httpx2

_ends: ContextVar[float | None] = ContextVar("ends", default=None)


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Every network operation of this thread within the block ends in time, with ReadTimeout and its like."""
    token = _ends.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _ends.reset(token)


def left(timeout: float | None) -> float | None:
    """The part of `timeout` that the deadline leaves; never 0, which a socket would take for no timeout at all."""
    ends = _ends.get()
    if ends is None:
        return timeout
    remaining = max(ends - time.monotonic(), 0.001)
    return remaining if timeout is None else min(timeout, remaining)


def transport(*, connections: int) -> httpx2.HTTPTransport:
    """A transport that keeps to the deadline. It trusts the system's certificates and the environment's proxies."""
    limits = httpx2.Limits(max_connections=connections)
    made = httpx2.HTTPTransport(verify=_certificates(), limits=limits, trust_env=True)
    # httpx2 has no door for a network backend; its pool has (httpcore2.ConnectionPool's own argument).
    made._pool._network_backend = DeadlineBackend()  # noqa: SLF001 -- see above
    return made


@cache
def _certificates() -> ssl.SSLContext:
    """Reading the system's takes longer than most requests do, so a process does it once."""
    return httpx2.create_ssl_context()


class DeadlineBackend(httpcore2.NetworkBackend):
    """Connects, and hands out streams that keep to the deadline."""

    def __init__(self) -> None:
        self._real = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: "Iterable[httpcore2.SOCKET_OPTION] | None" = None,
    ) -> httpcore2.NetworkStream:
        stream = self._real.connect_tcp(host, port, left(timeout), local_address, socket_options)
        return DeadlineStream(stream)

    def sleep(self, seconds: float) -> None:
        self._real.sleep(left(seconds) or 0.0)


class DeadlineStream(httpcore2.NetworkStream):
    def __init__(self, real: httpcore2.NetworkStream) -> None:
        self._real = real

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._real.read(max_bytes, left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._real.write(buffer, left(timeout))

    def close(self) -> None:
        self._real.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        return DeadlineStream(self._real.start_tls(ssl_context, server_hostname, left(timeout)))

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 -- the interface's own type
        return self._real.get_extra_info(info)
