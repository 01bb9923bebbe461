"""All that is personal in the texts of a conversation, each place once."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from gptctl.promote.steps.personal import names, net, numbers, phones, places
from gptctl.promote.steps.personal.clue import Clue
from gptctl.promote.steps.personal.hit import Hit, Kind
from gptctl.promote.steps.personal.words import words

PLACEHOLDER = re.compile(rf"\[(?:{'|'.join(Kind)})_[1-9][0-9]{{0,8}}\]")
LONGEST_VALUE = 120
BETWEEN = "\0"

CLUES = (
    net.CLUES[0], *numbers.CLUES, net.CLUES[1], *phones.CLUES, *places.CLUES, *names.CLUES,
)  # fmt: skip
"""What is surer goes first: a place that it took is not looked at again."""


def find(texts: Sequence[tuple[str, str]], clues: Sequence[Clue]) -> Iterator[Hit]:
    """The hits in `texts`, as `fields.texts` gives them. Places that are placeholders already hold nothing."""
    for key, text in texts:
        if key and _kind(key):
            yield from by_key(key, text)
    joined = BETWEEN.join(text for key, text in texts if not key).encode("utf-8", "replace").decode()
    taken = bytearray(len(joined))
    for match in PLACEHOLDER.finditer(joined):
        _take(taken, match.start(), match.end())
    for clue in clues:
        for hit in clue.find(joined):
            if BETWEEN not in hit.text and not any(taken[hit.start : hit.end]):
                _take(taken, hit.start, hit.end)
                yield hit


def _take(taken: bytearray, start: int, end: int) -> None:
    taken[start:end] = b"\1" * (end - start)


@lru_cache(maxsize=4096)
def _kind(key: str) -> Kind | None:
    return words().keys.get(re.sub(r"[^a-z0-9]", "", key.casefold()))


def by_key(key: str, text: str) -> Iterator[Hit]:
    """What the key of a JSON object says of its value, if the value looks like it: schemas have such keys too."""
    kind = _kind(key)
    value = text.strip()
    if kind and 1 < len(value) <= LONGEST_VALUE and PLAUSIBLE[kind](value) and not PLACEHOLDER.search(value):
        number = phones.digits(value) if kind is Kind.PHONE else value.casefold()
        yield Hit(kind=kind, start=0, text=value, key=number)


def _has_digits(least: int) -> Callable[[str], bool]:
    return lambda value: sum(sign.isdecimal() for sign in value) >= least


def _is_name(value: str) -> bool:
    return value[0].isalpha() and not value.islower() and value.casefold() not in words().no_names


PLAUSIBLE: dict[Kind, Callable[[str], bool]] = {
    Kind.NAME: _is_name,
    Kind.PHONE: _has_digits(7),
    Kind.ADDRESS: _has_digits(1),
    Kind.SSN: _has_digits(9),
    Kind.DOCUMENT: _has_digits(5),
}


def listed(wanted: Sequence[str]) -> Clue:
    """Gives away the names that a recipe lists, however they are capitalised."""
    either = "|".join(map(re.escape, wanted))
    pattern = re.compile(rf"(?<![^\W_])(?:{either})(?![^\W_])", re.IGNORECASE)

    def finder(text: str) -> Iterator[Hit]:
        for match in pattern.finditer(text):
            yield Hit(kind=Kind.NAME, start=match.start(), text=match[0], key=match[0].casefold())

    look = "".join(re.escape(sign) if sign.isascii() else r"[\x80-\xff]{1,4}" for sign in "\n".join(wanted))
    return Clue(look=f"(?i:{look.replace(re.escape(chr(10)), '|')})", find=finder)
