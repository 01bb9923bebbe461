"""Which agents call which. Anthropic pins a called agent to the version it had when its caller was last written."""

from collections.abc import Mapping
from threading import Lock

from gptctl.core.address import RemoteId
from gptctl.core.value import Attrs
from gptctl.providers.anthropic import agents
from gptctl.providers.anthropic.wire import at
from gptctl.providers.api import Api, text


class Rosters:
    """What the last listing said of our own agents; nothing is asked for that one listing did not show."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._lock = Lock()
        self._called: dict[RemoteId, tuple[RemoteId, ...]] = {}
        self._moved: dict[tuple[RemoteId, str], str] = {}

    def note(self, agent: Attrs) -> None:
        with self._lock:
            self._called[RemoteId(text(agent.get("id")))] = agents.roster(agent)

    def callers(self, id_: RemoteId) -> tuple[RemoteId, ...]:
        """The agents that call this one."""
        with self._lock:
            return tuple(sorted(caller for caller, called in self._called.items() if id_ in called))

    def renew(self, id_: RemoteId) -> None:
        """Let every caller of this agent call it as it is now."""
        for caller in self.callers(id_):
            before = self._api.get(at(agents.PATH, caller))
            if before.get("archived_at"):
                continue
            multiagent = agents.multiagent(agents.roster(before))
            after = self._api.send(
                "POST", at(agents.PATH, caller), {"multiagent": multiagent, "version": before.get("version")}
            )
            with self._lock:
                self._moved[caller, str(before.get("version"))] = str(after.get("version"))

    def newest(self, id_: RemoteId, version: str) -> str:
        """The version that a planned one has become by renewing alone."""
        number, mark, rest = version.partition("@")
        with self._lock:
            number = _last(self._moved, id_, number)
        return f"{number}{mark}{rest}"


def _last(moved: Mapping[tuple[RemoteId, str], str], id_: RemoteId, number: str) -> str:
    while (id_, number) in moved:
        number = moved[id_, number]
    return number
