"""What Claude Managed Agents hold, as data. Read from the SDK 2.11.0 and the documentation in November 2026."""

from datetime import date

from gptctl.providers.capabilities import HELD, Capabilities, Capability, Limit, Support, lost

_SDK = "the vendor's SDK, agent_create_params.py"
_MEMORY = "platform.claude.com/docs/en/managed-agents/memory"

ASSISTANT_LIMITS = (
    Limit(path="system", most=100_000, unit="characters", source="the vendor's SDK, agent_with_overrides"),
    Limit(path="tools", most=256, unit="items", source=_SDK),
    Limit(path="mcp_servers", most=20, unit="items", source=_SDK),
    Limit(path="skills", most=500, unit="items", source="platform.claude.com/docs/en/managed-agents/skills"),
    Limit(path="subagents", most=20, unit="items", source="the vendor's SDK, multiagent_20261001"),
    Limit(path="knowledge", most=8, unit="items", source=_MEMORY),
)


LABELS_MOST = 512
"""Characters of all labels together as JSON: they stand in one value of the agent's metadata."""

FILE_MOST = 102_400
"""Bytes of one memory's content."""

KNOWLEDGE_LIMITS = (
    Limit(path="files", most=2000, unit="items", source=_MEMORY),
    Limit(path="files[]", most=FILE_MOST, unit="bytes", source="the vendor's SDK, memory_create_params.py"),
)

PATH_MOST = 1024
SEGMENTS_MOST = 20
"""Bytes and segments of a memory's path (the vendor's SDK, memory_create_params.py)."""

_SAMPLING = "Claude agents have no sampling settings"

CAPABILITIES = Capabilities(
    fields={
        "description": HELD,
        "labels": HELD,
        "parameters.temperature": lost(_SAMPLING),
        "parameters.top_p": lost(_SAMPLING),
        "parameters.max_output_tokens": lost("Claude agents have no limit on the length of an answer"),
        "parameters.reasoning": Capability(
            support=Support.HELD,
            note="as the model's effort, none and minimal as low; taken away again, the last one stays until the "
            "model changes",
        ),
        "instructions": HELD,
        "starters": lost("Claude agents have no conversation starters"),
        "capabilities.web_search": Capability(support=Support.HELD, note="as the tools web_search and web_fetch"),
        "capabilities.code_interpreter": Capability(
            support=Support.HELD, note="as the tools bash, edit and write in a sandbox without a network"
        ),
        "capabilities.image_generation": lost("Claude agents make no images"),
        "knowledge": Capability(
            support=Support.HELD,
            note="as memory stores; the agent only notes their ids, so a program attaches them to its sessions",
        ),
        "tools.function": HELD,
        "tools.mcp": Capability(
            support=Support.HELD, note="its secret is not stored: keep it in a vault, named in the provider's `vaults`"
        ),
        "tools.openapi": lost("Claude agents take functions and MCP servers, no OpenAPI descriptions"),
        "output": lost("Claude agents answer in free text only"),
        "subagents": Capability(
            support=Support.HELD, note="each pinned to its version; when it changes, its callers are renewed"
        ),
    },
    limits=(*ASSISTANT_LIMITS, *KNOWLEDGE_LIMITS),
    file_types=frozenset(
        {".csv", ".htm", ".html", ".json", ".jsonl", ".markdown", ".md", ".rst", ".text", ".toml", ".tsv", ".txt"}
        | {".xml", ".yaml", ".yml"}
    ),
    # DEPRECATED_MODELS in the vendor's SDK, resources/messages/messages.py.
    retirements={
        "claude-2.0": date(2025, 7, 21),
        "claude-2.1": date(2025, 7, 21),
        "claude-3-sonnet-20240229": date(2025, 7, 21),
        "claude-3-opus-20240229": date(2026, 1, 5),
        "claude-3-5-haiku-20241022": date(2026, 2, 19),
        "claude-3-5-haiku-latest": date(2026, 2, 19),
        "claude-3-7-sonnet-20250219": date(2026, 2, 19),
        "claude-3-7-sonnet-latest": date(2026, 2, 19),
        "claude-opus-4-0": date(2026, 6, 15),
        "claude-opus-4-20250514": date(2026, 6, 15),
        "claude-sonnet-4-0": date(2026, 6, 15),
        "claude-sonnet-4-20250514": date(2026, 6, 15),
        "claude-mythos-preview": date(2026, 6, 30),
        "claude-sonnet-4-5": date(2026, 11, 30),
        "claude-sonnet-4-5-20250929": date(2026, 11, 30),
    },
    # platform.claude.com/docs/en/release-notes/overview, 15 June 2026.
    successors={
        **dict.fromkeys(("claude-opus-4-0", "claude-opus-4-20250514"), "claude-opus-4-8"),
        **dict.fromkeys(("claude-sonnet-4-0", "claude-sonnet-4-20250514"), "claude-sonnet-4-6"),
    },
    logs="Sessions can be listed by agent, with all their events; they hold no ratings",
)
