"""ShareGPT rows: the shape in which most public chat data is passed on."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from gptctl.core.value import JSON, Attrs
from gptctl.logs.sources.base import Item, LogFile
from gptctl.logs.sources.generation import Generation, around, generated
from gptctl.logs.sources.judged import judgements
from gptctl.logs.sources.parts import kind
from gptctl.logs.sources.rows import Row, Unfit, each, share
from gptctl.logs.sources.shapes import mapping, maps, opened, text
from gptctl.logs.sources.telling import Telling
from gptctl.logs.sources.tools import definitions, tool_call

_LISTS = ("conversations", "conversation")


class Reader:
    """One row is one conversation: `conversations` with `from` and `value`.

    A `function_call` is a tool call, an `observation` its result; `system` stands in the list or beside it. WildChat
    and LMSYS write `conversation` with `role` and `content`, which is read too.
    """

    shape = "sharegpt"
    title = "ShareGPT: rows of `conversations` with `from` and `value`; also WildChat and LMSYS"

    def claims(self, file: str, first: Sequence[JSON]) -> int:
        del file
        return share(first, lambda value: bool(_turns(value)), 80)

    def read(self, files: Sequence[LogFile]) -> Iterator[Item]:
        return each(self.shape, files, _read)


def _turns(value: Attrs) -> Sequence[JSON]:
    """The list, when one of its items looks like a turn; anything else in it is told as lost."""
    for field in _LISTS:
        listed = opened(value.get(field))
        if any(("from" in one and "value" in one) or ("role" in one and "content" in one) for one in maps(listed)):
            return listed if isinstance(listed, list) else ()
    return ()


def _read(row: Row) -> Iterable[Item]:
    turns = _turns(row.value)
    if not turns:
        raise Unfit("it has no list of `conversations` with `from` and `value`")
    telling = Telling()
    if row.value.get("system"):
        telling.system(row.value["system"])
    for turn in turns:
        _tell(telling, turn)
    native = text(row.value.get("conversation_hash"))
    generation = Generation(
        telling=telling,
        native=native,
        model=text(row.value.get("model")),
        tools=definitions(row.value.get("tools")),
    )
    return [replace(generated(row.place, generation, around(row.value)), ratings=tuple(judgements(row.value)))]


def _tell(telling: Telling, turn: JSON) -> None:
    if not isinstance(turn, Mapping):
        telling.lose("a message that is no object is not kept")
        return
    content = turn.get("value", turn.get("content"))
    match text(turn.get("from", turn.get("role"))).lower():
        case "human" | "user":
            telling.user(content)
        case "gpt" | "assistant" | "chatgpt" | "bard" | "bing" | "model":
            telling.assistant(content)
        case "system":
            telling.system(content)
        case "function_call" | "tool_call":
            _call(telling, content)
        case "observation" | "tool" | "tool_response" | "function_response":
            telling.result("", content)
        case other:
            telling.lose(f"a message of the role {kind(other)} is not kept")


def _call(telling: Telling, content: JSON) -> None:
    """The value is the call as JSON text: one, or a list of them at once."""
    told = opened(content)
    for one in maps(told) if isinstance(told, list) else [mapping(told)]:
        name, arguments = text(one.get("name")), one.get("arguments", one.get("parameters"))
        if not name:
            telling.lose("a tool call without a name is not kept")
        else:
            telling.call(tool_call("", name, arguments))
