"""The body of an answer as JSON."""

import json
from math import isfinite
from typing import NoReturn

from gptctl.core.value import JSON
from gptctl.errors import ProviderError
from gptctl.providers.http.failure import Intent, unanswered


def parsed(body: bytes, what: str, intent: Intent) -> JSON:
    """None for an empty body. Raises as for no answer when it is no JSON: what was asked may have been done."""
    if not body.strip():
        return None
    try:
        value: JSON = json.loads(body, parse_constant=_refuse, parse_float=_finite)
    except (ValueError, RecursionError):
        failure: ProviderError = unanswered(f"{what} answered with something that is no JSON", intent)
        raise failure from None
    return value


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _finite(digits: str) -> float:
    number = float(digits)
    return number if isfinite(number) else _refuse(digits)
