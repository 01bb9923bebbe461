"""Items of OpenAI's Responses and Conversations APIs, and of the sessions of its agents."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from gptctl.core.value import JSON, Attrs
from gptctl.logs.sources.parts import kind
from gptctl.logs.sources.shapes import array, compact, first, mapping, maps, text
from gptctl.logs.sources.telling import Telling
from gptctl.logs.sources.tools import definitions, tool_call

COMPACTED = "what was said before was compacted, and is not in the log"
AMONG_AGENTS = "what agents said among themselves is not kept"
UNSEEN = "what a tool of the provider found is not in the log"

_UNTOLD = frozenset(
    {
        "id",
        "type",
        "status",
        "call_id",
        "turn_id",
        "created_by",
        "caller",
        "environment",
        "container_id",
        "duration_ms",
        "exit_code",
    }
)
_RESULTS = ("results", "outputs", "output", "result", "sources", "error")
_SILENT = frozenset({
    "reasoning", "mcp_approval_request", "mcp_approval_response", "computer_use_approval_request",
    "computer_use_approval_request_result", "configuration_update",
})  # fmt: skip
"""Thoughts of the model and formalities: nothing that was said."""

_HOSTED = {
    "file_search_call": "file_search", "web_search_call": "web_search", "code_interpreter_call": "code_interpreter",
    "command_execution": "shell", "image_generation_call": "image_generation", "computer_call": "computer",
    "computer_use_call": "computer", "local_shell_call": "shell", "shell_call": "shell", "program": "program",
    "apply_patch_call": "apply_patch", "tool_search_call": "tool_search",
}  # fmt: skip
"""Calls of tools that the provider defines, and the name by which we call each."""

_UNSEEABLE = ("image_generation_call", "computer_use_call")
_ANSWERED_LATER = frozenset({
    "computer_call", "local_shell_call", "shell_call", "apply_patch_call", "program", "tool_search_call",
})  # fmt: skip
"""Their results are items of their own."""

_Tell: TypeAlias = Callable[[Telling, Attrs], None]


def tell(telling: Telling, items: JSON) -> tuple[Attrs, ...]:
    """Tell what these items say, and give the definitions of tools that are among them."""
    if isinstance(items, str):
        telling.user(items)
    for item in array(items):
        if not isinstance(item, Mapping):
            telling.lose("an item that is no object is not kept")
            continue
        type_ = text(item.get("type")) or ("message" if "role" in item else "")
        if type_ not in _SILENT:
            _TELL.get(type_, _other)(telling, item)
    return definitions([tool for item in maps(items) if item.get("type") in _TOOLS for tool in maps(item.get("tools"))])


def is_item(value: Attrs) -> bool:
    """Whether it is an item as a list of them has it: with a type that is known, and an id."""
    return kind(value.get("type")) in _TELL.keys() | _SILENT and bool(first(value, "id", "call_id"))


def hosted(items: JSON) -> Sequence[str]:
    """The names of the provider's own tools, and of MCP servers', that were called in these items."""
    named = [text(item.get("name")) for item in maps(items) if item.get("type") == "mcp_call"]
    return [*(_HOSTED[kind(item.get("type"))] for item in maps(items) if kind(item.get("type")) in _HOSTED), *named]


_TOOLS = ("mcp_list_tools", "additional_tools")


def _message(telling: Telling, item: Attrs) -> None:
    content, id_ = item.get("content"), text(item.get("id"))
    match text(item.get("role")):
        case "system" | "developer":
            telling.system(content)
        case "user":
            telling.user(content, id_)
        case "assistant":
            telling.assistant(content, id_=id_)
        case other:
            telling.lose(f"a message of the role {kind(other)} is not kept")


def _function_call(telling: Telling, item: Attrs) -> None:
    telling.call(tool_call(_call_id(item), item.get("name"), item.get("arguments")), text(item.get("id")))


def _custom_call(telling: Telling, item: Attrs) -> None:
    telling.call(tool_call(_call_id(item), item.get("name"), {"input": item.get("input")}), text(item.get("id")))


def _output(telling: Telling, item: Attrs) -> None:
    telling.result(_call_id(item), _shown(_first(item, "output", "result", "error")), text(item.get("id")))


def _mcp_call(telling: Telling, item: Attrs) -> None:
    telling.call(tool_call(_call_id(item), item.get("name"), item.get("arguments")), text(item.get("id")))
    telling.result(_call_id(item), _shown(_first(item, "output", "error")))


def _hosted(telling: Telling, item: Attrs) -> None:
    """A call with its result in the same item. Without that, the answer rests on what nobody can see any more."""
    type_, action = text(item.get("type")), mapping(item.get("action"))
    told = action or item
    arguments = {key: value for key, value in told.items() if key not in _UNTOLD.union(_RESULTS) and value is not None}
    telling.call(tool_call(_call_id(item), _HOSTED[type_], arguments), text(item.get("id")))
    if type_ in _ANSWERED_LATER:
        return
    found = None if type_ in _UNSEEABLE else _first({**action, **item}, *_RESULTS)
    telling.result(_call_id(item), _found(found))
    if found is None or type_ == "web_search_call":
        telling.lose(UNSEEN)


def _first(item: Attrs, *names: str) -> JSON:
    return next((item[name] for name in names if item.get(name) is not None), None)


def _found(results: JSON) -> str:
    """The passages that a search found as text, each under its file's name; anything else as JSON."""
    passages = [
        f"{first(one, 'filename', 'file_id')}\n{text(one.get('text'))}" for one in maps(results) if "text" in one
    ]
    logs = [text(one.get("logs")) for one in maps(results) if "logs" in one]
    return "\n\n".join(passages or logs) or compact(results)


def _shown(output: JSON) -> JSON:
    """Content as it is; what a tool gave as an object as JSON."""
    typed = all("type" in one for one in maps(output)) and bool(maps(output))
    return output if isinstance(output, str) or typed else compact(output)


def _call_id(item: Attrs) -> str:
    return first(item, "call_id", "id")


def _compaction(telling: Telling, _item: Attrs) -> None:
    telling.lose(COMPACTED)


def _reference(telling: Telling, _item: Attrs) -> None:
    telling.lose("an item is named by its id only")


def _among_agents(telling: Telling, _item: Attrs) -> None:
    telling.lose(AMONG_AGENTS)


def _declared(_telling: Telling, _item: Attrs) -> None:
    """Definitions of tools: `tell` gives them back."""


def _other(telling: Telling, item: Attrs) -> None:
    telling.lose(f"an item of the type {kind(item.get('type'))} is not kept")


_TELL: Mapping[str, _Tell] = {
    "message": _message,
    "function_call": _function_call,
    "custom_tool_call": _custom_call,
    "mcp_call": _mcp_call,
    "compaction": _compaction,
    "compaction_summary": _compaction,
    "item_reference": _reference,
    **dict.fromkeys(_TOOLS, _declared),
    **dict.fromkeys(_HOSTED, _hosted),
    **dict.fromkeys(
        [
            "function_call_output", "custom_tool_call_output", "computer_call_output", "local_shell_call_output",
            "shell_call_output", "apply_patch_call_output", "program_output", "tool_search_output",
        ],
        _output,
    ),
    **dict.fromkeys(
        [
            "agent_message", "create_subagent_call", "send_subagent_input_call", "resume_subagent_call",
            "wait_for_subagents_call", "interrupt_subagent_call", "close_subagent_call",
        ],
        _among_agents,
    ),
}  # fmt: skip
