"""What Mistral can hold, from its published API description and the types of its SDK 3.7.0 (November 2026)."""

from datetime import date

from gptctl.providers.capabilities import HELD, Capabilities, Capability, Limit, Support, lost

_API = "Mistral API description, CompletionArgs"

CAPABILITIES = Capabilities(
    fields={
        "description": HELD,
        "labels": Capability(support=Support.HELD, note="Kept in the agent's metadata"),
        "parameters.temperature": HELD,
        "parameters.top_p": HELD,
        "parameters.max_output_tokens": HELD,
        "parameters.reasoning": HELD,
        "instructions": HELD,
        "starters": lost("A Mistral agent has no conversation starters"),
        "capabilities.web_search": HELD,
        "capabilities.code_interpreter": HELD,
        "capabilities.image_generation": HELD,
        "knowledge": Capability(support=Support.HELD, note="A library, attached by the document_library tool"),
        "tools.function": Capability(support=Support.HELD, note="The program that asks runs them"),
        "tools.mcp": lost(
            "Mistral calls an MCP server only as a connector that is registered there; name its connector_id among "
            "the tools of the options"
        ),
        "tools.openapi": lost("Mistral calls no API from its description; declare functions, or register a connector"),
        "output": HELD,
        "subagents": Capability(support=Support.HELD, note="Handoffs, carried out by Mistral"),
    },
    limits=(
        Limit(path="parameters.temperature", most=1, unit="values", source=_API),
        Limit(path="parameters.top_p", most=1, unit="values", source=_API),
    ),
    file_types=frozenset({
        ".pdf", ".docx", ".pptx", ".csv", ".txt", ".md", ".xlsx", ".html", ".css", ".js", ".php", ".py",
        ".jpg", ".jpeg", ".png", ".gif", ".webp",
    }),
    retirements={
        "codestral-2501": date(2025, 11, 30),
        "pixtral-12b-2409": date(2025, 12, 31),
        "mistral-large-2411": date(2026, 5, 31),
        "open-mistral-nemo": date(2026, 7, 31),
        "open-mistral-nemo-2407": date(2026, 7, 31),
        "mistral-medium-2505": date(2026, 8, 31),
    },
    logs="Conversations that were started with the same API key can be listed, with their agent and its version",
)  # fmt: skip
