"""A request and a response of the API for chat completions, which most providers and all gateways speak."""

from collections.abc import Mapping, Sequence

from gptctl.core.conversation import Message, Role, ToolCall
from gptctl.core.value import JSON, Attrs
from gptctl.logs.sources.chunks import joined
from gptctl.logs.sources.generation import ANSWER_LOST, Generation, asked, failed
from gptctl.logs.sources.outcome import finish, usage
from gptctl.logs.sources.parts import kind, said
from gptctl.logs.sources.shapes import array, instant, mapping, maps, opened, text
from gptctl.logs.sources.telling import Telling
from gptctl.logs.sources.tools import calls, definitions


def is_request(value: JSON) -> bool:
    """Whether its messages can be of this API; Anthropic's look alike until one has a typed part."""
    return bool(maps(opened(mapping(value).get("messages"))))


def is_response(value: JSON) -> bool:
    """A completion, or the chunks in which one was streamed."""
    chunks = value if isinstance(value, list | tuple) else [value]
    return any(maps(one.get("choices")) or one.get("object") == "chat.completion" for one in maps(chunks))


def generation(request: Attrs, response: JSON) -> Generation:
    """Without an answer it ends with the question. Raises Unfit when the request holds no message."""
    answer = mapping(joined(response) if isinstance(response, list | tuple) else response)
    telling = Telling()
    tell(telling, request.get("messages"))
    asked(telling)
    choices = maps(answer.get("choices"))
    ended = _answer(telling, choices[0], text(answer.get("id"))) if choices else ""
    if not choices and failed(answer):
        ended = "error"
    elif not choices:
        telling.lose(ANSWER_LOST)
    return Generation(
        telling=telling,
        native=text(answer.get("id")),
        model=text(answer.get("model")) or text(request.get("model")),
        tools=definitions(request.get("tools") or answer.get("tools"), request.get("functions")),
        finish=ended,
        usage=usage(answer.get("usage")),
        created=instant(answer.get("created")),
        others=tuple(_other(choice) for choice in choices[1:]),
    )


def tell(telling: Telling, messages: JSON) -> None:
    """Messages of a request, of all roles there are or were."""
    for one in array(opened(messages)):
        if isinstance(one, Mapping):
            _tell(telling, one)
        else:
            telling.lose("a message that is no object is not kept")


def _tell(telling: Telling, one: Attrs) -> None:
    id_, content = text(one.get("id")), one.get("content")
    if content is None and "content_parts" in one:  # stored completions put parts beside the content
        content = one["content_parts"]
    match text(one.get("role")).lower():
        case "system" | "developer":
            telling.system(content)
        case "user":
            telling.user(content, id_)
        case "assistant":
            telling.assistant(_content(one, content), _calls(one), id_)
            _lose_sound(telling, one)
        case "tool" | "function":
            telling.result(text(one.get("tool_call_id")), content, id_)
        case other:
            telling.lose(f"a message of the role {kind(other)} is not kept")


def _answer(telling: Telling, choice: Attrs, id_: str) -> str:
    """Tell the answer, and give how it ended."""
    message = mapping(choice.get("message")) or mapping(choice.get("delta"))
    if not message:
        telling.lose(ANSWER_LOST)
        return finish(choice.get("finish_reason"))
    telling.assistant(_content(message, message.get("content")), _calls(message), id_)
    _lose_sound(telling, message)
    refused = not message.get("content") and text(message.get("refusal"))
    return "content_filter" if refused else finish(choice.get("finish_reason"))


def _lose_sound(telling: Telling, message: Attrs) -> None:
    if mapping(message.get("audio")):
        telling.lose("a sound in a message is not kept")


def _content(message: Attrs, content: JSON) -> JSON:
    return content or text(message.get("refusal")) or content


def _calls(message: Attrs) -> Sequence[ToolCall]:
    return calls(message.get("tool_calls"), message.get("function_call"))


def _other(choice: Attrs) -> Message:
    message = mapping(choice.get("message"))
    told = said(_content(message, message.get("content")))
    return Message(role=Role.ASSISTANT, text=told.text, tool_calls=tuple(_calls(message)))
