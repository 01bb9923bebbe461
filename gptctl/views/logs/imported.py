"""What came of reading logs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from gptctl.core.plural import plural
from gptctl.core.value import Attrs
from gptctl.logs.files.names import SUFFIXES
from gptctl.logs.overview import Counts
from gptctl.logs.sources.base import Rejected
from gptctl.views.line import Line, Style, indent, line
from gptctl.views.logs.feedback import waiting

FORMAT = "gptctl.logs-import/v1"
SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file and what it was taken for; `shape` is "" when nobody could tell."""

    file: str
    shape: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """`counts` are None after a dry run, which keeps nothing.

    `read` are conversations and `ratings` those that stood apart. `assigned` counts conversations by assistant, ""
    for none, and `strangers` the latter by their source's name or id for theirs. `unscaled` are names of ratings whose
    numbers go beyond 1. `passed_over` were of another of the
    provider's assistants than the one asked for. `rejected` rows could not be read: `first` of them are shown, and all
    of them lie in the file `rejects`. `waiting` are all ratings that are kept and find no conversation.
    """

    sources: Sequence[Source]
    counts: Counts | None
    read: int
    ratings: int
    unscaled: Sequence[str]
    rejected: int
    passed_over: int
    assigned: Mapping[str, int]
    strangers: Mapping[str, int]
    first: Sequence[Rejected]
    rejects: str
    waiting: int

    def human(self) -> Iterator[Line]:
        for source in self.sources[:SHOWN]:
            yield line(f"{source.file}: {source.shape or 'not known'}", Style.PLAIN if source.shape else Style.WARNING)
        if len(self.sources) > SHOWN:
            yield line(f"and {plural(len(self.sources) - SHOWN, 'file')} more", Style.FAINT)
        if not self.sources:
            yield line(f"no file there is named as logs are: *{', *'.join(SUFFIXES)}, packed or not", Style.WARNING)
        yield line(self._sentence(), Style.HEADING)
        yield from self._whose()
        for name in self.unscaled[:SHOWN]:
            what = f"numbers of the rating {name} go beyond 1, and nobody says out of how many"
            yield line(f"{what}: they are kept as labels, neither good nor bad.", Style.WARNING)
        yield from self._rejects()
        yield from waiting(self.waiting)

    def _sentence(self) -> str:
        apart = f" and {plural(self.ratings, 'rating')} apart from them" if self.ratings else ""
        read = f"{plural(self.read, 'conversation')}{apart} read"
        rejected = f"{plural(self.rejected, 'row')} rejected"
        if self.counts is None:
            return f"{read}, {rejected}; nothing was kept."
        told = asdict(self.counts)
        names = ("new", "updated", "unchanged", "repeated", "forgotten")
        kept = ", ".join(f"{told[name]} {name}" for name in names if told[name] or name in ("new", "unchanged"))
        return f"{read}: {kept}; {rejected}."

    def _whose(self) -> Iterator[Line]:
        for name, count in sorted(self.assigned.items()):
            if name:
                yield line(f"{count} with {name}")
        if self.passed_over:
            yield line(f"{self.passed_over} passed over: they were with other assistants", Style.FAINT)
        if lost := self.assigned.get("", 0):
            ids = ", ".join(name for name, _ in sorted(self.strangers.items(), key=lambda one: -one[1])[:3] if name)
            known = f" (their source calls it {ids})" if ids else ""
            yield line(f"{lost} with no assistant that is declared{known}: --assistant NAME says whose.", Style.WARNING)

    def _rejects(self) -> Iterator[Line]:
        if not self.rejected:
            return
        yield from indent(line(f"{one.place}: {one.reason}", Style.WARNING) for one in self.first)
        if self.rejects and self.rejected > len(self.first):
            yield line(f"all {self.rejected} are listed in {self.rejects}", Style.FAINT)

    def document(self) -> Attrs:
        sources: list[Attrs] = [{"file": source.file, "shape": source.shape} for source in self.sources]
        rejects: list[Attrs] = [asdict(one) for one in self.first]
        counts: Attrs | None = None if self.counts is None else asdict(self.counts)
        return {
            "format": FORMAT,
            "files": sources,
            "read": self.read,
            "ratings": self.ratings,
            "unscaled": [*self.unscaled],
            "rejected": self.rejected,
            "passed_over": self.passed_over,
            "counts": counts,
            "assigned": self.assigned,
            "first_rejects": rejects,
            "rejects": self.rejects or None,
            "waiting": self.waiting,
        }
