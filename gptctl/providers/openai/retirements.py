"""The days on which OpenAI's models stop: developers.openai.com/api/docs/deprecations, read in November 2026."""

from collections.abc import Mapping
from datetime import date

_2026_10 = date(2026, 10, 23)
_2026_12 = date(2026, 12, 11)
_2027_01 = date(2027, 1, 14)

RETIREMENTS: Mapping[str, date] = {
    **dict.fromkeys(("gpt-3.5-turbo", "gpt-4", "gpt-4-turbo", "gpt-4.1-nano", "gpt-4o-2024-05-13"), _2026_10),
    **dict.fromkeys(("o1", "o3-mini", "o4-mini"), _2026_10),
    **dict.fromkeys(("gpt-5", "gpt-5-mini", "gpt-5-nano", "gpt-5-pro", "o3", "o3-pro"), _2026_12),
    **dict.fromkeys(("gpt-4o-2024-08-06", "gpt-4o-2024-11-20", "gpt-4o-mini-2024-07-18"), _2027_01),
    **dict.fromkeys(("gpt-4.1-2025-04-14", "gpt-4.1-mini-2025-04-14"), _2027_01),
}

SUCCESSORS: Mapping[str, str] = {model: "gpt-6-luna" for model, day in RETIREMENTS.items() if day == _2027_01}
"""What the same page names in their place. It can be prompted and not be tuned."""
