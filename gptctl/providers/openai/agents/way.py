"""`runtime: agents`, put together."""

from gptctl.providers.openai.agents.assistants import PATH, Assistants
from gptctl.providers.openai.agents.capabilities import CAPABILITIES
from gptctl.providers.openai.agents.knowledge import Knowledge
from gptctl.providers.openai.agents.lower import lower
from gptctl.providers.openai.agents.sessions import Sessions
from gptctl.providers.openai.way import Means, Way


def agents(means: Means) -> Way:
    assistants = Assistants(means.api, target=means.target)
    return Way(
        capabilities=CAPABILITIES,
        knowledge=Knowledge(means.api, sleep=means.sleep),
        assistants=assistants,
        runner=Sessions(means.sdk, means.sender, assistants, means.settings.vaults, sleep=means.sleep),
        lower=lower,
        collection=PATH,
    )
