"""A file from somewhere on the web, without any key."""

from pathlib import Path

import httpx2

from gptctl.errors import GptctlError, NotDone
from gptctl.providers.http.client import NEVER_SENT
from gptctl.providers.http.deadline import deadline, transport

SECONDS = 1800.0
MOST = 8 * 1024**3
"""Bytes of a file at most."""
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def download(url: str, target: Path, *, most: int = MOST) -> None:
    """Write what is there to a new file. Redirects are not followed.

    Raises GptctlError; a part of the file may be there then.
    """
    address = httpx2.URL(url)
    if address.scheme != "https" and address.host not in LOOPBACK:
        raise GptctlError(
            f"logs are not read from {url}: it is not https", advice="Download them, then import the file."
        )
    shown = f"GET {address.copy_with(query=None, userinfo=b'')}"
    try:
        with (
            deadline(SECONDS),
            httpx2.Client(transport=transport(connections=1), headers={"accept-encoding": "identity"}) as client,
            client.stream("GET", address) as response,
            target.open("xb") as file,
        ):
            if not response.is_success:
                raise NotDone(f"{shown} was answered with status {response.status_code}", advice=_advice(response))
            size = 0
            for chunk in response.iter_raw():
                size += len(chunk)
                if size > most:
                    raise NotDone(f"{shown} is larger than {most:,} bytes, which are the limit")
                file.write(chunk)
    except NEVER_SENT as error:
        raise NotDone(f"{shown} was not sent: {error}") from None
    except httpx2.HTTPError as error:
        raise NotDone(f"{shown} got no whole answer: {str(error) or type(error).__name__}") from None


def _advice(response: httpx2.Response) -> str:
    return "It leads elsewhere: give the address of the file itself." if response.is_redirect else ""
