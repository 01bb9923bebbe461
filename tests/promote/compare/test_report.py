import re

import pytest

from gptctl.promote.compare.comparison import Comparison, compare
from gptctl.promote.compare.differing import differing
from gptctl.promote.compare.judge import Opinion
from gptctl.promote.compare.measures.registry import measures
from gptctl.promote.compare.report import report
from gptctl.promote.compare.statistics.interval import Interval
from gptctl.promote.compare.verdict import Rules
from gptctl.promote.report import html, markdown
from tests.support.duel import orders, reply, right, turn

HOSTILE = "<script>alert(1)</script> \x1b[31mred \u202e [a](http://e) | b\n# title"


def comparison(share: float = 1.0) -> Comparison:
    turns = orders(40)
    says = {"base": right(0.5, 1), "tuned": right(share, 2), "tuned, short": right(0.5, 3)}
    replies = {name: {one.id: reply(say(one.messages)) for one in turns} for name, say in says.items()}
    return compare(turns, "base", replies, measures(None), Rules())


def test_the_verdict_comes_first_with_its_numbers() -> None:
    text = markdown.render(report("support", comparison()))
    assert text.startswith("# Comparison for support\n")
    assert "| tuned | better |" in text
    assert "| tuned, short | cannot tell |" in text
    assert "40 held-out turns in 40 clusters" in text
    assert re.search(r"The smallest difference that these rows show 4 times in 5: 0\.\d{3}", text)
    assert re.search(r"tuned: match went from 0\.\d+ to 1\.000 on 40 turns in 40 clusters: better", text)
    assert re.search(r"\| refusals \| 0\.1 \| 0\.0\d+ \| holds \|", text)


def test_the_page_has_a_plot_of_what_decides_and_one_for_each_challenger() -> None:
    rendered = html.render(report("support", comparison()))
    assert rendered.count('role="img"') == 3
    assert rendered.count('<circle class="dot"') > 3


def test_a_measure_that_is_better_when_lower_is_turned_round() -> None:
    turns = orders(20)
    quick = {one.id: reply("No.", seconds=0.5) for one in turns}
    refuses = {one.id: reply("I'm sorry, but I can't assist with that.") for one in turns}
    found = compare(turns, "base", {"base": quick, "tuned": refuses}, measures(None), Rules())
    page = report("support", found)
    shares = page.sections[1].blocks[0]
    points = {point.label: point for point in shares.points}  # type: ignore[union-attr]
    assert points["refusals"].value == -1.0
    assert points["refusals"].low <= -1.0 <= points["refusals"].high
    assert "+0.5" in markdown.render(page)


def test_the_rows_that_differ_most_are_shown() -> None:
    outcome = comparison().outcomes[0]
    found = differing(outcome, 5)
    assert len(found) == 5
    assert all(abs(gain) == 1.0 for gain, _ in found)
    assert found == differing(outcome, 20)[:5]
    text = markdown.render(report("support", comparison()))
    for _, one in found:
        assert one.turn.id in text


def test_nothing_differs() -> None:
    turns = orders(10)
    same = {one.id: reply(one.expected) for one in turns}
    found = compare(turns, "base", {"base": same, "tuned": same}, measures(None), Rules())
    assert "Nowhere: every turn has the same match" in markdown.render(report("support", found))


@pytest.mark.parametrize("turns", [orders(0), orders(3)])
def test_few_rows_are_said_to_show_nothing(turns: list[object]) -> None:
    replies = {one.id: reply("Yes.") for one in orders(len(turns))}
    found = compare(orders(len(turns)), "base", {"base": replies, "tuned": replies}, measures(None), Rules())
    text = markdown.render(report("support", found))
    assert "So few clusters can show no difference at all" in text
    assert "cannot tell" in text


def test_hostile_words_stay_words() -> None:
    asked = [turn(HOSTILE, number=number, asked=HOSTILE) for number in range(8)]
    replies = {
        "base": {one.id: reply(HOSTILE * 2) for one in asked},
        "tuned": {one.id: reply("", rejected=HOSTILE) for one in asked},
    }
    page = report(HOSTILE, compare(asked, "base", replies, measures(None), Rules()))
    rendered, text = html.render(page), markdown.render(page)
    assert "<script" not in rendered
    for sign in ("\x1b", "\u202e"):
        assert sign not in rendered + text
    assert len(re.findall(r"^# ", text, re.MULTILINE)) == 1
    assert not re.search(r"(?<!\\)\]\(|(?<!\\)<script", text)


def test_the_opinion_of_a_judge_is_shown_and_changes_no_verdict() -> None:
    told = Opinion(
        judge="big", turns=9, wins=1, losses=8, undecided=2, mean=-0.8, interval=Interval(low=-0.9, high=-0.5)
    )
    page = report("support", comparison(), [("tuned", told)])
    assert page.facts == report("support", comparison()).facts
    assert re.search(r"\| tuned \| big \| 1 \| 8 \| 2 \| -0\.800 \(-0\.900 to -0\.500\) \|", markdown.render(page))
