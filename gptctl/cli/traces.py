"""What in the user's own folder quotes rows of a dataset and can be made again: answers, reports, exports."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree

from gptctl.cli import bench
from gptctl.logs.store.durable import explained
from gptctl.promote.dataset import export, layout
from gptctl.promote.pipeline import case, shelf


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """A file or a folder. `datasets` are hashes of those it rests on, or what they begin with; none if not known."""

    path: Path
    datasets: frozenset[str]

    def rests_on(self, datasets: Collection[str]) -> bool:
        return any(whole.startswith(tuple(self.datasets)) for whole in datasets)

    def is_known(self, here: Collection[str]) -> bool:
        """Whether all of its datasets are among these."""
        return bool(self.datasets) and all(any(one.startswith(begun) for one in here) for begun in self.datasets)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleared:
    """Paths from the user's own folder. `doubtful` are left: the rows that they rest on are not on this machine."""

    deleted: Sequence[str]
    doubtful: Sequence[str]


def clear(home: Path, held: Collection[str]) -> Cleared:
    """Delete what rests on one of these datasets. Raises GptctlError."""
    with explained(home):
        traces = list(_traces(home))
        here = {path.name for path in (home / layout.FOLDER).glob("[!.]*")}
        doomed = [one.path for one in traces if one.rests_on(held)]
        doubtful = [one.path for one in traces if one.path not in doomed and not one.is_known(here)]
        for path in doomed:
            rmtree(path) if path.is_dir() else path.unlink()
    return Cleared(deleted=_from(home, doomed), doubtful=_from(home, doubtful))


def _traces(home: Path) -> Iterator[Trace]:
    for folder in home.glob(f"{bench.FOLDER}/*/*"):
        yield Trace(path=folder, datasets=frozenset(path.name for path in folder.glob(f"{bench.RESTS_ON}/*")))
    for folder in home.glob(f"{shelf.FOLDER}/*/[!.]*/"):
        known = case.load(folder)
        for path in (found for pattern in case.QUOTING for found in folder.glob(pattern)):
            yield Trace(path=path, datasets=frozenset({known.approval.dataset} if known else ()))
    for folder in home.glob(f"{export.FOLDER}/[!.]*"):
        yield Trace(path=folder, datasets=frozenset({folder.name.partition("-")[0]}))


def _from(home: Path, paths: Sequence[Path]) -> Sequence[str]:
    return sorted(path.relative_to(home).as_posix() for path in paths)
