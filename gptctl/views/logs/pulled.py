"""What the providers had."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Protocol

from gptctl.core.value import Attrs
from gptctl.logs.overview import Counts
from gptctl.logs.sources.base import Rejected
from gptctl.views.line import Line, Style, indent, line

FORMAT = "gptctl.logs-pull/v1"
SHOWN = 5


class Pull(Protocol):
    """One assistant at one target, or a target that gives nothing; see gptctl.cli.pulling."""

    @property
    def target(self) -> str: ...

    @property
    def assistant(self) -> str: ...

    @property
    def counts(self) -> Counts: ...

    @property
    def rejected(self) -> Sequence[Rejected]: ...

    @property
    def failure(self) -> str: ...

    @property
    def why(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PullReport:
    """`own` are conversations that were held from here."""

    own: Counts
    pulls: Sequence[Pull]

    def human(self) -> Iterator[Line]:
        yield line(f"this machine: {_counted(self.own)}")
        for pull in self.pulls:
            if not pull.assistant:
                yield line(f"{pull.target}: {pull.why or 'conversations cannot be listed'}", Style.FAINT)
                continue
            yield line(f"{pull.target}, {pull.assistant}: {_counted(pull.counts)}, {len(pull.rejected)} rejected")
            yield from indent(line(f"{one.file}: {one.reason}", Style.WARNING) for one in pull.rejected[:SHOWN])
            if pull.failure:
                yield line(f"not everything could be had: {pull.failure}", Style.BAD)

    def document(self) -> Attrs:
        return {"format": FORMAT, "own": asdict(self.own), "targets": [_document(pull) for pull in self.pulls]}


def _counted(counts: Counts) -> str:
    return f"{counts.read} read, {counts.new} new, {counts.updated} updated"


def _document(pull: Pull) -> Attrs:
    rejected: list[Attrs] = [asdict(one) for one in pull.rejected]
    return {
        "target": pull.target,
        "assistant": pull.assistant or None,
        "counts": asdict(pull.counts),
        "rejected": rejected,
        "failure": pull.failure or None,
        "why": pull.why or None,
    }
