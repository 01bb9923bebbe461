import pytest

from gptctl.errors import NotDone, Unknown
from gptctl.providers.http import Intent
from gptctl.providers.http.failure import of_status


@pytest.mark.parametrize("body", ["[" * 100_000, '{"error":' * 100_000, "1" * 100_000, "", '{"error": NaN}'])
@pytest.mark.parametrize(("intent", "kind"), [(Intent.READ, NotDone), (Intent.WRITE, Unknown)])
def test_no_body_keeps_a_failure_from_being_sorted(body: str, intent: Intent, kind: type[Exception]) -> None:
    failure = of_status(500, body, {}, what="POST /x", intent=intent, clean=str)
    assert type(failure) is kind
    assert failure.message.startswith("POST /x answered 500: ")
    assert len(failure.message) < 1000
