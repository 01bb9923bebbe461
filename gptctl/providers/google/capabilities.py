"""What the Gemini Developer API can do for an assistant, from the types of the vendor's SDK 3.4.0 (November 2026)."""

from datetime import date

from gptctl.providers.capabilities import Capabilities, Capability, Limit, Support, lost, sent

_TURN = "Google stores no assistant; it goes along with every turn, out of the manifest that gptctl keeps there"
_KEPT = Capability(support=Support.HELD, note="Kept in the manifest; Google does nothing with it")
_CHUNKS = "measured by users of the API, https://zenn.dev/kozoka_ai/articles/gemini_file_search_tool"

FILE_MOST = 100_000_000
"""Bytes of one document."""

PATH_BYTES = 256
"""A text in a document's metadata, https://github.com/allenhutchison/obsidian-gemini/issues/858."""

CAPABILITIES = Capabilities(
    fields={
        "description": _KEPT,
        "labels": _KEPT,
        "parameters.temperature": sent(_TURN),
        "parameters.top_p": sent(_TURN),
        "parameters.max_output_tokens": sent(_TURN),
        "parameters.reasoning": sent(_TURN),
        "instructions": sent(_TURN),
        "starters": _KEPT,
        "capabilities.web_search": sent(_TURN),
        "capabilities.code_interpreter": sent(_TURN),
        "capabilities.image_generation": lost("Google draws with image models only, not as a tool of another model"),
        "knowledge": Capability(support=Support.HELD, note="File search stores, named with every turn"),
        "tools.function": sent(_TURN),
        "tools.mcp": sent(_TURN),
        "tools.openapi": lost("Google calls no API from its description; declare functions, or an MCP server"),
        "output": sent(_TURN),
        "subagents": lost("One turn at Google has one model; an assistant cannot hand over to another"),
    },
    limits=(
        Limit(
            path="knowledge",
            most=5,
            unit="items",
            source="https://github.com/googleapis/python-genai/issues/2074",
        ),
        Limit(path="files[]", most=FILE_MOST, unit="bytes", source="ai.google.dev/gemini-api/docs/file-search"),
        Limit(path="chunking.max_tokens", most=512, unit="values", source=_CHUNKS),
    ),
    file_types=frozenset({
        ".pdf", ".docx", ".doc", ".odt", ".pptx", ".xlsx", ".csv", ".tsv", ".json", ".xml", ".html", ".htm", ".txt",
        ".md", ".rtf", ".tex", ".yaml", ".yml", ".sql", ".py", ".js", ".ts", ".css", ".java", ".c", ".h", ".cpp", ".cs",
        ".go", ".rs", ".rb", ".php", ".sh", ".swift", ".kt",
    }),
    retirements={
        "gemini-2.0-flash": date(2026, 6, 1),
        "gemini-2.0-flash-001": date(2026, 6, 1),
        "gemini-2.0-flash-lite": date(2026, 6, 1),
        "gemini-2.0-flash-lite-001": date(2026, 6, 1),
        "gemini-2.5-flash": date(2026, 10, 16),
    },
    logs="None: Google gives an interaction back by its id only, and for 55 days at most; gptctl records its own",
)  # fmt: skip
