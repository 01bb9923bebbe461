"""Numbers of documents and postal addresses, by the words around them. Best effort."""

from collections.abc import Iterator

from gptctl.promote.steps.personal.clue import Clue
from gptctl.promote.steps.personal.hit import Hit, Kind
from gptctl.promote.steps.regex import letters

PAPER = r"(?i:passport|driver'?s? licen[cs]e|driving licen[cs]e|national id|identity card|id card)"
DOCUMENT = letters(
    rf"{PAPER}(?i:[ ]?(?:number|no|nr|#|id))?\.?(?i:[ :*]{{1,4}}(?:is|was))?[ :*]{{1,5}}"
    r"([A-Za-z]{0,3}[0-9]{5,9}[A-Za-z0-9]{0,4})(?:[^\w-]|$)"
)
ROAD = (
    r"(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Way|Place|Pl|Terrace|Square|Parkway"
    r"|Highway)"
)
STREET = letters(
    r"(?:^|[^\w-])([0-9]{1,5}[A-Za-z]? (?:(?:N|S|E|W|North|South|East|West)\.? )?(?:\p{Lu}[\p{L}'.-]* ){1,3}"
    rf"{ROAD}(?:\.?,? (?:Apt|Apartment|Suite|Ste|Unit|#)\.? ?[0-9A-Za-z]{{1,6}})?)(?:[^\p{{L}}]|$)"
)
LIVING = (
    r"(?i:my (?:home |postal |mailing |billing |shipping |new |current )?address is|i live (?:at|in)"
    r"|(?:ship|deliver) it to)"
)
SAID = letters(rf"{LIVING}[ :]+([^\x00\n.!?;\"\[\]]{{0,80}}?[0-9][^\x00\n.!?;\"\[\]]{{0,60}})")


def documents(text: str) -> Iterator[Hit]:
    for match in DOCUMENT.finditer(text):
        yield Hit(kind=Kind.DOCUMENT, start=match.start(1), text=match.group(1), key=match.group(1).upper())


def streets(text: str) -> Iterator[Hit]:
    for pattern in (SAID, STREET):
        for match in pattern.finditer(text):
            found = match.group(1).rstrip(" ,")
            yield Hit(kind=Kind.ADDRESS, start=match.start(1), text=found, key=found.casefold())


CLUES = (
    Clue(look=PAPER, find=documents),
    Clue(look=rf"{LIVING}|[0-9][A-Za-z]? [A-Z\x80-\xff][^0-9\n]{{0,40}} {ROAD}(?:[^a-z]|$)", find=streets),
)
