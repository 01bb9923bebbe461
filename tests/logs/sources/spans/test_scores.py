import pytest

from gptctl.core.value import JSON
from gptctl.logs.conversation import Rater
from gptctl.logs.sources.spans import scores


@pytest.mark.parametrize(
    ("value", "score", "label"),
    [
        (1, 1.0, ""), (0.25, 0.25, ""), (0, 0.0, ""), (-1, 0.0, ""), (True, 1.0, ""), (False, 0.0, ""),
        (4, None, "4"), (-3.5, None, "-3.5"), ("thumbs-up", 1.0, "thumbs-up"), ("Incorrect", 0.0, "Incorrect"),
        ("friendly", None, "friendly"), (None, None, ""), ([], None, ""), (float("nan"), None, ""),
        ("yes", 1.0, "yes"), ("No", 0.0, "No"), ("1", 1.0, "1"), ("4", None, "4"), ("Dislike", 0.0, "Dislike"),
        ("👍🏽", 1.0, "👍🏽"),
    ],
)  # fmt: skip
def test_a_value_is_told_on_the_scale_from_0_to_1_or_not_at_all(value: JSON, score: float | None, label: str) -> None:
    assert scores.score(value) == score
    assert scores.label(value) == label


@pytest.mark.parametrize(
    ("kind", "name", "who"),
    [
        ("HUMAN", "x", Rater.PERSON), ("LLM_JUDGE", "x", Rater.MODEL), ("CODE", "user-feedback", Rater.SYSTEM),
        ("API", "user-feedback", Rater.PERSON), ("API", "thumb", Rater.PERSON), ("API", "resolved", Rater.SYSTEM),
        (None, "superuser", Rater.SYSTEM),
    ],
)  # fmt: skip
def test_who_judged_is_who_the_source_says_else_what_the_name_tells(kind: JSON, name: str, who: Rater) -> None:
    assert scores.rater(kind, name) is who


def test_a_correction_is_a_text() -> None:
    assert scores.corrected("So.") == "So."
    assert scores.corrected({"output": "So."}) == "So."
    assert scores.corrected({"a": "So.", "b": "Or so."}) is None
    assert scores.corrected("") is None
