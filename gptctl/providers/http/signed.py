"""Bytes for a signed address: it is a permit by itself, so no key goes there, and none of it is shown."""

from collections.abc import Mapping
from urllib.parse import urlsplit

import httpx2

from gptctl.errors import NotDone
from gptctl.providers.http.client import NEVER_SENT
from gptctl.providers.http.deadline import deadline, transport

SECONDS = 1800.0


def put(url: str, content: bytes, *, headers: Mapping[str, str], origin: str) -> None:
    """PUT the bytes where the server at `origin` said; a redirect is not followed.

    Only https, unless that server itself is not reached by it. Raises NotDone, whatever fails: bytes that did not
    arrive, or arrived twice, change nothing.
    """
    address = urlsplit(url)
    if address.scheme != "https" and address.scheme != urlsplit(origin).scheme:
        raise NotDone(f"{origin} gave an address to upload to that is not https, so nothing was sent there")
    what = f"PUT {address.scheme}://{address.hostname}{address.path}"
    try:
        with (
            deadline(SECONDS),
            httpx2.Client(transport=transport(connections=1), trust_env=False, timeout=SECONDS) as client,
            client.stream("PUT", url, content=content, headers=dict(headers)) as response,
        ):
            answered = response
    except NEVER_SENT as error:
        raise NotDone(f"{what} was not sent: {type(error).__name__}") from None
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise NotDone(f"{what} got no answer: {type(error).__name__}") from None
    if not answered.is_success:
        raise NotDone(f"{what} answered {answered.status_code}")
