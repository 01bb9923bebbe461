"""What the Responses API can do for an assistant. Read from the API's description and openai 3.52 in November 2026."""

from gptctl.providers.capabilities import HELD, Capabilities, Limit, lost, sent
from gptctl.providers.openai.retirements import RETIREMENTS, SUCCESSORS
from gptctl.providers.openai_shape.file_types import FILE_LIMIT, FILE_TYPES

_SPEC = "OpenAI's API description, CreateResponse"
_KEPT = "kept in a manifest; the program that asks sends it with every request"

LIMITS = (
    Limit(path="temperature", most=2, unit="values", source=_SPEC),
    Limit(path="top_p", most=1, unit="values", source=_SPEC),
    Limit(path="max_output_tokens", least=16, most=10_000_000, unit="values", source="the API's own error message"),
    FILE_LIMIT,
)

CAPABILITIES = Capabilities(
    fields={
        "description": HELD,
        "labels": HELD,
        "parameters.temperature": sent(_KEPT),
        "parameters.top_p": sent(_KEPT),
        "parameters.max_output_tokens": sent(_KEPT),
        "parameters.reasoning": sent(_KEPT),
        "instructions": sent(_KEPT),
        "starters": HELD,
        "capabilities.web_search": sent(_KEPT),
        "capabilities.code_interpreter": sent(_KEPT),
        "capabilities.image_generation": sent(_KEPT),
        "knowledge": sent("in vector stores; the program that asks names them in every request"),
        "tools.function": sent(_KEPT),
        "tools.mcp": sent(f"{_KEPT}; its secret is read when it is asked"),
        "tools.openapi": lost("the Responses API takes functions and MCP servers, no OpenAPI descriptions"),
        "output": sent(_KEPT),
        "subagents": lost("the Responses API has no assistants that could be handed over to"),
    },
    limits=LIMITS,
    file_types=FILE_TYPES,
    retirements=RETIREMENTS,
    successors=SUCCESSORS,
    logs="none: responses and conversations can be read by id, but not listed",
)
