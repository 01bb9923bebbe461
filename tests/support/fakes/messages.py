"""What a fake is asked and what it answers."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesParser
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file of a multipart form."""

    field: str
    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    fields: Mapping[str, str]
    files: Sequence[File]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """`path` is decoded. `pairs` is the whole query. The names of headers are in lower case."""

    method: str
    path: str
    pairs: Sequence[tuple[str, str]]
    headers: Mapping[str, str]
    body: bytes

    @property
    def query(self) -> Mapping[str, str]:
        """The query; of a name that comes twice, the last value."""
        return dict(self.pairs)

    @property
    def json(self) -> Any:
        """The body; `{}` when there is none. Raises Refusal for what is no JSON."""
        try:
            return json.loads(self.body) if self.body else {}
        except ValueError:
            raise Refusal(400, {"error": {"message": "the body is no JSON"}}) from None

    @property
    def form(self) -> Form:
        """The body as multipart form. Raises Refusal for anything else."""
        boundary = _head(f"content-type: {self.headers.get('content-type', '')}".encode()).get_boundary()
        if boundary is None:
            raise Refusal(400, {"error": {"message": "the body is no multipart form"}})
        parts = [_part(text) for text in (b"\r\n" + self.body).split(f"\r\n--{boundary}".encode())[1:-1]]
        return Form(
            fields={_named(head, "name"): body.decode() for head, body in parts if not _named(head, "filename")},
            files=[
                File(field=_named(head, "name"), name=name, media_type=head.get_content_type(), content=body)
                for head, body in parts
                if (name := _named(head, "filename"))
            ],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """`body` is sent as it is when it is bytes, else as JSON; None sends an empty body.

    `stream` is sent instead, where there is one: piece by piece, as they come.
    """

    body: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    stream: Iterable[bytes] | None = None

    @property
    def content(self) -> bytes:
        if self.body is None:
            return b""
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


class Refusal(Exception):
    """Raised by a route to answer with an error body."""

    def __init__(self, status: int, body: Any, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status)
        self.reply = Reply(status=status, body=body, headers=headers or {})


def events(items: Iterable[tuple[str, Any]]) -> Reply:
    """Server-sent events: each the event's name, which may be empty, and its data; plain text is sent as it is."""
    return Reply(stream=map(_event, items), headers={"content-type": "text/event-stream"})


def in_pieces(text: str) -> list[str]:
    """As a model writes: a few letters at a time."""
    return [text[at : at + 8] for at in range(0, len(text), 8)]


def _event(item: tuple[str, Any]) -> bytes:
    name, data = item
    written = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
    return (f"event: {name}\n" * bool(name) + f"data: {written}\n\n").encode()


def _part(text: bytes) -> tuple[Message, bytes]:
    head, _, body = text.removeprefix(b"\r\n").partition(b"\r\n\r\n")
    return _head(head), body


def _head(text: bytes) -> Message:
    return BytesParser().parsebytes(text + b"\r\n\r\n", headersonly=True)


def _named(head: Message, name: str) -> str:
    value = head.get_param(name, "", "content-disposition")
    return value[2] if isinstance(value, tuple) else str(value)
