"""The conversations with an agent, with their entries."""

from collections.abc import Iterator, Sequence
from urllib.parse import quote

from gptctl.core.address import RemoteId
from gptctl.core.value import Attrs
from gptctl.providers.api import Api, pages, rows, text
from gptctl.providers.base import Transcript
from gptctl.providers.instant import seconds

PATH = "v1/conversations"
PAGE = 100


def transcripts(api: Api, agent: RemoteId, since: float) -> Iterator[Transcript]:
    """The listing knows no agents and no times, so all of it is read; the newest first, so that it may move on."""
    seen: set[str] = set()
    for conversation in pages(lambda cursor: _page(api, cursor)):
        id_, updated = text(conversation.get("id")), seconds(conversation.get("updated_at"))
        if conversation.get("agent_id") == agent and updated >= since and id_ not in seen:
            seen.add(id_)
            entries = _entries(api, f"{PATH}/{quote(id_, safe='')}/history")
            body: Attrs = {"conversation": conversation, "entries": entries}
            yield Transcript(shape="mistral-conversation", id=id_, updated=updated, body=body)


def _page(api: Api, cursor: str) -> tuple[Sequence[Attrs], str]:
    page = int(cursor or "0")
    found = api.array(PATH, {"page": str(page), "page_size": str(PAGE)})
    return found, str(page + 1) if len(found) == PAGE else ""


def _entries(api: Api, path: str) -> Sequence[Attrs]:
    return rows(api.get(path).get("entries"), f"GET {path}")
