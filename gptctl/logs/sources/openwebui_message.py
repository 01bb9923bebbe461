"""What one message of an Open WebUI chat says."""

import json
import re

from gptctl.core.value import JSON, Attrs
from gptctl.logs.sources.parts import kind
from gptctl.logs.sources.shapes import array, compact, mapping, maps, text
from gptctl.logs.sources.telling import Telling
from gptctl.logs.sources.tools import tool_call

SEARCH = "knowledge_search"

_THOUGHT = re.compile(r'<details type="reasoning"[^>]*>.*?</details>\n*', re.DOTALL)
_MADE = re.compile(r'<details type="(\w{1,30})"')


def tell(telling: Telling, message: Attrs, id_: str, question: str) -> None:
    """A message with its id; `question` is what it answers."""
    match text(message.get("role")).lower():
        case "user":
            for file in maps(message.get("files")):
                if text(file.get("type")) in {"image", "file", "audio"}:
                    telling.lose(f"a file of the type {kind(file.get('type'))} given with a message is not kept")
            telling.user(message.get("content"), id_)
        case "assistant":
            _answer(telling, message, id_, question)
        case "system":
            telling.system(message.get("content"))
        case other:
            telling.lose(f"a message of the role {kind(other)} is not kept")


def _answer(telling: Telling, message: Attrs, id_: str, question: str) -> None:
    passages = [passage for source in maps(message.get("sources")) for passage in _passages(source)]
    if passages:
        call = f"{SEARCH}-{id_}"
        telling.assistant("", [tool_call(call, SEARCH, {"query": question})])
        telling.result(call, json.dumps(passages, ensure_ascii=False))
    content = message.get("content")
    if isinstance(content, str):
        content = _THOUGHT.sub("", content) if "<details type=" in content else content
        for made in _MADE.findall(content):
            telling.lose(f"{made} of the server stand in the text of an answer")
    if mapping(message.get("error")) or message.get("error") is True:
        telling.lose("an answer ended with an error")
    telling.assistant(content, (), id_)


def _passages(source: Attrs) -> list[JSON]:
    name = text(mapping(source.get("source")).get("name"))
    return [{"file": name, "text": compact(document)} for document in array(source.get("document"))]
