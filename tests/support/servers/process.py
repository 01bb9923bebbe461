"""A server process that ends with the tests."""

import json
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

START_SECONDS = 180
END_SECONDS = 10


@contextmanager
def running(
    command: tuple[str, ...], *, environ: Mapping[str, str], log: Path, up: Callable[[], bool]
) -> Iterator[subprocess.Popen[bytes]]:
    """Start it, wait until `up`, and end it by its id. What it says goes to `log`."""
    with log.open("wb") as file:
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=file, stderr=subprocess.STDOUT, env=dict(environ), cwd=log.parent
        )
        try:
            _wait(process, log, up)
            yield process
        finally:
            _end(process)


def call(method: str, url: str, body: Any = None, *, key: str = "") -> Any:
    """One request and its answer, both JSON."""
    return json.loads(fetch(method, url, body, key=key) or b"null")


def fetch(method: str, url: str, body: Any = None, *, key: str = "") -> bytes:
    """One request with the standard library alone: what a test does must not rest on what it tests."""
    headers = {"content-type": "application/json"} | ({"authorization": f"Bearer {key}"} if key else {})
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, headers=headers, method=method)  # noqa: S310 -- loopback only
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=120) as answer:
        return bytes(answer.read())


def answers(url: str) -> bool:
    try:
        call("GET", url)
    except (OSError, ValueError):
        return False
    return True


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def environ(home: Path, **settings: str) -> Mapping[str, str]:
    """As little as a server needs, and a home of its own."""
    return {"PATH": os.environ.get("PATH", ""), "HOME": str(home), "LANG": "C.UTF-8", **settings}


def _wait(process: subprocess.Popen[bytes], log: Path, up: Callable[[], bool]) -> None:
    ends = time.monotonic() + START_SECONDS
    while not up():
        if process.poll() is not None or time.monotonic() > ends:
            raise RuntimeError(f"the server did not start:\n{log.read_text(errors='replace')[-3000:]}")
        time.sleep(0.2)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.stdin is not None:
        process.stdin.close()
    process.terminate()
    try:
        process.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(END_SECONDS)
