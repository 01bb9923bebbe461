"""What the embedded provider can do with what it holds: it holds everything."""

from gptctl.providers.capabilities import HELD, Capabilities, Capability, Support, lost
from gptctl.providers.local.ingest.readers import READERS

_NOTHING_DOES_IT = "it is kept, but nothing here can do it"

CAPABILITIES = Capabilities(
    fields={
        "description": HELD,
        "labels": HELD,
        "parameters.temperature": HELD,
        "parameters.top_p": HELD,
        "parameters.max_output_tokens": HELD,
        "parameters.reasoning": Capability(support=Support.HELD, note="Used by a server in base_url only"),
        "instructions": HELD,
        "starters": HELD,
        "capabilities.web_search": lost(_NOTHING_DOES_IT),
        "capabilities.code_interpreter": lost(_NOTHING_DOES_IT),
        "capabilities.image_generation": lost(_NOTHING_DOES_IT),
        "knowledge": Capability(support=Support.HELD, note="Indexed here, for search by words and by meaning"),
        "tools.function": Capability(support=Support.HELD, note="The program that asks runs them"),
        "tools.mcp": lost("it is kept, but never called from here"),
        "tools.openapi": lost("it is kept, but never called from here"),
        "output": HELD,
        "subagents": Capability(support=Support.HELD, note="Kept; the program that asks hands over"),
    },
    file_types=frozenset(READERS),
    logs="Every exchange is kept on this machine by the runtime itself",
)
