"""The evidence, from the manifest in git and the conversations that are here now; only what the rules ask for."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from gptctl.config import revision
from gptctl.errors import GptctlError
from gptctl.logs.store import durable
from gptctl.logs.store.database import SPILL
from gptctl.promote.dataset import layout
from gptctl.promote.dataset.manifest import Manifest
from gptctl.promote.dataset.rows import under
from gptctl.promote.readiness.gathering.examples import curated
from gptctl.promote.readiness.gathering.log import read
from gptctl.promote.readiness.gathering.subject import Subject
from gptctl.promote.retrain.evidence import Ending, Evidence
from gptctl.promote.retrain.rules import Retrain


def gather(
    subject: Subject, manifest: Manifest, rules: Retrain, ending: Ending | None, tried: date | None = None
) -> Evidence:
    """`tried` as in Evidence. Raises GptctlError when the store cannot be used."""
    made = _made(subject)
    rated, liked = _rated(subject, made) if rules.rating is not None else (0, 0)
    return Evidence(
        today=subject.today,
        made=made,
        then=sum(size * clusters for size, clusters in manifest.cluster_sizes.items()),
        usable=_usable(subject) if rules.conversations is not None else None,
        rated=rated,
        liked=liked,
        same=under(subject.setting).digest in manifest.prompts,
        ending=ending,
        tried=tried,
    )


def _made(subject: Subject) -> date | None:
    """The day, in UTC, of the last commit of the manifest."""
    path = layout.in_project(Path(), subject.assistant) / layout.MANIFEST
    try:
        commits = revision.log(subject.root, [path.as_posix()], 1)
    except GptctlError:  # no git here
        return None
    return datetime.fromtimestamp(commits[0].time, UTC).date() if commits else None


def _usable(subject: Subject) -> int:
    """In the store's own folder: it is private, and what a killed run leaves there is swept."""
    if not subject.store.is_dir():
        return 0
    with durable.explained(subject.store), TemporaryDirectory(prefix=SPILL, dir=subject.store) as work:
        return curated(subject, Path(work)).kept.findings.usable


def _rated(subject: Subject, made: date | None) -> tuple[int, int]:
    """How many were rated, and of these liked, from that day on, as the recipe selects them."""
    select = subject.recipe.select
    since = max((day for day in (select.since, made) if day), default=None)
    log = read(replace(subject, recipe=replace(subject.recipe, select=replace(select, since=since))))
    return sum(tally.rated for tally in log.kinds.values()), sum(tally.good for tally in log.kinds.values())
