"""A request and a response of Anthropic's Messages API: content is a list of typed blocks."""

from collections.abc import Mapping, Sequence

from gptctl.core.value import JSON, Attrs
from gptctl.logs.sources.generation import ANSWER_LOST, Generation, asked, failed
from gptctl.logs.sources.items import COMPACTED, UNSEEN
from gptctl.logs.sources.outcome import finish, usage
from gptctl.logs.sources.parts import kind
from gptctl.logs.sources.shapes import array, compact, first, mapping, maps, opened, text
from gptctl.logs.sources.telling import Telling
from gptctl.logs.sources.tools import definitions, tool_call, used

_CALLS = frozenset({"tool_use", "server_tool_use", "mcp_tool_use"})
_SHOWN = frozenset({"text", "image", "document", "search_result"})
_SEALED = frozenset({"encrypted_content", "encrypted_stdout", "encrypted_index"})
"""What a tool of the provider found, kept for the model's eyes only."""


def is_request(value: JSON) -> bool:
    """Whether its messages are of this API: tool blocks in them, or instructions beside them."""
    given = mapping(value)
    listed = maps(opened(given.get("messages")))
    typed = (kind(part.get("type")) for one in listed for part in maps(one.get("content")))
    return bool(listed) and ("system" in given or any(one in _CALLS or one == "tool_result" for one in typed))


def is_response(value: JSON) -> bool:
    given = mapping(value)
    return given.get("type") == "message" or ("stop_reason" in given and bool(array(given.get("content"))))


def generation(request: Attrs, response: JSON) -> Generation:
    """Raises Unfit when the request holds no message."""
    answer, telling = mapping(response), Telling()
    telling.system(request.get("system"))
    listed = array(opened(request.get("messages")))
    for one in listed:
        _tell(telling, mapping(one))
    asked(telling)
    ended = _answer(telling, answer)
    contents = [*(one.get("content") for one in maps(listed)), answer.get("content")]
    return Generation(
        telling=telling,
        native=text(answer.get("id")),
        model=text(answer.get("model")) or text(request.get("model")),
        tools=used([name for content in contents for name in _hosted(content)], definitions(request.get("tools"))),
        finish=ended,
        usage=usage(answer.get("usage")),
    )


def call(telling: Telling, block: Attrs, id_: str = "") -> None:
    """A block, or an event, that uses a tool."""
    telling.call(tool_call(block.get("id"), block.get("name"), block.get("input")), id_)


def result(telling: Telling, block: Attrs, id_: str = "") -> None:
    """A block, or an event, with what a tool gave; each kind names its call differently."""
    called = first(block, "tool_use_id", "custom_tool_use_id", "mcp_tool_use_id")
    found = block.get("content")
    if any(not _SEALED.isdisjoint(one) for one in (mapping(found), *maps(found))):
        telling.lose(UNSEEN)
        found = [_unsealed(one) for one in (maps(found) or [mapping(found)])]
    telling.result(called, _content(found), id_)


def _tell(telling: Telling, one: Attrs) -> None:
    id_, content = text(one.get("id")), one.get("content")
    match text(one.get("role")):
        case "user":
            _user(telling, content, id_)
        case "assistant":
            _assistant(telling, content, id_)
        case "system":
            telling.system(content)
        case other:
            telling.lose(f"a message of the role {kind(other)} is not kept")


def _answer(telling: Telling, answer: Attrs) -> str:
    """Tell the answer, and give how it ended."""
    if array(answer.get("content")):
        _assistant(telling, answer["content"], "")
        telling.name_answer(text(answer.get("id")))
    elif failed(answer):
        return "error"
    elif not finish(answer.get("stop_reason")):
        telling.lose(ANSWER_LOST)
    return finish(answer.get("stop_reason"))


def _user(telling: Telling, content: JSON, id_: str) -> None:
    """Results of tools come first, as the API wants it; then what the user said beside them."""
    for part in maps(content):
        if part.get("type") == "tool_result":
            result(telling, part)
    said = [part for part in array(content) if mapping(part).get("type") != "tool_result"]
    if said or not array(content):
        telling.user(said or content, id_)


def _assistant(telling: Telling, content: JSON, id_: str) -> None:
    """What the provider's own tools gave stands among the blocks: there one message ends and another begins."""
    spoken: list[JSON] = []
    for part in [content] if isinstance(content, str | Mapping) else array(content):
        block, type_ = mapping(part), text(mapping(part).get("type"))
        if type_ in _CALLS:
            _speak(telling, spoken, id_)
            call(telling, block)
        elif type_.endswith("_tool_result"):
            result(telling, block)
        elif type_ == "compaction":
            telling.lose(COMPACTED)
        else:
            spoken.append(part)
    if spoken or not maps(content):
        _speak(telling, spoken or [""], id_)


def _speak(telling: Telling, spoken: list[JSON], id_: str) -> None:
    if spoken:
        telling.assistant([*spoken], id_=id_)
        spoken.clear()


def _content(content: JSON) -> JSON:
    """Text blocks as they are; what a tool of the provider gives has shapes of its own."""
    plain = all(kind(part.get("type")) in _SHOWN for part in maps(content))
    return content if isinstance(content, str) or (plain and not isinstance(content, Mapping)) else compact(content)


def _unsealed(found: Attrs) -> Attrs:
    return {key: value for key, value in found.items() if key not in _SEALED}


def _hosted(content: JSON) -> Sequence[str]:
    return [text(part.get("name")) for part in maps(content) if part.get("type") in ("server_tool_use", "mcp_tool_use")]
