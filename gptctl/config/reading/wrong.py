"""One finding about a text, raised."""

from gptctl.config.reading.place import Place
from gptctl.diagnostics import Finding, Location
from gptctl.errors import InvalidConfig


def finding(file: str, place: Place | None, summary: str, detail: str) -> Finding:
    where = Location(file=file) if place is None else Location(file=file, line=place.line, column=place.column)
    return Finding(summary=summary, detail=detail, where=where)


def wrong(file: str, place: Place | None, summary: str, detail: str) -> InvalidConfig:
    return InvalidConfig([finding(file, place, summary, detail)])
