"""The first look: one pass over all that was said, which says what is worth while to look for."""

from collections.abc import Callable, Sequence

from gptctl.promote.steps.personal.clue import Clue
from gptctl.promote.steps.personal.words import words
from gptctl.promote.steps.regex import first_look

# JSON's way to write signs that our patterns ask for: ASCII, and the blanks and dashes within numbers.
ESCAPE = r"\\u(?:00[2-7aA]|201[13])"


def looker(clues: Sequence[Clue]) -> Callable[[str], Sequence[Clue] | None]:
    """Takes what was said and gives the clues to follow in their order; None when there is nothing to look for."""
    keys = "|".join(key.replace("_", "[_ -]?") for key in words().key_words)
    look = first_look([ESCAPE, rf'(?i:"(?:{keys})\\{{0,3}}" ?:)', *(clue.look for clue in clues)])

    def worth_following(text: str) -> Sequence[Clue] | None:
        seen = look(text.encode("utf-8", "replace"))
        if not seen:
            return None
        return clues if 0 in seen else [clues[n - 2] for n in sorted(seen) if n > 1]

    return worth_following
