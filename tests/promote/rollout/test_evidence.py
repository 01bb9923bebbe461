"""What happened under a rollout, from trials and from the store."""

from dataclasses import replace

from gptctl.core.address import Address, Key
from gptctl.core.rollout import Arm, Decision, Rollout, Rule
from gptctl.logs.conversation import identify
from gptctl.logs.trial import Trial
from gptctl.promote.rollout.evidence import Evidence, Tally, Told, gather

ROLLOUT = Rollout(
    id="r1",
    key=Key(target="local", address=Address(kind="assistant", name="support")),
    before="base",
    after="tuned",
    steps=(100,),
    rule=Rule(),
    started=0.0,
    since=0.0,
)


def trial(conversation: str, arm: Arm, *, turn: int = 0, answered: bool = True) -> Trial:
    decision = Decision(rollout="r1", arm=arm, share=50, model=ROLLOUT.model(arm))
    return Trial(conversation=conversation, turn=turn, time=float(turn), decision=decision, answered=answered)


def own(conversation: str, score: float | None) -> Told:
    return Told(id=identify("gptctl", conversation), shape="gptctl", model="tuned", finish="stop", score=score)


def foreign(id_: str, model: str, *, score: float | None = None, finish: str = "stop") -> Told:
    return Told(id=id_, shape="openai-chat", model=model, finish=finish, score=score)


def test_a_conversation_counts_once_however_many_questions_it_has() -> None:
    trials = [trial("x", Arm.AFTER), trial("x", Arm.AFTER, turn=1, answered=False), trial("x", Arm.AFTER, turn=1)]
    assert gather(ROLLOUT, trials, []) == Evidence(after=Tally(conversations=1, failed=1))


def test_ratings_come_from_the_store() -> None:
    trials = [trial("x", Arm.AFTER), trial("y", Arm.AFTER), trial("z", Arm.BEFORE)]
    told = [own("x", 0.5), own("y", 0.4), own("z", 1.0), own("of no rollout", 0.0)]
    assert gather(ROLLOUT, trials, told) == Evidence(
        before=Tally(conversations=1, rated=1, good=1), after=Tally(conversations=2, rated=2, good=1)
    )


def test_a_rating_of_a_conversation_with_both_models_speaks_of_neither() -> None:
    trials = [trial("x", Arm.AFTER), trial("x", Arm.BEFORE, turn=1)]
    assert gather(ROLLOUT, trials, [own("x", 0.0)]) == Evidence(
        before=Tally(conversations=1), after=Tally(conversations=1)
    )


def test_logs_of_programs_that_asked_the_model_themselves_count_by_their_model() -> None:
    told = [
        foreign("1", "tuned", score=1.0),
        foreign("2", "tuned", finish="error"),
        foreign("3", "base", score=0.0),
        foreign("4", "third", score=0.0),
        foreign("5", "tuned-135m", score=0.0),
    ]
    assert gather(ROLLOUT, [], told) == Evidence(
        before=Tally(conversations=1, rated=1), after=Tally(conversations=2, failed=1, rated=1, good=1)
    )


def test_a_dated_version_is_told_for_the_model_that_was_asked_for() -> None:
    rollout = replace(ROLLOUT, before="gpt-4o", after="gpt-4o-2024-08-06")
    told = [foreign("1", "gpt-4o-2024-05-13"), foreign("2", "gpt-4o"), foreign("3", "gpt-4o-2024-08-06")]
    assert gather(rollout, [], told) == Evidence(before=Tally(conversations=2), after=Tally(conversations=1))
