"""Conversations that were taken out for good, and the datasets that hold them yet."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gptctl.core.plural import plural
from gptctl.core.value import Attrs
from gptctl.views.line import Line, Style, indent, line

FORMAT = "gptctl.forget/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetReport:
    """`datasets` leads from a dataset to the conversations of `forgotten` that are in it."""

    forgotten: Sequence[str]
    datasets: Mapping[str, Sequence[str]]

    def human(self) -> Iterator[Line]:
        yield line(f"{plural(len(self.forgotten), 'conversation')} forgotten:", Style.HEADING)
        yield from indent(line(id_, Style.REMOVED) for id_ in self.forgotten)
        for dataset, ids in sorted(self.datasets.items()):
            yield line(
                f"the dataset {dataset} holds {len(ids)} of them: build it anew, and what was trained on it",
                Style.WARNING,
            )

    def document(self) -> Attrs:
        return {"format": FORMAT, "forgotten": self.forgotten, "datasets": self.datasets}
