"""What prompt agents of Foundry can hold, as data. Read from azure-ai-projects 2.10 in November 2026."""

from gptctl.providers.capabilities import HELD, Capabilities, Capability, Limit, Support, lost
from gptctl.providers.openai_shape.file_types import FILE_LIMIT, FILE_TYPES

_SDK = "azure-ai-projects 2.10, PromptAgentDefinition"
_METADATA = "azure-ai-projects 2.10, AgentVersionDetails.metadata"
_CONNECTION = "its secret is not stored: name a connection of the project through options"

LIMITS = (
    Limit(path="temperature", most=2, unit="values", source=_SDK),
    Limit(path="top_p", most=1, unit="values", source=_SDK),
    Limit(path="name", most=512, unit="characters", source=_METADATA),
    FILE_LIMIT,
)

LABELS_MOST = 512
"""Characters of all labels as JSON: they stand in one value of the metadata."""

CAPABILITIES = Capabilities(
    fields={
        "description": HELD,
        "labels": HELD,
        "parameters.temperature": HELD,
        "parameters.top_p": HELD,
        "parameters.max_output_tokens": lost("prompt agents have no limit on the length of an answer"),
        "parameters.reasoning": HELD,
        "instructions": HELD,
        "starters": lost("prompt agents have no conversation starters"),
        "capabilities.web_search": HELD,
        "capabilities.code_interpreter": HELD,
        "capabilities.image_generation": HELD,
        "knowledge": Capability(support=Support.HELD, note="as vector stores"),
        "tools.function": HELD,
        "tools.mcp": Capability(support=Support.HELD, note=_CONNECTION),
        "tools.openapi": Capability(support=Support.HELD, note=_CONNECTION),
        "output": HELD,
        "subagents": lost("prompt agents do not hand over to each other"),
    },
    limits=LIMITS,
    file_types=FILE_TYPES,
    logs="none: responses and conversations can be read by id, but not listed",
)
