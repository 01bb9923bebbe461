"""Sort failures by what may have happened: certainly nothing, or nobody knows."""

import enum
import json
import math
from collections.abc import Callable, Mapping

from gptctl.core.value import JSON
from gptctl.errors import Conflict, NotDone, ProviderError, Rejected, Unknown


class Intent(enum.Enum):
    """What a request is for. A read that failed certainly changed nothing, however it failed."""

    READ = "read"
    WRITE = "write"


class Busy(NotDone):
    """The other side asks to come back later; `seconds` is when, at the earliest."""

    def __init__(self, message: str, *, seconds: float) -> None:
        super().__init__(message, advice="The provider limits how often it may be called; run the command again later.")
        self.seconds = seconds


class Gone(Rejected):
    """There is no such object, 404 or 410. It is for the caller to say what that means."""


LONGEST_PAUSE = 120.0
CONFLICTS = (409, 412)
MISSING = (404, 410)
TOO_OFTEN = 429
UNSURE = (408, 499)
TEXT_LIMIT = 500
ID_LIMIT = 100
"""Characters of what the other side says that are shown; cut only after the key was taken out of it."""


def of_status(
    status: int, text: str, headers: Mapping[str, str], *, what: str, intent: Intent, clean: Callable[[str], str]
) -> ProviderError:
    """The error for an answer that is no success. `what` names the request, `clean` takes the key out of a text."""
    message = f"{what} answered {status}{clean(_request_id(headers))[:ID_LIMIT]}: {clean(_said(text))[:TEXT_LIMIT]}"
    if status == TOO_OFTEN:
        return Busy(message, seconds=retry_after(headers))
    if status in CONFLICTS:
        return Conflict(message)
    if status in MISSING:
        return Gone(message)
    if status in UNSURE or status >= 500:  # noqa: PLR2004 -- the class of server errors in RFC 9110
        return unanswered(message, intent)
    return Rejected(message)


def unanswered(message: str, intent: Intent) -> ProviderError:
    """No well-formed answer came: a write may have been done."""
    return NotDone(message) if intent is Intent.READ else Unknown(message)


def retry_after(headers: Mapping[str, str]) -> float:
    """Seconds to wait, between 0 and two minutes whatever the header says; one second where it says nothing usable."""
    try:
        seconds = float(headers.get("retry-after", "1"))
    except ValueError:  # a date: the server's clock is not worth trusting, and a bounded pause does as well
        return 1.0
    return 1.0 if math.isnan(seconds) else min(max(seconds, 0.0), LONGEST_PAUSE)


def _request_id(headers: Mapping[str, str]) -> str:
    for name in ("x-request-id", "request-id", "apim-request-id"):
        if name in headers:
            return f" (request {headers[name]})"
    return ""


def _said(text: str) -> str:
    """The provider's own words out of the usual shapes of an error body, and its code where that is a word."""
    try:
        body: JSON = json.loads(text)
    except (ValueError, RecursionError):
        return " ".join(text.split()) or "nothing more"
    code: JSON = ""
    while isinstance(body, Mapping):
        code = body.get("code") or code
        body = next((body[name] for name in ("error", "message", "detail") if body.get(name)), json.dumps(body))
    said = str(body)
    return f"{said} ({code})" if isinstance(code, str) and code.isidentifier() and code not in said else said
