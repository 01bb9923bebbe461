"""Bounds that an HTTP client does not have of itself: for the whole answer, its time and its size."""

from collections.abc import Iterator
from time import monotonic

from httpx2 import BaseTransport, Request, Response, SyncByteStream, TimeoutException, TransportError

MAX_BYTES = 16 * 1024 * 1024


class Bounded(BaseTransport):
    """Ends an answer that takes more than `seconds` in all or is larger than 16 MiB, however slowly it comes."""

    def __init__(self, inner: BaseTransport, *, seconds: float) -> None:
        self._inner = inner
        self._seconds = seconds

    def handle_request(self, request: Request) -> Response:
        end = monotonic() + self._seconds
        response = self._inner.handle_request(request)
        if isinstance(response.stream, SyncByteStream):
            response.stream = _BoundedStream(response.stream, request, end)
        return response

    def close(self) -> None:
        self._inner.close()


class _BoundedStream(SyncByteStream):
    def __init__(self, inner: SyncByteStream, request: Request, end: float) -> None:
        self._inner = inner
        self._request = request
        self._end = end

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        for chunk in self._inner:
            size += len(chunk)
            if monotonic() > self._end:
                raise TimeoutException("the answer took too long", request=self._request)
            if size > MAX_BYTES:
                raise TransportError("the answer is too large", request=self._request)
            yield chunk

    def close(self) -> None:
        self._inner.close()
