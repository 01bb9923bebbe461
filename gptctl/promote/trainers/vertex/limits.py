"""What Google publishes of tuning: days, hyperparameters, and what a base is called."""

from collections.abc import Iterator, Mapping
from datetime import date

from gptctl.core.value import JSON, Attrs
from gptctl.promote.trainers.hosted import method, settings
from gptctl.promote.trainers.hosted.method import Method
from gptctl.promote.trainers.hosted.settings import Limit

RETIRES: Mapping[str, date] = {
    "gemini-2.0-flash-001": date(2026, 6, 1),
    "gemini-2.0-flash-lite-001": date(2026, 6, 1),
    "gemini-2.5-pro": date(2026, 10, 16),
    "gemini-2.5-flash": date(2026, 10, 16),
    "gemini-2.5-flash-lite": date(2026, 10, 16),
    "gemini-3.1-flash-lite": date(2027, 5, 7),
    "gemini-3.5-flash": date(2027, 5, 19),
    "gemini-3.5-flash-lite": date(2027, 7, 21),
}
"""The days that the page on model versions lists; Google may put them off, never forward. What was tuned goes too."""

SOURCE = "docs.cloud.google.com, Gemini Enterprise Agent Platform, model versions, 2026"

ADAPTERS = {1: "ONE", 2: "TWO", 4: "FOUR", 8: "EIGHT", 16: "SIXTEEN"}
_SHARED = {
    "epochs": Limit(name="epochCount", low=1, high=100, whole=True),
    "learning_rate_multiplier": Limit(name="learningRateMultiplier", low=0.001, high=10),
    "rank": Limit(name="adapterSize", low=1, high=16, whole=True),
}
LIMITS: Mapping[Method, Mapping[str, Limit]] = {
    Method.SFT: _SHARED,
    Method.DPO: {**_SHARED, "beta": Limit(name="beta", low=0.001, high=10)},
}
"""Google publishes the names and the sizes of adapters; the other bounds are ours, against slips of the pen."""


def problems(base: str, given: Attrs, retires: Mapping[str, date], today: date) -> Iterator[str]:
    """Why this cannot be tuned here, whatever the dataset is, in sentences.

    Which Gemini models can be tuned changes every few months, so that Vertex itself has the last word on it.
    """
    if not base.startswith("gemini-"):
        yield f"{base or 'A base without a name'} is no Gemini model, and others take another format of rows."
    day = retires.get(base)
    if day is not None and day <= today:
        yield f"{base} was listed to stop on {day}, and what is tuned from it with it ({SOURCE})."
    if given.get("method", Method.SFT) in list(Method):
        yield from settings.problems(given, LIMITS[method.of(given)])
    else:
        yield from settings.problems(given, LIMITS[Method.DPO])
    rank = given.get("rank", 1)
    if rank not in list(ADAPTERS):
        yield f"The setting rank is one of {', '.join(map(str, ADAPTERS))}."


def hyperparameters(given: Attrs) -> Attrs:
    """Of settings in which `problems` finds none. The epochs are always said: what a job costs hangs on them."""
    made: dict[str, JSON] = settings.renamed(given, LIMITS[method.of(given)])
    made["epochCount"] = settings.epochs(given)
    if "rank" in given:
        made["adapterSize"] = f"ADAPTER_SIZE_{ADAPTERS[int(str(given['rank']))]}"
    return made
