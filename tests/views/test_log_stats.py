from gptctl.logs.overview import Stats
from gptctl.views.line import PLAIN, render
from gptctl.views.logs.stats import StatsReport


def test_what_was_rated_without_a_score_is_neither_good_nor_bad_nor_unrated() -> None:
    told = render(StatsReport(assistant=None, stats=Stats(conversations=4, good=1, unrated=1)).human(), PLAIN)
    assert "rated: 1 good, 0 bad, 2 without a score, 1 not; 0 corrected" in told
    told = render(StatsReport(assistant=None, stats=Stats(conversations=1, good=1)).human(), PLAIN)
    assert "rated: 1 good, 0 bad, 0 not; 0 corrected" in told
