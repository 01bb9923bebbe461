"""Spans and events of OpenTelemetry: OTLP documents, what SDKs print, and the flat records of vendors."""

from collections.abc import Iterator, Sequence

from gptctl.core.value import JSON, Attrs
from gptctl.logs.sources.base import Item, LogFile
from gptctl.logs.sources.rows import share
from gptctl.logs.sources.spans import export
from gptctl.logs.sources.spans.dotted import at
from gptctl.logs.sources.spans.envelope import envelope, event
from gptctl.logs.sources.spans.reading import Splitting, read

_SPLITTING = Splitting(split=export.split, span=export.span, judged=export.judged)


class Reader:
    """Both conventions are read from one file, since one exporter may carry both."""

    shape = "otel"
    title = "OpenTelemetry spans and events of generative AI"

    def claims(self, file: str, first: Sequence[JSON]) -> int:
        del file
        return share(first, export.is_otlp, 90) or export.claim(first, _speaks, 80)

    def read(self, files: Sequence[LogFile]) -> Iterator[Item]:
        return read(self.shape, _SPLITTING, files)


def _speaks(one: Attrs) -> bool:
    attributes = envelope(one).attributes
    names = ("gen_ai.system", "gen_ai.provider.name", "gen_ai.operation.name", "gen_ai.request.model")
    return at(attributes, *names) is not None or event(one).name.startswith("gen_ai.")
