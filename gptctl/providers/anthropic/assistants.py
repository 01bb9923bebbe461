"""Assistants: an agent each, and the environment that its sessions run in."""

from collections.abc import Iterable, Iterator

from gptctl.core.address import RemoteId
from gptctl.core.marker import Marker
from gptctl.core.resource import Observed
from gptctl.core.value import Attrs, without_nulls
from gptctl.providers.anthropic import agents, limits, marks
from gptctl.providers.anthropic.environments import Environments, config_of, holds
from gptctl.providers.anthropic.rosters import Rosters
from gptctl.providers.anthropic.wire import at, listed
from gptctl.providers.api import Api, mapping, text
from gptctl.providers.base import Draft, Problem, Traits
from gptctl.providers.current import deletable, expect
from gptctl.providers.steps import begun


class Assistants:
    """An agent cannot be deleted, only archived; an archived one is gone as far as we are concerned."""

    kind = "assistant"
    traits = Traits(archives=True, versioned=True)

    def __init__(self, api: Api, target: str) -> None:
        self._api = api
        self._target = target
        self._environments = Environments(api)
        self._rosters = Rosters(api)

    def normalize(self, attrs: Attrs) -> Attrs:
        return without_nulls(attrs)

    def validate(self, attrs: Attrs) -> Iterable[Problem]:
        return limits.of_assistant(attrs, self._target)

    def list(self, scope: str) -> Iterator[Observed]:
        environments = self._environments.all()
        for agent in listed(self._api, agents.PATH):
            if marks.in_scope(agent, scope):
                self._rosters.note(agent)
                yield _observed(agent, environments.get(_environment_of(agent), {}))

    def read(self, id_: RemoteId) -> Observed | None:
        agent = self.agent(id_)
        return _observed(agent, self._environments.get(_environment_of(agent))) if agent else None

    def agent(self, id_: RemoteId) -> Attrs:
        """The agent as Anthropic gives it; empty when it is gone or archived."""
        found = self._api.seek(at(agents.PATH, id_))
        return {} if found is None or found.get("archived_at") else found

    def find(self, marker: Marker) -> Observed | None:
        for agent in listed(self._api, agents.PATH):
            if marks.made_by(agent, marker):
                return _observed(agent, self._environments.get(_environment_of(agent)))
        return None

    def create(self, draft: Draft) -> Observed:
        environment = self._ensure(draft)
        body = agents.first_body(draft.attrs, draft.marker, text(environment.get("id")))
        return _observed(self._api.send("POST", agents.PATH, body), environment)

    def update(self, id_: RemoteId, draft: Draft, *, version: str) -> Observed:
        expected = self._rosters.newest(id_, version)
        agent = self.agent(id_)
        found = self._environments.get(_environment_of(agent))
        expect(_observed(agent, found) if agent else None, id_, expected)
        environment = found or self._ensure(draft)
        # The newest version guards the write itself, so that nothing comes between the look and the write.
        guard: Attrs = {"version": agent.get("version")} if expected else {}
        body = {**agents.body(draft.attrs, draft.marker, text(environment.get("id"))), **guard}
        config = mapping(draft.attrs.get("environment"))
        if holds(environment, config) and not self._rosters.callers(id_):
            return _observed(self._api.send("POST", at(agents.PATH, id_), body), environment)
        return self._update_in_steps(id_, draft.marker, body, environment, config)

    def _update_in_steps(
        self, id_: RemoteId, marker: Marker, body: Attrs, environment: Attrs, config: Attrs
    ) -> Observed:
        """The agent first, because its version guards it; then its environment, and the agents that call it."""
        metadata = {**mapping(body.get("metadata")), marks.MARKER: marker.unfinished().encode()}
        self._api.send("POST", at(agents.PATH, id_), {**body, "metadata": metadata})
        with begun():
            if not holds(environment, config):
                environment = self._environments.change(text(environment.get("id")), config)
            self._rosters.renew(id_)
            agent = self._api.send("POST", at(agents.PATH, id_), {"metadata": {marks.MARKER: marker.encode()}})
        return _observed(agent, environment)

    def delete(self, id_: RemoteId, *, version: str) -> None:
        seen = self.read(id_)
        if not deletable(seen, id_, version):
            return
        agent = self._api.send("POST", at(agents.PATH, id_, "archive"), {})
        with begun():
            self._environments.remove(_environment_of(agent))

    def _ensure(self, draft: Draft) -> Attrs:
        name, config = text(draft.attrs.get("name")), mapping(draft.attrs.get("environment"))
        return self._environments.ensure(name, config, draft.marker)


def _observed(agent: Attrs, environment: Attrs) -> Observed:
    return Observed(
        id=RemoteId(text(agent.get("id"))),
        kind=Assistants.kind,
        name=text(agent.get("name")),
        marker=marks.marker_of(agent),
        version=_version(agent, environment),
        attrs=agents.attributes(agent, config_of(environment)),
    )


def _version(agent: Attrs, environment: Attrs) -> str:
    """Either half may be edited in the console."""
    return f"{agent.get('version')}@{text(environment.get('updated_at'))}"


def _environment_of(agent: Attrs) -> str:
    return text(mapping(agent.get("metadata")).get(marks.ENVIRONMENT))
