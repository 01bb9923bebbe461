"""Build a dataset: from what the store has of an assistant to rows outside git and a manifest for git."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from gptctl.errors import Refused
from gptctl.logs import codec
from gptctl.promote import recipe_codec
from gptctl.promote.curated import Findings
from gptctl.promote.dataset import census
from gptctl.promote.dataset.alone import WAIT_SECONDS, alone
from gptctl.promote.dataset.apartness import touching
from gptctl.promote.dataset.manifest import Leaks, Manifest
from gptctl.promote.dataset.store import store
from gptctl.promote.dataset.stored import StoredDataset
from gptctl.promote.dataset.taken import Described
from gptctl.promote.example import Curation, Part, Stage
from gptctl.promote.recipe import Recipe
from gptctl.promote.setting import Setting
from gptctl.promote.terms.table import find
from gptctl.promote.tokens import vocabulary


class Result(Curation, Protocol):
    """What a curation gives, with what was seen on the way."""

    @property
    def findings(self) -> Findings: ...


Curate = Callable[[Path], Result]
"""Curates into a folder that is not there yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a dataset is made of and by: `setting` is what the assistant is now."""

    assistant: str
    recipe: Recipe
    setting: Setting
    curate: Curate


@dataclass(frozen=True, slots=True, kw_only=True)
class Built(Described):
    findings: Findings


def build(order: Order, home: Path, *, wait: float = WAIT_SECONDS) -> Built:
    """The same inputs give the same dataset and the same manifest, to the byte.

    Raises Refused when nothing is left to train on, when what is held out is trained on, or when a secret is found;
    Locked when another run builds, GptctlError when the disk or the store cannot be used. Nothing is left behind then.
    """
    with alone(home, wait) as work:
        curated = order.curate(work / "curated")
        _refuse_nothing(order.assistant, curated)
        leaks = touching(curated, order.recipe.near)
        _refuse_leaks(leaks)
        dataset = store(curated, home)
        findings = curated.findings
        return Built(
            manifest=_manifest(order, dataset, (curated.stages, findings, leaks)), dataset=dataset, findings=findings
        )


def _refuse_nothing(assistant: str, curated: Result) -> None:
    if next(curated.examples(Part.TRAIN), None) is None:
        raise Refused(
            f"no conversation with {assistant} is left to train on",
            reasons=[
                f"{stage.name}: {reason}: {rows}" for stage in curated.stages for reason, rows in stage.dropped.items()
            ],
            advice="Bring in more with `gptctl logs import`, rate them with `gptctl feedback`, or mend `promotion:`.",
        )


def _refuse_leaks(leaks: Leaks) -> None:
    if leaks.identical or leaks.near:
        raise Refused(
            "what is held out is trained on too, so the dataset was not kept",
            reasons=[f"{leaks.identical} contexts are the same in both, {leaks.near} nearly the same."],
            advice="This is a mistake of gptctl: please report it.",
        )


def _manifest(order: Order, dataset: StoredDataset, came_about: tuple[Sequence[Stage], Findings, Leaks]) -> Manifest:
    stages, findings, leaks = came_about
    counted = census.take(dataset)
    present = codec.digest(order.setting.instructions)
    return Manifest(
        assistant=order.assistant,
        dataset=dataset.digest,
        vocabulary=vocabulary.of_model(order.recipe.to.partition(":")[2]).vocabulary,
        recipe=recipe_codec.dump(order.recipe),
        files=counted.files,
        stages=stages,
        sources=census.counts(counted.sources),
        models=census.counts(counted.models, {name: _terms(name) for name in counted.models}),
        ran_under=census.counts(counted.ran_under, {present: "the present ones"}),
        prompts=sorted(dataset.prompts),
        leaks=leaks,
        clusters=len(counted.clusters),
        cluster_sizes=findings.cluster_sizes,
        licences=order.recipe.licences,
    )


def _terms(name: str) -> str:
    """What is known of the terms of a model, named as the census does."""
    provider, slash, model = name.partition("/")
    found = find(provider, model) if slash else find("", name)
    return str(found) if found else ""
