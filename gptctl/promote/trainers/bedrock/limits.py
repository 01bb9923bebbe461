"""What Amazon publishes of tuning Nova, as it was read in November 2026.

docs.aws.amazon.com/bedrock/latest/userguide: custom-model-fine-tuning, cm-hp-nova-mm. Days on which Nova models end
are not published yet; who learns of one writes it under `retires` in the project file.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from gptctl.core.value import Attrs
from gptctl.promote.trainers.hosted import settings
from gptctl.promote.trainers.hosted.method import Method
from gptctl.promote.trainers.hosted.options import closed
from gptctl.promote.trainers.hosted.settings import Limit

FAMILY = "amazon.nova-"
KNOWN = (
    "amazon.nova-2-lite-v1:0:256k",
    "amazon.nova-micro-v1:0:128k",
    "amazon.nova-lite-v1:0:300k",
    "amazon.nova-pro-v1:0:300k",
)
REGION = "us-east-1"
"""Where Nova is tuned."""

LIMITS: Mapping[str, Limit] = {
    "epochs": Limit(name="epochCount", low=1, high=5, whole=True),
    "learning_rate": Limit(name="learningRate", low=1e-6, high=1e-4),
    "warmup": Limit(name="learningRateWarmupSteps", low=0, high=100, whole=True),
}


def problems(base: str, given: Attrs, retires: Mapping[str, date], today: date) -> Iterator[str]:
    """Why this cannot be tuned here, whatever the dataset is, in sentences."""
    if not base.startswith(FAMILY):
        yield f"{base or 'A base without a name'} is no Nova model; those that are tuned are {', '.join(KNOWN)}."
    yield from closed(base, retires, today)
    yield from settings.problems(given, LIMITS)
    if given.get("method") == Method.DPO:
        yield "Bedrock tunes Nova from examples, not from pairs: the setting method can only be sft."


def hyperparameters(given: Attrs) -> Mapping[str, str]:
    """Of settings in which `problems` finds none; each a text. The epochs are always said: the cost hangs on them."""
    made = {**settings.renamed(given, LIMITS), "epochCount": settings.epochs(given)}
    return {name: str(value) for name, value in made.items()}
