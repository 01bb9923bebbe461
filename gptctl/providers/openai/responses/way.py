"""`runtime: responses`, put together."""

from gptctl.providers.openai.responses.assistants import Assistants
from gptctl.providers.openai.responses.capabilities import CAPABILITIES
from gptctl.providers.openai.responses.lower import lower
from gptctl.providers.openai.responses.runner import Runner
from gptctl.providers.openai.way import Means, Way
from gptctl.providers.openai_shape.knowledge import Knowledge


def responses(means: Means) -> Way:
    assistants = Assistants(means.api, target=means.target, sleep=means.sleep)
    runner = Runner(assistants, means.sdk, means.environ)
    return Way(
        capabilities=CAPABILITIES,
        knowledge=Knowledge(means.api, sleep=means.sleep),
        assistants=assistants,
        runner=runner,
        lower=lower,
        collection="/vector_stores",
        ask_with=runner.ask,
    )
