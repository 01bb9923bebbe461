from datetime import date

from gptctl.promote.readiness.gathering.retirements import stops
from gptctl.providers.openai.retirements import RETIREMENTS

DAYS = {"openai": RETIREMENTS}


def test_a_name_without_a_date_means_its_latest_version() -> None:
    assert stops(DAYS, "openai", "gpt-4o-2024-05-13") == date(2026, 10, 23)
    assert stops(DAYS, "openai", "gpt-4o") == date(2027, 1, 14)
    assert stops(DAYS, "openai", "gpt-4") == date(2026, 10, 23)


def test_what_nobody_published_is_not_known() -> None:
    assert stops(DAYS, "openai", "gpt-6-luna") is None
    assert stops(DAYS, "mistral", "gpt-4o") is None
    assert stops({}, "openai", "") is None
