"""What commands on datasets work with: the assistant's recipe, its present state, its conversations, and prices.

Needs the libraries of the extra `promote`; only the commands of `gptctl dataset` import it.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from gptctl.cli.conversations import Conversations, open_store
from gptctl.cli.counting import counted
from gptctl.cli.screens import Flag
from gptctl.cli.shell import Shell
from gptctl.core.address import Address
from gptctl.errors import Refused, Usage
from gptctl.logs.store.query import Query
from gptctl.promote import recipe_codec
from gptctl.promote.batch import Batch
from gptctl.promote.cost.lengths import lengths
from gptctl.promote.cost.quote import Current, Job, Quote, quote
from gptctl.promote.cost.table import OVERRIDE, load
from gptctl.promote.curate import curate_log
from gptctl.promote.dataset.build import Order
from gptctl.promote.dataset.holding import forgotten_in
from gptctl.promote.dataset.manifest import Manifest
from gptctl.promote.dataset.named import Named, named
from gptctl.promote.dataset.stored import StoredDataset
from gptctl.promote.example import Part
from gptctl.promote.exports.registry import EXPORTS
from gptctl.promote.logged import Logged
from gptctl.promote.setting import setting
from gptctl.promote.terms.table import find
from gptctl.promote.tokens import vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class _Watched(Logged):
    """All that is logged; on a terminal it is told how far the reading is."""

    flags: frozenset[Flag]

    def batches(self) -> Iterator[Batch]:
        return counted(Logged.batches(self), "conversations", self.flags, lambda batch: len(batch.ids))


def order(shell: Shell, conversations: Conversations, assistant: str) -> Order:
    """How the dataset of an assistant is to be built. Raises Usage for one that is not declared."""
    conversations.named(assistant)
    address = Address(kind="assistant", name=assistant)
    recipe = recipe_codec.load(conversations.workspace.promotions[address])
    [attrs] = [one.attrs for one in conversations.workspace.declared if one.address == address]
    present = setting(attrs)
    logged = _Watched(folder=conversations.store.folder, assistant=assistant, flags=shell.flags)
    target = EXPORTS.get(recipe.to.partition(":")[0])
    limit = target.longest if target else 0
    return Order(
        assistant=assistant,
        recipe=recipe,
        setting=present,
        curate=lambda folder: curate_log([logged], recipe, present, folder, limit=limit),
    )


def which(shell: Shell, word: str) -> Named:
    return named(word, shell.place.root, shell.place.home)


def usable(shell: Shell, meant: Named) -> StoredDataset:
    """Its rows, to be asked or handed on. Raises Refused where a conversation in it was forgotten, GptctlError."""
    rows = meant.rows(shell.place.home)
    reasons = list(forgotten_in(rows.folder, open_store(shell).forgotten))
    if reasons:
        raise Refused(
            f"the dataset {meant.digest[:12]} is not used any more",
            reasons=reasons,
            advice="`gptctl dataset build` makes one without them.",
        )
    return rows


def cost(
    shell: Shell, conversations: Conversations, made: tuple[StoredDataset, Manifest], to: str | None, epochs: int
) -> Quote | None:
    """Of training where `to` or the recipe says; None where neither does. Raises Usage, GptctlError."""
    dataset, manifest = made
    chosen = to or str(manifest.recipe.get("to") or "")
    if not chosen:
        return None
    trainer, _, model = chosen.partition(":")
    if not trainer or not model:
        raise Usage(f"{chosen!r} is not of the form TRAINER:MODEL", advice="Such as together:Qwen/Qwen3-8B.")
    name = vocabulary.of_model(model).vocabulary
    job = Job(
        to=chosen,
        train=lengths(dataset.examples(Part.TRAIN), name),
        validation=lengths(dataset.examples(Part.VALIDATION), name),
        epochs=epochs,
    )
    prices = load(shell.place.root / OVERRIDE, shell.place.home / OVERRIDE)
    return quote(job, _current(conversations, manifest), prices, datetime.now(UTC).date())


def _current(conversations: Conversations, manifest: Manifest) -> Current:
    """The model that gave most of the rows, and all conversations that the store has of the assistant."""
    answered = Counter({count.name: count.rows for count in manifest.models}).most_common(1)
    provider, slash, model = answered[0][0].partition("/") if answered else ("", "", "")
    if not slash:
        provider, model = "", provider
    maker = find(provider, model)
    months = conversations.store.stats(Query(assistant=manifest.assistant)).months
    return Current(provider=provider or (maker.maker if maker else ""), model=model, months=months)
