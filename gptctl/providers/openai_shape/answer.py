"""A finished response of the Responses API as an answer."""

from collections.abc import Iterator, Sequence

from gptctl.core.conversation import Answer, Engine, Source, ToolCall
from gptctl.core.value import Attrs
from gptctl.errors import NotDone
from gptctl.providers.api import items, mapping, text
from gptctl.providers.openai_shape.stock import PATH, untagged


def answer_of(response: Attrs) -> Answer:
    """Raises NotDone when the response failed."""
    if response.get("status") in ("failed", "cancelled"):
        reason = text(mapping(response.get("error")).get("message")) or "the provider does not say why"
        raise NotDone(f"no answer was made: {reason}")
    output = items(response.get("output"))
    content = [part for item in output if item.get("type") == "message" for part in items(item.get("content"))]
    return Answer(
        text="".join(text(part.get("text")) or text(part.get("refusal")) for part in content),
        engine=Engine.SERVER,
        model=text(response.get("model")),
        sources=tuple(_sources(content, output)),
        tool_calls=tuple(_calls(output)),
        usage=_usage(response),
        notes=tuple(_notes(response, output)),
    )


def _calls(output: Sequence[Attrs]) -> Iterator[ToolCall]:
    for item in output:
        if item.get("type") == "function_call":
            call_id, name, arguments = (text(item.get(field)) for field in ("call_id", "name", "arguments"))
            yield ToolCall(id=call_id, name=name, arguments=arguments)


def _sources(content: Sequence[Attrs], output: Sequence[Attrs]) -> Iterator[Source]:
    """Every file or page that is cited, once; a file with the passage that the search had found in it."""
    found = {text(hit.get("file_id")): hit for item in output for hit in items(item.get("results"))}
    cited: set[str] = set()
    for annotation in (one for part in content for one in items(part.get("annotations"))):
        source = _source(annotation, found.get(text(annotation.get("file_id")), {}))
        if source is not None and source.file not in cited:
            cited.add(source.file)
            yield source


def _source(annotation: Attrs, hit: Attrs) -> Source | None:
    match annotation.get("type"):
        case "file_citation":
            path = text(mapping(hit.get("attributes")).get(PATH)) or untagged(text(annotation.get("filename")))
            score = hit.get("score")
            return Source(file=path, heading="", text=text(hit.get("text")), score=_number(score))
        case "url_citation":
            url, title = text(annotation.get("url")), text(annotation.get("title"))
            return Source(file=url, heading=title, text="", score=0.0)
        case _:
            return None


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _usage(response: Attrs) -> Attrs:
    usage = mapping(response.get("usage"))
    return {name: usage[name] for name in ("input_tokens", "output_tokens", "total_tokens") if name in usage}


def _notes(response: Attrs, output: Sequence[Attrs]) -> Iterator[str]:
    if response.get("status") == "incomplete":
        reason = text(mapping(response.get("incomplete_details")).get("reason")) or "no reason was given"
        yield f"the answer is cut off: {reason}"
    for item in output:
        if item.get("type") == "mcp_list_tools" and item.get("error"):
            yield f"the MCP server {text(item.get('server_label'))} could not be used"
