"""The sessions of an agent, with their items."""

from collections.abc import Iterator
from urllib.parse import quote

from gptctl.core.address import RemoteId
from gptctl.providers.api import Api, text
from gptctl.providers.base import Transcript
from gptctl.providers.instant import seconds
from gptctl.providers.openai.agents.sessions import PATH
from gptctl.providers.openai_shape.listing import listing

_WHOLE = {"limit": "100", "order": "asc"}


def transcripts(api: Api, agent: RemoteId, since: float) -> Iterator[Transcript]:
    """The API has no filter by time, so every session is looked at."""
    for session in listing(api, PATH, {**_WHOLE, "agent_id": agent}):
        id_, updated = text(session.get("id")), seconds(session.get("last_active_at"))
        if updated >= since:
            items = [*listing(api, f"{PATH}/{quote(id_, safe='')}/items", _WHOLE)]
            yield Transcript(shape="openai-session", id=id_, updated=updated, body={"session": session, "items": items})
