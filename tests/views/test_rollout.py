"""A rollout, as people read it."""

from dataclasses import replace

from gptctl.core.address import Address, Key
from gptctl.core.rollout import Kind, Move, Rollout, Rule, rolled_back
from gptctl.promote.rollout.evidence import Evidence, Tally
from gptctl.promote.rollout.judge import Advice, Judgement
from gptctl.views.line import PLAIN, render
from gptctl.views.rollout import RolloutReport, Standing

ROLLOUT = Rollout(
    id="r1",
    key=Key(target="local", address=Address(kind="assistant", name="support")),
    before="base",
    after="tuned",
    steps=(5, 100),
    rule=Rule(),
    started=1_795_000_000.0,
    since=1_795_000_000.0,
)


def shown(*standings: Standing) -> str:
    return render(RolloutReport(standings=standings).human(), PLAIN)


def test_it_says_who_gets_what_what_the_rule_says_and_who_did_what() -> None:
    move = Move(kind=Kind.START, time=ROLLOUT.started, by="ada", why="new\x1b[2J data", rollout=ROLLOUT)
    standing = Standing(
        rollout=ROLLOUT,
        held="tuned",
        evidence=Evidence(after=Tally(conversations=3, failed=1, rated=2, good=1)),
        judgement=Judgement(advice=Advice.WAIT, reasons=("There are too few.",)),
        moves=(move,),
    )
    text = shown(standing)
    assert "support at local: rollout r1 is running\n" in text
    assert "tuned answers 5 % of the users, base the rest.\n" in text
    assert "after   tuned  3              1       2      1\n" in text
    assert "The rule says: not enough yet.\n  There are too few.\n" in text
    assert "start (5 %) by ada: new" in text
    assert "\x1b" not in text


def test_it_says_what_a_rollback_means_and_when_it_means_nothing_any_more() -> None:
    back = rolled_back(ROLLOUT, ROLLOUT.since)
    assert "base answers everybody, tuned nobody.\n" in shown(Standing(rollout=back, held="tuned"))
    assert "It decides nothing any more: third answers everybody.\n" in shown(Standing(rollout=back, held="third"))
    assert RolloutReport(standings=(Standing(rollout=back, held="third"),)).document()["rollouts"]


def test_where_there_is_none_it_says_how_to_start_one() -> None:
    assert "gptctl rollout start" in shown()


def test_a_step_of_all_leaves_no_rest() -> None:
    assert "tuned answers 100 % of the users.\n" in shown(Standing(rollout=replace(ROLLOUT, at=1), held="base"))
