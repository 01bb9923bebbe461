"""The openai package's exceptions in our own words."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx2

from gptctl.errors import NotDone, ProviderError
from gptctl.providers.http import Client, Intent
from gptctl.providers.http.client import NEVER_SENT
from gptctl.providers.http.failure import of_status, unanswered


@contextmanager
def translated(what: str, intent: Intent, client: Client) -> Iterator[None]:
    """Sort what the SDK raises by what may have happened; `client` cuts its key out of the text."""
    from openai import APIConnectionError, APIError, APIStatusError  # noqa: PLC0415 -- half a second to load

    try:
        yield
    except APIStatusError as error:
        raise _refused(error.response, what, intent, client) from None
    except APIConnectionError as error:
        raise _unanswered(error.__cause__ or error, what, intent, client) from None
    except APIError as error:
        raise unanswered(f"{what} broke off: {client.redacted(error.message)}", intent) from None
    except httpx2.HTTPError as error:
        raise _unanswered(error, what, intent, client) from None


def _refused(response: httpx2.Response, what: str, intent: Intent, client: Client) -> ProviderError:
    headers = {name.lower(): value for name, value in response.headers.items()}
    return of_status(response.status_code, response.text, headers, what=what, intent=intent, clean=client.redacted)


def _unanswered(error: BaseException, what: str, intent: Intent, client: Client) -> ProviderError:
    reason = client.redacted(str(error)) or type(error).__name__
    if isinstance(error, NEVER_SENT):
        return NotDone(f"{what} was not sent: {reason}")
    return unanswered(f"{what} got no answer: {reason}", intent)
