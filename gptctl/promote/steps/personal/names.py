"""Names that the words before them give away. Best effort: nothing here knows what a name is."""

import re
from collections.abc import Callable, Iterator

from gptctl.promote.steps.personal.clue import CAPITAL, LINE, Clue
from gptctl.promote.steps.personal.hit import Hit, Kind
from gptctl.promote.steps.personal.words import words
from gptctl.promote.steps.regex import letters

WORD = r"\p{Lu}[\p{L}\p{M}'\x{2019}-]*\p{L}"
PARTICLE = r"(?: (?:de|da|di|del|la|le|van|von|der|den|bin|al|el|ten|dos))"
NEXT = rf"{PARTICLE}{{0,2}} (?:\p{{Lu}}\.|{WORD})"
NAME = rf"({WORD}(?:{NEXT}){{0,3}})"
FULL = rf"({WORD}(?:{NEXT}){{1,3}})"
LOWER = r"([\p{L}'-]+(?: [\p{L}'-]+)?)"
END = r"[\x00\n\"]|$"

INTRODUCED = r"(?i:my (?:full )?name is|my name's|i am called|i'm called)[ :]+"
BEING = r"(?:I'm|I am|i'm|i am|[Tt]his is)"
GREETED = r"(?i:dear|hello|hi|hey|good (?:morning|afternoon|evening)|welcome(?: back)?),? (?:(?:Mr|Mrs|Ms|Dr)\.? )?"
THANKED = r"(?i:thank you|thanks|sorry|sure|certainly|great|perfect|you're welcome),? "
TITLED = r"(?:Mr|Mrs|Ms|Mx|Dr|Prof|Herr|Frau|Mme)\.? "
SIGNED = r"(?i:regards|sincerely|cheers|yours(?: truly| faithfully)?|best wishes|signed)[,!]?"
CLOSED = r"(?i:thanks|thank you|best|love)[,!.]?\s?"
LABELLED = r"(?i:(?:first|last|full|middle|passenger|customer|guest|account holder)(?:'s)? name) ?(?:is |[:*]{1,4} ?)"
LISTED = r"[ *-]{0,6}(?:Name|Passenger|Customer|Guest)[:*]{1,4} ?"


def _clue(before: str, name: str = NAME, after: str = "", *, look: str) -> Clue:
    return Clue(look=look, find=_finder(rf"(?:^|[^\p{{L}}\p{{N}}]){before}{name}{after}"))


def _finder(source: str) -> Callable[[str], Iterator[Hit]]:
    pattern = letters(source)

    def find(text: str) -> Iterator[Hit]:
        for match in pattern.finditer(text):
            name = _trimmed(match.group(1))
            if name:
                yield Hit(kind=Kind.NAME, start=match.start(1), text=name, key=name.casefold())

    return find


def _trimmed(name: str) -> str:
    """The words before the first that is no name: `Maria Garcia And` is Maria Garcia, `Sorry` and `Will` are nobody."""
    kept, strangers = list[str](), words().no_names
    for word in name.split(" "):
        if word.casefold() in strangers or (kept and word.isupper() and len(word) > len("III")):
            break
        kept.append(word)
    trimmed = " ".join(kept).removesuffix("'s").removesuffix("\u2019s")
    nobody = len(trimmed) < len("Al") or trimmed.isupper() or trimmed.casefold() in words().common
    return "" if nobody else trimmed


def parts(name: str) -> Iterator[str]:
    """The words of a full name by which alone its bearer may be called, but for those that mean something else too."""
    for word in re.split(r"\s+", name):
        if len(word) > len("de") and word[:1].isupper() and word.casefold() not in words().common:
            yield word


CLUES = (
    _clue(INTRODUCED, look=INTRODUCED + CAPITAL),
    _clue(INTRODUCED, LOWER, rf"(?:[.,!]|{END}| and )", look=rf"{INTRODUCED}[a-z\x80-\xff]"),
    _clue(f"{BEING} ", FULL, look=rf"{BEING} {CAPITAL}[a-z\x80-\xff'-]+ [A-Za-z]"),
    _clue(f"{BEING} ", NAME, rf"(?:[,.!]|{END}| here| and I| from| speaking)", look=f"{BEING} {CAPITAL}"),
    _clue(GREETED, look=GREETED + CAPITAL),
    _clue(THANKED, NAME, rf"(?:[.!,]|{END})", look=THANKED + CAPITAL),
    _clue(TITLED, look=TITLED + CAPITAL),
    _clue(rf"{SIGNED}\s{{1,4}}[-\x{{2013}}]?", look=rf"{SIGNED}(?:\s|\\n){{1,4}}(?:-|\xe2\x80\x93)?{CAPITAL}"),
    _clue(
        rf"{CLOSED}\n\s{{0,3}}[-\x{{2013}}]?", NAME, rf"\s*(?:{END})",
        look=rf"{CLOSED}{LINE}(?:\s|\\n){{0,3}}(?:-|\xe2\x80\x93)?{CAPITAL}",
    ),
    _clue(LABELLED, look=LABELLED + CAPITAL),
    Clue(look=LISTED + CAPITAL, find=_finder(rf"(?:^|[\x00\n]){LISTED}{NAME}")),
)  # fmt: skip
