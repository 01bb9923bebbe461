"""The one place that knows boto3, and is loaded only when AWS is called: failures sorted by what may have happened.

Keys come by boto3's own chain: the environment, a profile, the role of the machine. Retries are ours, not its own.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import boto3
from botocore import exceptions as aws
from botocore.config import Config

from gptctl.errors import NoAccess, NotDone, ProviderError, Rejected
from gptctl.providers.http import Busy, Gone, Intent, granted
from gptctl.providers.http.failure import TEXT_LIMIT, TOO_OFTEN, of_status, unanswered
from gptctl.providers.http.retry import again

_CONFIG = Config(
    connect_timeout=10,
    read_timeout=120,  # between two pieces of an answer
    retries={"total_max_attempts": 1},
    request_checksum_calculation="when_required",
)
_BUSY = frozenset({"Throttling", "ThrottlingException", "TooManyRequestsException", "SlowDown", "RequestLimitExceeded"})
_MISSING = frozenset({"ResourceNotFoundException", "NoSuchKey", "NoSuchBucket"})
_KEYLESS = (
    aws.NoCredentialsError,
    aws.PartialCredentialsError,
    aws.ProfileNotFound,
    aws.CredentialRetrievalError,
    aws.TokenRetrievalError,
    aws.SSOError,
)
"""Before anything was sent: keys that were there may have run out since the last call."""

_CHAIN = {"AWS_ACCESS_KEY_ID": "aws_access_key_id", "AWS_SECRET_ACCESS_KEY": "aws_secret_access_key",
          "AWS_SESSION_TOKEN": "aws_session_token"}  # fmt: skip


class Service:
    """A service in a region; an `endpoint` that is "" is Amazon's own. Raises Refused for one that is not trusted."""

    def __init__(
        self, name: str, *, region: str, endpoint: str, environ: Mapping[str, str], sleep: Callable[[float], None]
    ) -> None:
        if endpoint:
            granted(environ, "What is signed with a key of AWS", base_url=endpoint)
        self._name, self._sleep = name, sleep
        with _sorted(name, Intent.READ):
            session = boto3.Session(**{key: environ.get(variable) for variable, key in _CHAIN.items()})
            self._client = session.client(name, region_name=region, endpoint_url=endpoint or None, config=_CONFIG)

    def call(self, operation: str, intent: Intent, **arguments: object) -> Mapping[str, Any]:
        def once() -> Mapping[str, Any]:
            with _sorted(f"{self._name} {operation}", intent):
                answer: Mapping[str, Any] = getattr(self._client, operation)(**arguments)
                return {**answer, "Body": answer["Body"].read()} if "Body" in answer else answer

        return again(once, self._sleep)

    def close(self) -> None:
        self._client.close()


@contextmanager
def _sorted(what: str, intent: Intent) -> Iterator[None]:
    try:
        yield
    except aws.ClientError as error:
        raise _refusal(error.response, what, intent) from None
    except _KEYLESS as error:
        said = " ".join(str(error).split())[:TEXT_LIMIT]
        raise NoAccess(f"there are no keys for AWS: {said}", advice="Set AWS_PROFILE, or AWS_ACCESS_KEY_ID.") from None
    except aws.ParamValidationError as error:
        raise Rejected(f"{what} was not sent: {' '.join(str(error).split())[:TEXT_LIMIT]}") from None
    except (aws.EndpointConnectionError, aws.ConnectTimeoutError, aws.ProxyConnectionError) as error:
        raise NotDone(f"{what} was not sent: {error}") from None
    except aws.BotoCoreError as error:
        raise unanswered(f"{what} got no answer: {error}", intent) from None


def _refusal(response: Mapping[str, Any], what: str, intent: Intent) -> ProviderError:
    status = int(response.get("ResponseMetadata", {}).get("HTTPStatusCode", 500))
    code, said = (str(response.get("Error", {}).get(key, "")) for key in ("Code", "Message"))
    text = f"{code}: {said}"
    if code in _BUSY or status == TOO_OFTEN:
        return Busy(f"{what} answered {status}: {text[:TEXT_LIMIT]}", seconds=1.0)
    if code in _MISSING:
        return Gone(f"{what} answered {status}: {text[:TEXT_LIMIT]}")
    return of_status(status, text, {}, what=what, intent=intent, clean=str)
