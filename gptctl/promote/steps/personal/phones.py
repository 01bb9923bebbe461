"""Phone numbers: with their country's code, in North America's grouping, or behind words that announce one."""

import re
from collections.abc import Iterator

from phonenumbers import NumberParseException, is_possible_number, parse

from gptctl.promote.steps.personal.clue import Clue
from gptctl.promote.steps.personal.hit import Hit, Kind
from gptctl.promote.steps.regex import letters

REST = r"(?:[ ()./\x{00A0}\x{2011}-]{0,2}[0-9]){6,14}"
INTERNATIONAL = letters(rf"(?:^|[^\w+])((?:\+ ?|00 )[(]?[1-9]{REST}|00[1-9][0-9]{{0,2}}[ /-][0-9]{REST})")
AMERICAN = letters(
    r"(?:^|[^\w.+-])((?:1[ .-])?(?:[(][2-9][0-9]{2}[)][ .-]?|[2-9][0-9]{2}[ .-])[2-9][0-9]{2}[ .-][0-9]{4})(?:[^\w-]|$)"
)
CUE = (
    r"(?i:phone|mobile|cell|telephone|tel|fax|whatsapp|(?:call|text|ring|reach|phone|contact) (?:me|us|him|her|them)"
    r"|call back|callback|dial)(?i:[ ]?(?:number|no|nr|#))?[.:]?"
    r"(?i:[ ,:*-]{1,4}(?:is|at|on|under|via|number|please|it's|my|now)){0,4}[ :*]{0,4}"
)
CUED = letters(rf"(?:^|[^\p{{L}}]){CUE}([(]?[0-9]{REST})(?:[^\w-]|$)")
MARKS = re.compile(r"[^0-9]")
SHORTEST, LONGEST = 7, 15


def international(text: str) -> Iterator[Hit]:
    for match in INTERNATIONAL.finditer(text):
        if _possible(match.group(1)):
            yield _hit(match.group(1), match.start(1))


def american(text: str) -> Iterator[Hit]:
    for match in AMERICAN.finditer(text):
        yield _hit(match.group(1), match.start(1))


def announced(text: str) -> Iterator[Hit]:
    for match in CUED.finditer(text):
        if SHORTEST <= len(digits(match.group(1))) <= LONGEST:
            yield _hit(match.group(1), match.start(1))


def digits(written: str) -> str:
    """The number's own digits: the same with and without North America's 1 and the prefix for calls abroad."""
    bare = MARKS.sub("", written)
    bare = bare.removeprefix("00") if written.startswith("00") else bare
    return bare[1:] if len(bare) == len("1 212 555 0100".replace(" ", "")) and bare[0] == "1" else bare


def _possible(written: str) -> bool:
    try:
        return is_possible_number(parse("+" + written.lstrip("+0 ")))
    except NumberParseException:
        return False


def _hit(written: str, start: int) -> Hit:
    return Hit(kind=Kind.PHONE, start=start, text=written, key=digits(written))


CLUES = (
    Clue(look=r"(?:\+|00) ?[(]?[1-9](?:[ ()./-]|[\x80-\xff]){0,4}[0-9]", find=international),
    Clue(look=r"[2-9][0-9]{2}[)]?[ .-]?[2-9][0-9]{2}[ .-][0-9]{4}", find=american),
    Clue(look=rf"{CUE}[(]?[0-9]", find=announced),
)
