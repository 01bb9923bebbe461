from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from gptctl.core.value import JSON
from gptctl.errors import Conflict, GptctlError, NotDone, Rejected, TryLater, Unknown
from gptctl.providers.http import Busy, Intent, Reply, Retrying, Upload


@dataclass
class Script:
    """A sender that fails as told, then answers."""

    failures: list[GptctlError]
    calls: int = 0
    pauses: list[float] = field(default_factory=list)

    def send(
        self,
        method: str,
        path: str,
        *,
        intent: Intent,
        json: JSON = None,
        params: Mapping[str, str] | None = None,
        upload: Upload | None = None,
    ) -> Reply:
        self.calls += 1
        if self.failures:
            raise self.failures.pop(0)
        return Reply(status=200, json={}, headers={})

    def close(self) -> None:
        self.calls = -1


def send(script: Script) -> Reply:
    return Retrying(script, sleep=script.pauses.append).send("POST", "/x", intent=Intent.WRITE)


def test_what_was_not_done_is_sent_again_with_longer_pauses() -> None:
    script = Script([NotDone("refused"), NotDone("refused")])
    assert send(script).status == 200
    assert script.pauses == [0.5, 1.0]


def test_a_busy_signal_is_waited_for_as_long_as_it_says() -> None:
    script = Script([Busy("later", seconds=7)])
    send(script)
    assert script.pauses == [7]


def test_a_busy_signal_without_end_becomes_try_later() -> None:
    script = Script([Busy("later", seconds=1) for _ in range(9)])
    with pytest.raises(TryLater):
        send(script)
    assert script.calls == 5


@pytest.mark.parametrize("error", [Unknown("lost"), Rejected("no"), Conflict("moved")])
def test_nothing_else_is_ever_sent_again(error: GptctlError) -> None:
    script = Script([error])
    with pytest.raises(type(error)):
        send(script)
    assert (script.calls, script.pauses) == (1, [])


def test_the_last_failure_is_given_back() -> None:
    script = Script([NotDone(str(n)) for n in range(9)])
    with pytest.raises(NotDone, match="4"):
        send(script)
