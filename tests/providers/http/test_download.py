from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from gptctl.errors import GptctlError, NotDone
from gptctl.providers.http.download import download

BODY = b"x" * 100_000


class Serve(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response({"/none": 404, "/moved": 301}.get(self.path, 200))
        self.send_header("content-length", str(len(BODY) * (2 if self.path == "/short" else 1)))
        self.end_headers()
        self.wfile.write(BODY)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the library's own name
        pass


@pytest.fixture
def web() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Serve)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_a_file_comes_as_it_is(web: str, tmp_path: Path) -> None:
    download(f"{web}/log", tmp_path / "log")
    assert (tmp_path / "log").read_bytes() == BODY


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/none", "status 404"),
        ("/moved", "status 301"),
        ("/short", "no whole answer"),
        ("/log?key=s3cret", "larger than"),
    ],
)
def test_what_does_not_come_is_said_without_the_query(web: str, tmp_path: Path, path: str, said: str) -> None:
    with pytest.raises(NotDone, match=said) as caught:
        download(web + path, tmp_path / "log", most=1000 if "?" in path else 10**9)
    assert "s3cret" not in caught.value.message


@pytest.mark.parametrize("url", ["http://example.invalid/x", "file:///etc/passwd", "ftp://127.0.0.1/x", "https://"])
def test_only_https_leaves_this_machine(tmp_path: Path, url: str) -> None:
    with pytest.raises(GptctlError):
        download(url, tmp_path / "x")


def test_nobody_there(tmp_path: Path) -> None:
    with pytest.raises(NotDone, match="was not sent"):
        download("http://127.0.0.1:9/x", tmp_path / "x")
