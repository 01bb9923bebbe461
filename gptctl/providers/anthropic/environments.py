"""The sandbox that an agent's sessions run in: one for each agent, made before it and removed after it."""

from collections.abc import Mapping

from gptctl.core.diff import project
from gptctl.core.marker import Marker
from gptctl.core.value import Attrs
from gptctl.errors import Rejected, Unknown
from gptctl.providers.anthropic import marks
from gptctl.providers.anthropic.wire import at, listed
from gptctl.providers.api import Api, mapping, text

PATH = "/v1/environments"


class Environments:
    def __init__(self, api: Api) -> None:
        self._api = api

    def all(self) -> Mapping[str, Attrs]:
        """Every environment of the workspace that is not archived, by id."""
        return {text(one.get("id")): one for one in listed(self._api, PATH)}

    def get(self, id_: str) -> Attrs:
        """Empty when there is none, or an archived one."""
        found = self._api.seek(at(PATH, id_)) if id_ else None
        return {} if found is None or found.get("archived_at") else found

    def ensure(self, name: str, config: Attrs, marker: Marker) -> Attrs:
        """The environment of this address: one that an interrupted run left, else a new one.

        Doing it twice leaves one, so that nothing is lost when what needs it then fails.
        """
        found = self._of(marker)
        if not found:
            metadata = {marks.MARKER: marker.encode()}
            try:
                return self._api.send("POST", PATH, {"name": name, "config": config, "metadata": metadata})
            except Unknown:
                found = self._of(marker)
                if not found:
                    raise
        return found if holds(found, config) else self.change(text(found.get("id")), config)

    def change(self, id_: str, config: Attrs) -> Attrs:
        return self._api.send("POST", at(PATH, id_), {"config": config})

    def remove(self, id_: str) -> None:
        """Already gone is success. One that sessions still use is archived: they go on, and no new one starts."""
        found = self.get(id_)
        if marks.marker_of(found) is None:
            return
        try:
            self._api.delete(at(PATH, id_))
        except Rejected:
            self._api.send("POST", at(PATH, id_, "archive"), {})

    def _of(self, marker: Marker) -> Attrs:
        return next((one for one in self.all().values() if marks.same_address(one, marker)), {})


def config_of(environment: Attrs) -> Attrs:
    return mapping(environment.get("config"))


def holds(environment: Attrs, config: Attrs) -> bool:
    """Whether an environment is as declared, whatever its server filled in beside that."""
    return project(config_of(environment), config) == config
