"""What the Agents API can do for an assistant. Read from openai 3.52 and the beta's pages in November 2026."""

from gptctl.providers.capabilities import HELD, Capabilities, Capability, Limit, Support, lost, sent
from gptctl.providers.openai.retirements import RETIREMENTS, SUCCESSORS

_METADATA = "openai 3.52, agent_create_params.py: metadata"
_PAGES = "developers.openai.com, agents-api/environments/files"
_SAMPLING = "agents have no sampling settings"

ASSISTANT_LIMITS = (
    Limit(path="name", most=128, unit="characters", source="developers.openai.com, agents-api reference"),
    Limit(path="description", most=512, unit="characters", source=_METADATA),
    Limit(path="knowledge", most=1, unit="items", source="a session takes one environment template"),
)
FILE_MOST = 50 * 1024 * 1024
"""Bytes of one file that a template copies from the Files API."""

KNOWLEDGE_LIMITS = (
    Limit(path="files", most=50, unit="items", source=_PAGES),
    Limit(path="files[]", most=FILE_MOST, unit="bytes", source=_PAGES),
)

TOOLS_MOST = 3_145_728
"""Bytes of all tools as compact JSON (agent_create_params.py)."""

LABELS_MOST = 512
"""Characters of all labels as JSON: they stand in one value of the metadata."""

CAPABILITIES = Capabilities(
    fields={
        "description": HELD,
        "labels": HELD,
        "parameters.temperature": lost(_SAMPLING),
        "parameters.top_p": lost(_SAMPLING),
        "parameters.max_output_tokens": lost("agents have no limit on the length of an answer"),
        "parameters.reasoning": HELD,
        "instructions": Capability(
            support=Support.HELD, note="after a prompt of OpenAI's own, which cannot be taken away"
        ),
        "starters": lost("agents have no conversation starters"),
        "capabilities.web_search": HELD,
        "capabilities.code_interpreter": sent("as a hosted environment, which a program asks for with every session"),
        "capabilities.image_generation": lost("agents make no images"),
        "knowledge": sent("as an environment template, which a program names with every session"),
        "tools.function": HELD,
        "tools.mcp": Capability(
            support=Support.HELD, note="its secret is not stored: keep it in a vault, named in the provider's `vaults`"
        ),
        "tools.openapi": lost("agents take functions and MCP servers, no OpenAPI descriptions"),
        "output": HELD,
        "subagents": lost("agents make subagents of their own; declared ones cannot be named"),
    },
    limits=(*ASSISTANT_LIMITS, *KNOWLEDGE_LIMITS),
    retirements=RETIREMENTS,
    successors=SUCCESSORS,
    logs="sessions with all their items, by agent; they have no filter by time and hold no ratings",
)
