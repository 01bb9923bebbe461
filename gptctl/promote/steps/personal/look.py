"""The first look: one pass over all that was said, which says what is worth while to look for."""

from collections.abc import Sequence

from gptctl.promote.steps.personal.clue import Clue
from gptctl.promote.steps.personal.words import words
from gptctl.promote.steps.regex import first_look, octets, touched, utf8

# JSON's way to write signs that our patterns ask for: ASCII, and the blanks and dashes within numbers.
ESCAPE = r"\\u(?:00[2-7aA]|201[13])"


class Look:
    """Which of the clues are to be followed, by what was said."""

    def __init__(self, clues: Sequence[Clue]) -> None:
        keys = "|".join(key.replace("_", "[_ -]?") for key in words().key_words)
        looks = [ESCAPE, rf'(?i:"(?:{keys})\\{{0,3}}" ?:)', *(clue.look for clue in clues)]
        self._clues = clues
        self._any = octets("|".join(f"(?:{look})" for look in looks))
        self._which = first_look(looks)

    def through(self, texts: Sequence[str]) -> dict[int, Sequence[Clue]]:
        """The clues in each text, by its index; texts with nothing to look for are left out."""
        found = ((index, self._followed(utf8(texts[index]))) for index in touched(self._any, texts))
        return {index: clues for index, clues in found if clues is not None}

    def _followed(self, text: bytes) -> Sequence[Clue] | None:
        """None when there is nothing to look for; the keys of JSON need no clue."""
        seen = self._which(text)
        if not seen:
            return None
        return self._clues if 0 in seen else [self._clues[n - 2] for n in sorted(seen) if n > 1]
