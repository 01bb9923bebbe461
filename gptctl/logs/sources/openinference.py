"""Spans by OpenInference's conventions, as Phoenix exports them: flat, nested or as the columns of a table."""

from collections.abc import Iterator, Sequence

from gptctl.core.value import JSON, Attrs
from gptctl.logs.sources.base import Item, LogFile
from gptctl.logs.sources.spans import export, inference
from gptctl.logs.sources.spans.envelope import envelope
from gptctl.logs.sources.spans.reading import Splitting, read

_SPLITTING = Splitting(split=export.split, span=export.span, judged=export.judged)


class Reader:
    shape = "openinference"
    title = "OpenInference spans and annotations, such as Phoenix's"

    def claims(self, file: str, first: Sequence[JSON]) -> int:
        del file
        return export.claim(first, _speaks, 95)

    def read(self, files: Sequence[LogFile]) -> Iterator[Item]:
        return read(self.shape, _SPLITTING, files)


def _speaks(one: Attrs) -> bool:
    if export.is_otlp(one):
        return any(inference.is_inference(envelope(span)) for span in export.spans(one))
    return inference.is_inference(envelope(one)) or "annotator_kind" in one
