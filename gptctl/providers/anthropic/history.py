"""The sessions of an agent, with their events."""

from collections.abc import Iterator

from gptctl.core.address import RemoteId
from gptctl.core.value import Attrs
from gptctl.providers.anthropic.sessions import PATH
from gptctl.providers.anthropic.wire import at, listed
from gptctl.providers.api import Api, text
from gptctl.providers.base import Transcript
from gptctl.providers.instant import seconds


def transcripts(api: Api, agent: RemoteId, since: float) -> Iterator[Transcript]:
    """Archived ones too. The API filters by when a session was made, and an old one may have been gone on with."""
    for session in listed(api, PATH, agent_id=agent, include_archived="true", order="asc"):
        id_, updated = text(session.get("id")), seconds(session.get("updated_at"))
        if updated >= since:
            events = [*listed(api, at(PATH, id_, "events"), order="asc")]
            body: Attrs = {"session": session, "events": events}
            yield Transcript(shape="anthropic-session", id=id_, updated=updated, body=body)
