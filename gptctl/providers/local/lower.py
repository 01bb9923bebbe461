"""A declaration in this provider's fields: it holds all of them, and says which it can do nothing with."""

from collections.abc import Iterator, Mapping

from gptctl.core.resource import Declared
from gptctl.core.value import JSON, Attrs
from gptctl.providers.base import Lost, Lowering
from gptctl.providers.capabilities import losses
from gptctl.providers.local.capabilities import CAPABILITIES
from gptctl.providers.local.settings import Settings


def lower(declared: Declared, settings: Settings) -> Lowering:
    attrs = declared.attrs
    lost = (*losses(declared, CAPABILITIES), *_reasoning(attrs, settings), *_overlap(attrs))
    return Lowering(attrs=attrs, losses=lost)


def _reasoning(attrs: Attrs, settings: Settings) -> Iterator[Lost]:
    if "reasoning" in _map(attrs.get("parameters")) and not settings.base_url:
        yield Lost(field="parameters.reasoning", reason="models run here have no levels of reasoning")


def _overlap(attrs: Attrs) -> Iterator[Lost]:
    if "overlap_tokens" in _map(attrs.get("chunking")):
        yield Lost(field="chunking.overlap_tokens", reason="passages are cut at headings here and do not overlap")


def _map(value: JSON) -> Attrs:
    return value if isinstance(value, Mapping) else {}
