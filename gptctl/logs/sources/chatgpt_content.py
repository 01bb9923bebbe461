"""What one message of ChatGPT's data export says."""

from collections.abc import Mapping

from gptctl.core.value import JSON, Attrs
from gptctl.logs.sources.parts import kind
from gptctl.logs.sources.shapes import array, mapping, opened, text
from gptctl.logs.sources.telling import Telling
from gptctl.logs.sources.tools import tool_call

_THOUGHT = frozenset({"thoughts", "reasoning_recap"})
_TEXT = frozenset({"code", "execution_output", "system_error", "sonic_webpage", "tether_quote", "text"})


def is_given(message: Attrs) -> bool:
    """Whether it can be something that was there before anybody spoke, such as a list of files."""
    return _role(message) in {"", "system", "tool"} or _unseen(message)


def give(telling: Telling, message: Attrs) -> None:
    """What was there before anybody spoke is part of the instructions."""
    if _role(message) == "tool":
        telling.system(_said(telling, message))
    else:
        tell(telling, message, "")


def is_question(message: Attrs) -> bool:
    return _role(message) == "user" and not _unseen(message)


def tell(telling: Telling, message: Attrs, id_: str) -> None:
    """A message with the id of its node."""
    if _type(message) == "user_editable_context":
        telling.system(_custom(mapping(message["content"])))
        return
    match _role(message):
        case "tool":
            _result(telling, message, id_)
        case "assistant" if _recipient(message) != "all":
            _call(telling, message, id_)
        case _ if _unseen(message):
            return
        case "user":
            telling.user(_said(telling, message), id_)
        case "assistant":
            _answer(telling, message, id_)
        case "system":
            telling.system(_said(telling, message))
        case "":
            return
        case other:
            telling.lose(f"a message of the role {kind(other)} is not kept")


def _answer(telling: Telling, message: Attrs, id_: str) -> None:
    """What a model only thought is a message of its own, and no part of what it said."""
    if _type(message) not in _THOUGHT:
        telling.assistant(_said(telling, message), (), id_)


def _call(telling: Telling, message: Attrs, id_: str) -> None:
    told = _said(telling, message)
    arguments: JSON = told if isinstance(opened(told), Mapping) else {"input": told}
    telling.call(tool_call(f"call-{id_}", _recipient(message), arguments), id_)


def _result(telling: Telling, message: Attrs, id_: str) -> None:
    """What a tool gave: knowledge that was looked up comes without a call, and one call may give several."""
    told = _said(telling, message)
    name = text(mapping(message.get("author")).get("name")) or "tool"
    if not telling.waits:
        telling.call(tool_call(f"call-{id_}", name, {}), "")
    telling.result("", told, id_)


def _said(telling: Telling, message: Attrs) -> str:
    content = mapping(message.get("content"))
    type_ = _type(message)
    if "parts" in content:
        return "\n".join(part for one in array(content["parts"]) if (part := _part(telling, one)))
    if type_ in _TEXT:
        return text(content.get("text"))
    if type_ == "tether_browsing_display":
        return text(content.get("result")) or text(content.get("summary"))
    if type_ not in _THOUGHT:
        telling.lose(f"content of the type {kind(type_)} is not kept")
    return ""


def _part(telling: Telling, part: JSON) -> str:
    if isinstance(part, str):
        return part
    told = mapping(part)
    if told.get("content_type") == "audio_transcription":
        return text(told.get("text"))
    telling.lose(f"a part of the type {kind(told.get('content_type'))} in a message is not kept")
    return ""


def _custom(content: Attrs) -> str:
    """What a user wants to be known and heeded in every conversation."""
    fields = ("user_profile", "user_instructions")
    return "\n\n".join(found for field in fields if (found := text(content.get(field)).strip()))


def _type(message: Attrs) -> str:
    return text(mapping(message.get("content")).get("content_type"))


def _role(message: Attrs) -> str:
    return text(mapping(message.get("author")).get("role")).lower()


def _recipient(message: Attrs) -> str:
    return text(message.get("recipient")) or "all"


def _unseen(message: Attrs) -> bool:
    hidden = mapping(message.get("metadata")).get("is_visually_hidden_from_conversation")
    weight = message.get("weight")
    return bool(hidden) or (weight == 0 and not isinstance(weight, bool))
