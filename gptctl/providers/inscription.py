"""Our mark at the end of a text that belongs to people, where a provider keeps no metadata."""

import re

from gptctl.core.marker import Marker

_MARK = re.compile(r"\s*\bgptctl:(v1;\S+)")


def inscribe(text: str, marker: Marker) -> str:
    """The text with this mark and no other."""
    return f"{strip(text)} gptctl:{marker.encode()}".lstrip()


def strip(text: str) -> str:
    """What people wrote."""
    return _MARK.sub("", text).strip()


def marker_in(text: str) -> Marker | None:
    found = _MARK.search(text)
    return None if found is None else Marker.decode(found[1])
