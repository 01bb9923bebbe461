"""The chats with a preset, of all users, with the ratings of their messages."""

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote

from gptctl.core.address import RemoteId
from gptctl.core.value import Attrs
from gptctl.errors import NotDone, Rejected
from gptctl.providers.api import mapping, rows, text
from gptctl.providers.base import Transcript
from gptctl.providers.instant import seconds
from gptctl.providers.openwebui.shape import read, whole
from gptctl.providers.openwebui.wire import PAGES, TURNS, Api

PAGE = 100
_ADVICE = "Only an administrator may list the chats of others: set OPENWEBUI_API_KEY to the key of one."


def transcripts(api: Api, preset: RemoteId, since: float) -> Iterator[Transcript]:
    """A rating is a change of its chat. The server lists chats to administrators only."""
    try:
        chats, ratings = _chats(api, preset), _ratings(api, preset)
    except Rejected as error:
        raise Rejected(error.message, advice=_ADVICE) from None
    for chat in chats:
        id_ = text(chat.get("chat_id"))
        rated = ratings.get(id_, [])
        updated = max(seconds(one.get("updated_at")) for one in (chat, *rated))
        if updated >= since:
            path = f"/api/v1/chats/{quote(id_, safe='')}"
            body = {**read(api.get(path), f"GET {path}"), "feedbacks": rated}
            yield Transcript(shape="openwebui-chat", id=id_, updated=updated, body=body)


def _chats(api: Api, preset: RemoteId) -> Sequence[Attrs]:
    """Raises NotDone when the listing does not come to rest: it goes by offset, and every word moves a chat in it."""
    for _ in range(TURNS):
        found, total = _walk(api, f"/api/v1/analytics/models/{quote(preset, safe='')}/chats")
        if len(found) == total:
            return list(found.values())
    raise NotDone(f"the chats with {preset} keep changing while they are listed", advice="Run the command again.")


def _walk(api: Api, path: str) -> tuple[Mapping[str, Attrs], int]:
    found: dict[str, Attrs] = {}
    for page in range(PAGES):
        answer = mapping(api.get(path, skip=str(page * PAGE), limit=str(PAGE), direction="asc"))
        listed = rows(answer.get("chats"), f"GET {path}")
        found.update((text(chat.get("chat_id")), chat) for chat in listed)
        if len(listed) < PAGE:
            return found, whole(answer.get("total"))
    raise NotDone(f"GET {path} has no end")


def _ratings(api: Api, preset: RemoteId) -> Mapping[str, list[Attrs]]:
    """By the chat that they are about."""
    by_chat: dict[str, list[Attrs]] = {}
    path = "/api/v1/evaluations/feedbacks/list"
    for rating in api.listing(path, model_id=preset, order_by="updated_at", direction="asc"):
        by_chat.setdefault(text(mapping(rating.get("meta")).get("chat_id")), []).append(rating)
    return by_chat
