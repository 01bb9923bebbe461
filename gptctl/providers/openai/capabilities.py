"""What OpenAI can do for an assistant, by the runtime that is set."""

from collections.abc import Mapping

from gptctl.providers.capabilities import Capabilities
from gptctl.providers.openai.agents.capabilities import CAPABILITIES as AGENTS
from gptctl.providers.openai.responses.capabilities import CAPABILITIES as RESPONSES
from gptctl.providers.openai.settings import Runtime

RUNTIMES: Mapping[Runtime, Capabilities] = {Runtime.RESPONSES: RESPONSES, Runtime.AGENTS: AGENTS}
