"""A cap on the body of every answer, whoever reads it: an SDK reads to the end whatever it is sent."""

from collections.abc import Iterator

import httpx2

BODY_LIMIT = 32 * 1024 * 1024


class Capped(httpx2.BaseTransport):
    """Ends an answer that is larger than 32 MiB, or compressed: that may unfold to anything."""

    def __init__(self, real: httpx2.BaseTransport) -> None:
        self._real = real

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        response = self._real.handle_request(request)
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            response.close()
            raise httpx2.DecodingError("the answer is compressed, and was asked not to be", request=request)
        if isinstance(response.stream, httpx2.SyncByteStream):
            response.stream = _CappedStream(response.stream, request)
        return response

    def close(self) -> None:
        self._real.close()


class _CappedStream(httpx2.SyncByteStream):
    def __init__(self, real: httpx2.SyncByteStream, request: httpx2.Request) -> None:
        self._real = real
        self._request = request

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        for chunk in self._real:
            size += len(chunk)
            if size > BODY_LIMIT:
                raise httpx2.ReadError(f"the answer has more than {BODY_LIMIT} bytes", request=self._request)
            yield chunk

    def close(self) -> None:
        self._real.close()
