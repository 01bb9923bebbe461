"""HTTP on the loopback for a fake."""

from collections.abc import Callable, Iterable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import islice
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.support.fakes.messages import Reply, Request
from tests.support.fakes.trouble import Trouble

BEGINNING = 3
"""Pieces of a stream that breaks off: what announces an answer, and its first words."""

Answer = Callable[[Request], tuple[Reply, Trouble]]


class Server(ThreadingHTTPServer):
    """Gives every request to `answer`, and sends what that says, spoilt as it says."""

    daemon_threads = True

    def __init__(self, answer: Answer) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.answer = answer


class Talk(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # the head and the body are two writes, and the second must not wait
    timeout = 30
    server: Server

    def _serve(self) -> None:
        parts = urlsplit(self.path)
        request = Request(
            method=self.command,
            path=unquote(parts.path),
            pairs=parse_qsl(parts.query, keep_blank_values=True),
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self._body(),
        )
        self._send(*self.server.answer(request))

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = _serve  # noqa: N815 -- the library's names

    def _send(self, reply: Reply, trouble: Trouble) -> None:
        self.close_connection |= trouble in {Trouble.LOSE_ANSWER, Trouble.TRUNCATE}
        if trouble is Trouble.LOSE_ANSWER:
            return
        self.send_response(reply.status)
        for name, value in {"content-type": "application/json", **reply.headers}.items():
            self.send_header(name, value)
        if reply.stream is None:
            self._send_whole(reply.content, trouble)
        else:
            self._send_pieces(reply.stream, trouble)

    def _send_whole(self, content: bytes, trouble: Trouble) -> None:
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content[: len(content) // 2] if trouble is Trouble.TRUNCATE else content)

    def _send_pieces(self, stream: Iterable[bytes], trouble: Trouble) -> None:
        """Each in two halves: who reads them must not think that they come as they were written."""
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        for piece in islice(stream, BEGINNING) if trouble in {Trouble.TRUNCATE, Trouble.CUT} else stream:
            for half in filter(None, (piece[: len(piece) // 2], piece[len(piece) // 2 :])):
                self.wfile.write(f"{len(half):x}\r\n".encode() + half + b"\r\n")
        if trouble is not Trouble.TRUNCATE:
            self.wfile.write(b"0\r\n\r\n")

    def _body(self) -> bytes:
        if self.headers.get("transfer-encoding", "").lower() == "chunked":
            return b"".join(self._chunks())
        return self.rfile.read(int(self.headers.get("content-length") or 0))

    def _chunks(self) -> Iterator[bytes]:
        while size := int(self.rfile.readline().split(b";")[0], 16):
            yield self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()

    def handle(self) -> None:
        try:
            super().handle()
        except OSError:  # the client went away, as clients under test do
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the library's name
        """Say nothing: the journal has it."""
