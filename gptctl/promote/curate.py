"""From logs to a dataset: everything between the store and the exports."""

import os
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from gptctl.errors import GptctlError
from gptctl.promote.batch import Portion
from gptctl.promote.choice import control, review
from gptctl.promote.choice.consistency import Consistency, consistent
from gptctl.promote.choice.copies import drop_copies
from gptctl.promote.choice.fates import Fates, fresh
from gptctl.promote.choice.order import indexed, ranked
from gptctl.promote.choice.pairs import near
from gptctl.promote.choice.quotas import keep_within
from gptctl.promote.choice.ratings import drop_unliked
from gptctl.promote.choice.settle import Chosen, settle
from gptctl.promote.choice.split import PARTS, Assigned, split
from gptctl.promote.curated import Curated, Findings, write_lines, write_summary
from gptctl.promote.engines.base import Engine, here
from gptctl.promote.example import Part
from gptctl.promote.logged import Logged
from gptctl.promote.recipe import Recipe
from gptctl.promote.render import Renderer
from gptctl.promote.setting import Setting
from gptctl.promote.shards.ledger import Ledger
from gptctl.promote.shards.scan import Steps, Work
from gptctl.promote.shards.shards import Shards, opened
from gptctl.promote.standard import Standard
from gptctl.promote.tokens import vocabulary


