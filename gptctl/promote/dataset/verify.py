"""Whether a dataset is what its manifest says, and holds nothing that it must not."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gptctl.errors import GptctlError
from gptctl.promote.dataset import census, layout, project
from gptctl.promote.dataset.apartness import touching
from gptctl.promote.dataset.holding import Forgotten, forgotten_in
from gptctl.promote.dataset.manifest import Count, Manifest
from gptctl.promote.dataset.portrait import portrait
from gptctl.promote.dataset.store import content_digest, secrets
from gptctl.promote.dataset.stored import StoredDataset

_NEAR = 0.85


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """`problems` are whole sentences, none when it holds."""

    name: str
    problems: tuple[str, ...]


def verify(
    dataset: StoredDataset, manifest: Manifest | None, root: Path | None = None, *, forgotten: Forgotten
) -> Sequence[Check]:
    """Every check. Without a manifest only the rows are looked at; with the project's `root` its card is too."""
    yet: list[tuple[str, Callable[[], Iterator[str]]]] = [
        ("hash", lambda: _hash(dataset)),
        ("leaks", lambda: _leaks(dataset, manifest)),
        ("secrets", lambda: secrets(dataset.folder)),
        ("forgotten", lambda: forgotten_in(dataset.folder, forgotten)),
    ]
    if manifest is not None:
        yet.append(("manifest", lambda: _manifest(dataset, manifest)))
        if root is not None:
            yet.append(("card", lambda: _card(dataset, manifest, root)))
    return [Check(name=name, problems=tuple(_told(check))) for name, check in yet]


def _told(check: Callable[[], Iterator[str]]) -> Iterator[str]:
    try:
        yield from check()
    except (GptctlError, OSError) as error:
        yield f"{error}."


def _hash(dataset: StoredDataset) -> Iterator[str]:
    found = content_digest(dataset.folder)
    if found != dataset.digest:
        yield f"The files have the hash {found[:12]}, not {dataset.digest[:12]}: they were changed."


def _leaks(dataset: StoredDataset, manifest: Manifest | None) -> Iterator[str]:
    near = manifest.recipe.get("near") if manifest else None
    found = touching(dataset, near if isinstance(near, float) else _NEAR)
    if found.identical or found.near:
        yield f"Of what is held out {found.identical} contexts are trained on too, and {found.near} nearly so."


def _manifest(dataset: StoredDataset, manifest: Manifest) -> Iterator[str]:
    found = census.take(dataset)
    said = {file.name: file for file in manifest.files}
    there = {file.name: file for file in found.files}
    for name in sorted(said.keys() | there.keys()):
        if said.get(name) != there.get(name):
            yield f"{name} is not the file that the manifest speaks of."
    for what, counts, counted in (
        ("source", manifest.sources, census.counts(found.sources)),
        ("model", manifest.models, census.counts(found.models)),
        ("version of the instructions", manifest.ran_under, census.counts(found.ran_under)),
    ):
        if _bare(counts) != _bare(counted):
            yield f"The rows by {what} are not those that the manifest counts."
    if tuple(manifest.prompts) != tuple(sorted(dataset.prompts)) or manifest.clusters != len(found.clusters):
        yield "The prompts or the clusters are not those that the manifest names."
    yield from _books(manifest)


def _books(manifest: Manifest) -> Iterator[str]:
    """What a step reads is what the one before it kept, and what it keeps and drops is what it read."""
    for stage in manifest.stages:
        if stage.read != stage.kept + sum(stage.dropped.values()):
            yield f"The step {stage.name} read {stage.read} rows, and kept and dropped another number."
    held = sum(file.rows for file in manifest.files if file.name in {f"{part}.jsonl" for part in census.HELD})
    if manifest.stages and manifest.stages[-1].kept != held:
        yield f"The last step kept {manifest.stages[-1].kept} rows, and {held} are there."


def _card(dataset: StoredDataset, manifest: Manifest, root: Path) -> Iterator[str]:
    folder = layout.in_project(root, manifest.assistant)
    for name, text in project.texts(manifest, portrait(dataset, manifest.cluster_sizes)).items():
        if not (folder / name).is_file() or (folder / name).read_bytes() != text.encode():
            yield f"{name} is not what the dataset gives: build it again."


def _bare(counts: Sequence[Count]) -> Sequence[tuple[str, int]]:
    """Notes may be of another version of gptctl."""
    return [(count.name, count.rows) for count in counts]
