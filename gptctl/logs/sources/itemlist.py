"""Lists of items as OpenAI's API gives them: those of a conversation, and those that a response was asked."""

from collections.abc import Sequence

from gptctl.core.value import JSON, Attrs
from gptctl.logs.sources import items
from gptctl.logs.sources.generation import Generation
from gptctl.logs.sources.shapes import array, digest, instant, mapping, maps, name, opened, text
from gptctl.logs.sources.telling import Telling
from gptctl.logs.sources.tools import used

FURTHER = "more items were on further pages of the list"


def is_items(value: Attrs) -> bool:
    """A page of items, `{"conversation": …, "items": …}`, or a conversation with its items in it."""
    listed = maps(_data(value))
    return (
        bool(listed) and all(items.is_item(one) for one in listed) and value.keys().isdisjoint(("response", "session"))
    )


def has_input(value: Attrs) -> bool:
    """A response beside the list of what it was asked: `{"response": …, "input_items": …}`."""
    return bool(_items(value.get("input_items"))) and bool(mapping(opened(value.get("response"))))


def input_of(value: Attrs) -> Attrs:
    """The request that a list of input items comes to."""
    return {"input": oldest_first(_items(value.get("input_items")))}


def generation(value: Attrs) -> Generation:
    """What a list of items comes to; `native` is the id of its conversation, or made of its items' ids."""
    listed = oldest_first(_data(value))
    telling = Telling()
    declared = items.tell(telling, listed)
    if value.get("has_more") is True or mapping(value.get("items")).get("has_more") is True:
        telling.lose(FURTHER)
    ids: list[JSON] = [*sorted(text(one.get("id")) for one in maps(listed))]
    return Generation(
        telling=telling,
        native=_conversation(value) or digest(ids),
        tools=used(items.hosted(listed), declared),
        created=instant(mapping(value.get("conversation")).get("created_at")) or instant(value.get("created_at")),
    )


def oldest_first(listed: Sequence[JSON]) -> Sequence[JSON]:
    """The API lists the newest first unless it is told otherwise, and a list does not say which it is.

    Nobody answers before anybody asked, and no result comes before its call.
    """
    roles = [text(one.get("role")) for one in maps(listed) if one.get("role") in ("user", "assistant")]
    backwards = bool(roles) and roles[0] == "assistant" and roles[-1] == "user"
    return listed[::-1] if backwards or _answers_first(listed) else listed


def _answers_first(listed: Sequence[JSON]) -> bool:
    called = (
        text(one.get("type")) for one in maps(listed) if text(one.get("type")).endswith(("_call", "_call_output"))
    )
    return next(called, "").endswith("_output")


def _data(value: Attrs) -> Sequence[JSON]:
    return _items(value.get("items")) or _items(value)


def _items(value: JSON) -> Sequence[JSON]:
    found = opened(value)
    return array(found) or array(mapping(found).get("data"))


def _conversation(value: Attrs) -> str:
    told = value.get("conversation")
    return name(mapping(told).get("id")) or text(told) or name(value.get("id"))
