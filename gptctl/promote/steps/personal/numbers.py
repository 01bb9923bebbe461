"""Cards, IBANs and social security numbers: what carries a check is believed only when the check holds."""

import re
from collections.abc import Iterator

from gptctl.promote.steps.personal.clue import Clue
from gptctl.promote.steps.personal.hit import Hit, Kind
from gptctl.promote.steps.personal.words import words
from gptctl.promote.steps.regex import letters

GAP = r"[ .\x{00A0}\x{2013}-]?"
DIGITS = letters(rf"(?:^|[^\w.+])([0-9](?:{GAP}[0-9]){{13,}})")
GROUP = re.compile(r"[0-9]+")
IBAN = letters(r"(?:^|[^A-Za-z0-9])([A-Za-z]{2}[0-9]{2}[ -]?[A-Za-z0-9])")
SSN = letters(r"(?:^|[^\w-])([0-9]{3}-[0-9]{2}-[0-9]{4})(?:[^\w-]|$)")
SAID_SSN = letters(
    r"(?i:ssn|social security(?: number)?)[^0-9\n]{0,12}([0-9]{3}[ -]?[0-9]{2}[ -]?[0-9]{4})(?:[^\w-]|$)"
)

# First digits and lengths of the networks (ISO/IEC 7812 as the networks publish their ranges), but for Visa's 13
# digits: none were given out for twenty years, and numbers of documents look like them.
NETWORKS = re.compile(
    r"4(?:\d{15}|\d{18})"
    r"|(?:5[1-5]\d\d|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}"
    r"|3[47]\d{13}"
    r"|(?:6011|64[4-9]\d|65\d\d)\d{12,15}"
    r"|3(?:0[0-5]\d|[689]\d\d)\d{10,15}"
    r"|35(?:2[89]|[3-8]\d)\d{12,15}"
    r"|62\d{14,17}"
    r"|(?:50|5[6-8]|6\d)\d{14,17}"
)
SHORTEST, LONGEST = 14, 19
MOST_GROUPS = 8


CARD_LOOK = r"[0-9](?:(?:[ .-]|\xc2\xa0|\xe2\x80\x93)?[0-9]){13}"
IBAN_LOOK = rf"(?i:{'|'.join(words().ibans)})[0-9]{{2}}[ -]?[A-Za-z0-9]{{4}}[ -]?[A-Za-z0-9]{{4}}[ -]?[A-Za-z0-9]{{2}}"


def cards(text: str) -> Iterator[Hit]:
    for match in DIGITS.finditer(text):
        yield from _cards(match.group(1), match.start(1))


def _cards(run: str, start: int) -> Iterator[Hit]:
    """A run of digits may hold an expiry date or a second card beside the first: whole groups are tried together.

    The longest goes first, since a card may begin with what would be a shorter one.
    """
    groups = list(GROUP.finditer(run))
    first = 0
    while first < len(groups):
        ends = range(min(first + MOST_GROUPS, len(groups)) - 1, first - 1, -1)
        last = next((n for n in ends if _is_card(groups, first, n)), -1)
        if last >= 0:
            begin, end = groups[first].start(), groups[last].end()
            digits = "".join(group[0] for group in groups[first : last + 1])
            yield Hit(kind=Kind.CARD, start=start + begin, text=run[begin:end], key=digits)
        first = max(last, first) + 1


def _is_card(groups: list[re.Match[str]], first: int, last: int) -> bool:
    signs = groups[last].end() - groups[first].start()
    if not SHORTEST <= signs <= LONGEST + MOST_GROUPS:
        return False
    digits = "".join(group[0] for group in groups[first : last + 1])
    return SHORTEST <= len(digits) <= LONGEST and bool(NETWORKS.fullmatch(digits)) and luhn(digits)


def luhn(digits: str) -> bool:
    """Whether the last digit checks the others (ISO/IEC 7812-1, annex B)."""
    doubled = (sum(divmod(int(digit) * 2, 10)) for digit in digits[-2::-2])
    return (sum(doubled) + sum(int(digit) for digit in digits[-1::-2])) % 10 == 0


def ibans(text: str) -> Iterator[Hit]:
    for match in IBAN.finditer(text):
        hit = _iban(text, match.start(1))
        if hit:
            yield hit


def _iban(text: str, start: int) -> Hit | None:
    """The country gives the length, so that the words behind an IBAN are never taken for a part of it."""
    length, end, signs = words().ibans.get(text[start : start + 2].upper(), 0), start, ""
    while (
        end < len(text) and len(signs) < length and (text[end] in " -" or (text[end].isascii() and text[end].isalnum()))
    ):
        signs += text[end] if text[end] not in " -" else ""
        end += 1
    whole = len(signs) == length > 0 and not text[end : end + 1].isalnum()
    return Hit(kind=Kind.IBAN, start=start, text=text[start:end], key=signs.upper()) if whole and mod97(signs) else None


def mod97(iban: str) -> bool:
    """ISO 13616: the first four signs to the end, letters as numbers from 10, and the rest by 97 is 1."""
    turned = iban[4:] + iban[:4]
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1


def ssns(text: str) -> Iterator[Hit]:
    """As written with dashes, or behind words that announce one. Ranges that are never given out are none."""
    for pattern in (SSN, SAID_SSN):
        for match in pattern.finditer(text):
            digits = re.sub(r"\D", "", match.group(1))
            if digits[:3] not in {"000", "666"} and digits[0] != "9" and digits[3:5] != "00" and digits[5:] != "0000":
                yield Hit(kind=Kind.SSN, start=match.start(1), text=match.group(1), key=digits)


CLUES = (
    Clue(look=IBAN_LOOK, find=ibans),
    Clue(look=CARD_LOOK, find=cards),
    Clue(look=r"[0-9]{3}-[0-9]{2}-[0-9]{4}|(?i:ssn|social security)", find=ssns),
)
