"""OpenAI, Azure and Nebius. A date or a limit that changes is changed here, and nowhere else."""

from collections.abc import Iterator, Mapping
from datetime import date

from gptctl.promote.exports.azure import AZURE as AZURE_ROWS
from gptctl.promote.exports.nebius import NEBIUS as NEBIUS_ROWS
from gptctl.promote.exports.openai import OPENAI as OPENAI_ROWS
from gptctl.promote.trainers.hosted.method import Method
from gptctl.promote.trainers.hosted.settings import Limit
from gptctl.promote.trainers.openai.service import Base, Service
from gptctl.providers.http import find_key
from gptctl.providers.openai_shape import foundry
from gptctl.providers.openai_shape.addresses import OPENAI_API
from gptctl.providers.openai_shape.connect import as_other, to_openai
from gptctl.providers.openai_shape.sdk import Connection

NEBIUS_HOME = "https://api.tokenfactory.nebius.com"
NEBIUS_KEY = "NEBIUS_API_KEY"

_BATCH = Limit(name="batch_size", low=1, high=256, whole=True)
_EPOCHS = Limit(name="n_epochs", low=1, high=50, whole=True)
_SFT = {
    "epochs": _EPOCHS,
    "batch": _BATCH,
    "learning_rate_multiplier": Limit(name="learning_rate_multiplier", low=0.001, high=100),
}
_OPENAI = {Method.SFT: _SFT, Method.DPO: {**_SFT, "beta": Limit(name="beta", low=0.001, high=2)}}
_LORA = {
    "epochs": _EPOCHS,
    "batch": _BATCH,
    "learning_rate": Limit(name="learning_rate", low=1e-8, high=0.01),
    "warmup": Limit(name="warmup_ratio", low=0, high=1),
    "decay": Limit(name="weight_decay", low=0, high=10),
    "rank": Limit(name="lora_r", low=1, high=128, whole=True),
    "alpha": Limit(name="lora_alpha", low=1, high=1024, whole=True),
}

_OPENAI_GONE = date(2027, 1, 14)


def _retiring(name: str, version: str, closes: date | None, gone: date) -> Iterator[Base]:
    """A model by its short name, and by that of its one version."""
    for known in (name, f"{name}-{version}"):
        yield Base(name=known, closes=closes, gone=gone)


def _nebius(said: str, environ: Mapping[str, str]) -> Connection:
    base_url = said or f"{NEBIUS_HOME}/v1"
    return as_other(base_url, find_key(environ, NEBIUS_KEY, base_url=base_url, home_origin=NEBIUS_HOME))


OPENAI = Service(
    name="openai",
    title="OpenAI",
    source="developers.openai.com/api/docs/deprecations, November 2026",
    export=OPENAI_ROWS,
    reach=lambda said, environ: to_openai(said or OPENAI_API, environ),
    address="base_url",
    bases=(
        *_retiring("gpt-4.1", "2025-04-14", None, _OPENAI_GONE),
        *_retiring("gpt-4.1-mini", "2025-04-14", None, _OPENAI_GONE),
        Base(name="gpt-4o-2024-08-06", gone=_OPENAI_GONE),
        *_retiring("gpt-4o-mini", "2024-07-18", None, _OPENAI_GONE),
        Base(name="gpt-4.1-nano*", closes=date(2026, 10, 23), gone=date(2026, 10, 23)),
    ),
    limits=_OPENAI,
    closes=date(2027, 1, 6),
    pauses=True,
)

AZURE = Service(
    name="azure",
    title="Azure",
    source="Microsoft Foundry, model retirement schedule, 2026-07-07; for customers who trained there before",
    export=AZURE_ROWS,
    reach=foundry.connect,
    address="endpoint",
    bases=(
        *_retiring("gpt-4.1", "2025-04-14", date(2027, 4, 14), date(2027, 10, 14)),
        *_retiring("gpt-4.1-mini", "2025-04-14", date(2027, 4, 14), date(2027, 10, 14)),
        *_retiring("gpt-4.1-nano", "2025-04-14", date(2027, 4, 14), date(2027, 10, 14)),
        *_retiring("gpt-4o", "2024-08-06", date(2027, 4, 1), date(2027, 10, 1)),
        *_retiring("gpt-4o-mini", "2024-07-18", date(2027, 4, 1), date(2027, 10, 1)),
        Base(name="gpt-oss-20b*"),
        Base(name="qwen*32b*"),
        Base(name="llama-3.3-70b*"),
        Base(name="ministral-3b*"),
    ),
    limits=_OPENAI,
    suffix=18,
    pauses=True,
    serving="Deploy it in Microsoft Foundry, best under its own name.",
)

NEBIUS = Service(
    name="nebius",
    title="Nebius Token Factory",
    source="docs.tokenfactory.nebius.com, 2026",
    export=NEBIUS_ROWS,
    reach=_nebius,
    address="base_url",
    bases=(
        Base(name="meta-llama/*Llama-3.1-8B-Instruct"),
        Base(name="meta-llama/Llama-3.3-70B-Instruct"),
    ),
    limits={Method.SFT: _LORA},
    always={"lora": True},  # what is trained in whole is served by nobody but a rented machine
    metadata=False,
    serving="Deploy its adapter in Nebius Token Factory.",
)

SERVICES: Mapping[str, Service] = {service.name: service for service in (OPENAI, AZURE, NEBIUS)}