def curate(
    portions: Sequence[Portion], recipe: Recipe, setting: Setting, steps: Steps, folder: Path, engine: Engine = here
) -> Curated:
    """Curate a log into `folder`, which must not exist: equal inputs give equal bytes, whatever the portions.

    Needs about as much disk beside it as the log is large, for as long as it runs. Raises GptctlError.
    """
    work = Path(mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    with _explained(work):
        named = vocabulary.of_model(recipe.to.partition(":")[2])
        task = Work(recipe=recipe, steps=steps, vocabulary=named.vocabulary)
        shards = opened(engine(portions, task, work / "shards"))
        aside = work / "result"
        aside.mkdir()
        _reduce(
            _Reduction(shards=shards, recipe=recipe, setting=setting, vocabulary=named.vocabulary, work=work), aside
        )
        aside.rename(folder)
    return Curated(folder=folder)


@contextmanager
def _explained(work: Path) -> Iterator[None]:
    """Say in one sentence what the disk or a library would not do, and leave nothing behind."""
    try:
        yield
    except (OSError, duckdb.Error, pa.ArrowException) as error:
        raise GptctlError(f"the dataset could not be made in {work.parent}: {_reason(error)}") from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _reason(error: Exception) -> str:
    """NumPy knows no number of the system's for a file of which only a part could be written."""
    if not isinstance(error, OSError):
        return str(error).partition("\n")[0]
    return os.strerror(error.errno) if error.errno else "only a part of a file could be written; the disk may be full"


def curate_log(
    logged: Sequence[Logged], recipe: Recipe, setting: Setting, folder: Path, *, limit: int = 0, engine: Engine = here
) -> Curated:
    """The same, of all that the store has of an assistant and with every step that the recipe asks for.

    `limit` is how long an example may be for the target, in tokens; 0 is no limit.
    """
    named = vocabulary.of_model(recipe.to.partition(":")[2])
    tools = logged[0].tools() if logged else {}
    steps = Standard(recipe=recipe, setting=setting, vocabulary=named.vocabulary, tools=tools, limit=limit)
    return curate(logged, recipe, setting, steps, folder, engine)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reduction:
    shards: Shards
    recipe: Recipe
    setting: Setting
    vocabulary: str
    work: Path


def _reduce(now: _Reduction, out: Path) -> None:
    ledger = Ledger()
    ledger.merge(now.shards.stages())
    fates = fresh(len(now.shards), ledger)
    index = now.work / "index.parquet"
    indexed(now.shards, index)
    rank = ranked(now.shards, index)
    # First of all, and over good and bad alike: what happens to a row later must not move those that are near it.
    pairs = near(now.shards, rank, fates.alive, now.recipe.near)
    assigned = split(now.shards, rank, pairs, now.recipe.split, fates)
    found = consistent(now.shards, rank, fates)
    drop_copies(now.shards, rank, fates)
    drop_unliked(now.shards, now.recipe.select, fates)
    _drop_changing(found, now.recipe, fates)
    findings = _findings(now.shards, found, fates, assigned)
    trainable = control.population(fates.alive, assigned)
    keep_within(now.shards, rank, assigned.leaders, now.recipe, fates)
    rows = _settled(now, rank, assigned, fates)
    rows += _controls(now, rank, assigned, trainable, rows)
    _write(now, rows, found, out)
    review.write_dropped(now.shards, fates, out / "dropped.jsonl", now.work)
    write_summary(out / "curation.json", ledger.stages(), findings)


def _drop_changing(found: Consistency, recipe: Recipe, fates: Fates) -> None:
    if not recipe.volatile:
        fates.begin()
        fates.drop("volatility", "facts change", np.asarray(found.changing, dtype=np.int64))
        fates.end("volatility")


def _findings(shards: Shards, found: Consistency, fates: Fates, assigned: Assigned) -> Findings:
    usable = np.flatnonzero(fates.alive)
    reasons = [index for index, (_, reason) in enumerate(fates.reasons, 1) if reason.startswith("contradict")]
    sizes = np.unique(assigned.leaders[usable], return_counts=True)[1]
    return Findings(
        usable=len(usable),
        looked_up=int(shards.column("looked_up", usable).astype(np.bool_).sum()),
        changing=len(set(found.changing)),
        contradicted=int(np.isin(fates.codes, reasons).sum()),
        clusters=len(sizes),
        tokens=int(shards.column("tokens", usable).astype(np.int64).sum()),
        cluster_sizes=dict(Counter(sorted(sizes.tolist()))),
    )


def _settled(now: _Reduction, rank: NDArray[np.uint32], assigned: Assigned, fates: Fates) -> list[Chosen]:
    """The rows of the three parts, without targets whose contexts stand in another."""
    fates.begin()
    numbers = np.flatnonzero(fates.alive)
    result = settle(_chosen(now, rank, assigned, numbers), now.recipe.near)
    for row, other in result.dropped:
        fates.drop("contexts", "context seen in another part", np.asarray([row.number]), np.asarray([other.number]))
    fates.end("contexts")
    return list(result.kept)


def _controls(
    now: _Reduction, rank: NDArray[np.uint32], assigned: Assigned, trainable: NDArray[np.int64], rows: list[Chosen]
) -> list[Chosen]:
    """As many as are trained on; of those too, nothing that is held out."""
    size = sum(row.part is Part.TRAIN for row in rows)
    held_out = [row for row in rows if row.part is not Part.TRAIN]
    sampled = _chosen(now, rank, assigned, control.sample(now.shards, trainable, size), Part.CONTROL)
    return [row for row in settle([*held_out, *sampled], now.recipe.near).kept if row.part is Part.CONTROL]


def _chosen(
    now: _Reduction, rank: NDArray[np.uint32], assigned: Assigned, numbers: NDArray[np.int64], part: Part | None = None
) -> list[Chosen]:
    """In the order of time."""
    bodies = dict(now.shards.bodies(numbers.tolist()))
    leaders = now.shards.texts("id", assigned.leaders[numbers].tolist())
    return [
        Chosen(
            number=at,
            part=part or PARTS[assigned.parts[at]],
            body=bodies[at],
            targets=bodies[at].row.targets,
            cluster=leaders[int(assigned.leaders[at])],
        )
        for at in numbers[np.argsort(rank[numbers])].tolist()
    ]


def _write(now: _Reduction, rows: Sequence[Chosen], found: Consistency, out: Path) -> None:
    renderer = Renderer(setting=now.setting, vocabulary=now.vocabulary)
    rejected = dict(now.shards.bodies([one.rejected for one in found.preferred]))
    for part in Part:
        own = [row for row in rows if row.part is part]
        write_lines(out / f"{part}.jsonl", renderer.examples(own))
        pairs = () if part is Part.CONTROL else renderer.pairs(own, found.preferred, rejected)
        write_lines(out / f"{part}.pairs.jsonl", pairs)
