"""What Open WebUI 0.12 holds of a declaration, read in its source and tried on a real one."""

from gptctl.providers.capabilities import HELD, Capabilities, Capability, Support, lost, sent

_FEATURE = "switched on in its chats and asked for by the runtime; an administrator must have set it up on the server"

CAPABILITIES = Capabilities(
    fields={
        "description": HELD,
        "labels": Capability(support=Support.HELD, note="each label becomes a tag, name:value"),
        "parameters.temperature": HELD,
        "parameters.top_p": HELD,
        "parameters.max_output_tokens": HELD,
        "parameters.reasoning": HELD,
        "instructions": Capability(
            support=Support.HELD, note="the server fills in variables of its own, such as {{CURRENT_DATE}}"
        ),
        "starters": HELD,
        "capabilities.web_search": Capability(support=Support.HELD, note=_FEATURE),
        "capabilities.code_interpreter": Capability(support=Support.HELD, note=_FEATURE),
        "capabilities.image_generation": Capability(support=Support.HELD, note=_FEATURE),
        "knowledge": Capability(
            support=Support.HELD, note="the server puts passages into every question, so its own tools are off"
        ),
        "tools.function": sent("kept beside the preset, sent with every request and run by the caller"),
        "tools.mcp": lost("an administrator connects MCP servers, for all assistants at once"),
        "tools.openapi": lost("an administrator connects API servers, for all assistants at once"),
        "output": Capability(support=Support.HELD, note="for models behind an OpenAI-shaped connection, not Ollama's"),
        "subagents": lost("a preset cannot call another"),
    },
    logs="chats of all its users can be listed with an administrator's key, with their ratings; what is asked over the "
    "API is kept by the caller alone",
)
