"""A dataset by its manifest."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from gptctl.core.value import Attrs
from gptctl.promote.cost.quote import Quote
from gptctl.promote.dataset import manifest_codec
from gptctl.promote.dataset.manifest import Manifest
from gptctl.views.dataset import manifest as said
from gptctl.views.dataset import quote as cost
from gptctl.views.line import Line, line, section

FORMAT = "gptctl.dataset-show/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownReport:
    manifest: Manifest
    quote: Quote | None

    def human(self) -> Iterator[Line]:
        yield said.heading(self.manifest)
        yield line(f"{self.manifest.clusters:,} clusters; tokens as {self.manifest.vocabulary} counts them")
        yield from section("Steps", said.funnel(self.manifest))
        yield from section("Parts", said.parts(self.manifest))
        yield from said.origins(self.manifest)
        yield from section("Cost", cost.lines(self.quote))

    def document(self) -> Attrs:
        manifest: Attrs = json.loads(manifest_codec.dump(self.manifest))
        return {"format": FORMAT, "manifest": manifest, "cost": cost.document(self.quote)}
