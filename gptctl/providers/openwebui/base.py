"""A knowledge base on the wire. Pure. It keeps no metadata, so our mark stands at the end of its description."""

import re
from collections.abc import Iterable

from gptctl.core.marker import Marker
from gptctl.core.value import Attrs, fingerprint
from gptctl.providers.api import mapping, text
from gptctl.providers.inscription import inscribe, marker_in

_SEAL = re.compile(r"\s*\bgptctl-files:([0-9]+-[0-9a-f]{20})\b")


def description(there: str, marker: Marker, *, sealed: str) -> str:
    """What people wrote there, our mark, and the seal over the files where there is one."""
    mark = inscribe(_SEAL.sub("", there), marker)
    return f"{mark} gptctl-files:{sealed}" if sealed else mark


def marker_of(base: Attrs) -> Marker | None:
    return marker_in(text(base.get("description")))


def sealed_in(base: Attrs) -> str:
    found = _SEAL.search(text(base.get("description")))
    return found[1] if found else ""


def version(base: Attrs, count: int, uploads: Iterable[Attrs]) -> str:
    """The server has none: a hash of its own row, the count of its files, and the texts of those we uploaded."""
    mine = sorted(
        [text(one.get("id")), text(one.get("hash"))]
        for one in uploads
        if mapping(mapping(one.get("meta")).get("data")).get("knowledge_id") == base.get("id")
    )
    fields = [base.get("name"), base.get("description"), base.get("updated_at"), count, mine]
    return fingerprint(fields)[:32]
