"""Promotions and jobs for people, by golden strings."""

import io
from dataclasses import replace
from pathlib import Path

from gptctl.promote.cost.fee import Fee
from gptctl.promote.example import Part
from gptctl.promote.jobs.approval import Approval
from gptctl.promote.jobs.job import Job, Stand
from gptctl.promote.pipeline.goal import Goal
from gptctl.promote.pipeline.question import Question
from gptctl.promote.pipeline.stage import Answered, Begun, Event, Stage, TakenUp, Trained
from gptctl.promote.pipeline.suggestion import Suggestion
from gptctl.promote.shorten.saving import Saving
from gptctl.promote.trainers.base import Estimate, JobId, Point, State, Status
from gptctl.views.line import PLAIN, render
from gptctl.views.promotion.jobs import JobReport, JobsReport, Known
from gptctl.views.promotion.outlook import QuestionReport
from gptctl.views.promotion.progress import LineProgress, LiveProgress
from gptctl.views.promotion.suggestion import suggested
from gptctl.views.report import Report
from gptctl.views.screen import Stream

APPROVAL = Approval(dataset="a" * 64, trainer="together", base="qwen3-8b", settings={"epochs": 2}, ceiling=7.5)
JOB = Job(approval=APPROVAL, time=1_795_000_000.0, stand=Stand.STARTED, id=JobId("ft-1"))
RUNNING = Status(id=JobId("ft-1"), state=State.RUNNING, step=3, steps=9, curve=[Point(step=3, loss=0.25)])
GOAL = Goal(assistant="support", environment="dev", model="smart", trainer="together", base="qwen3-8b")
FEE = Fee(answers=160)
EVENTS: list[Event] = [
    Begun(stage=Stage.READINESS),
    TakenUp(mark="gptctl-0", dataset="a" * 64),
    Begun(stage=Stage.JOB),
    Trained(status=replace(RUNNING, step=2)),
    Trained(status=RUNNING),
    Trained(status=replace(RUNNING, state=State.FAILED, reason="out of memory")),
    *(Answered(done=number, of=30) for number in range(1, 31)),
]


def shown(report: Report) -> str:
    return render(report.human(), PLAIN)


def test_jobs_are_a_table_of_what_is_written_down() -> None:
    sent = Known(assistant="support", job=replace(JOB, stand=Stand.SENT, id=None))
    ended = Known(assistant="", job=replace(JOB, stand=Stand.ENDED, state=State.CANCELLED))
    rows = [line.split() for line in shown(JobsReport(jobs=[sent, ended])).splitlines()]
    assert rows == [
        ["job", "assistant", "trainer", "and", "base", "state", "sent"],
        [APPROVAL.mark, "support", "together:qwen3-8b", "sent", "2026-11-18", "11:06"],
        [APPROVAL.mark, "together:qwen3-8b", "cancelled", "2026-11-18", "11:06"],
    ]
    assert "gptctl promote" in shown(JobsReport(jobs=[]))


def test_a_job_is_shown_with_its_losses() -> None:
    text = shown(JobReport(known=Known(assistant="support", job=JOB), status=RUNNING))
    assert "job ft-1: running, step 3 of 9, loss 0.25\n" in text
    assert "approved: at most $7.50, attempt 1\n" in text
    assert text.splitlines()[-2].split() == ["3", "0.25"]


def test_a_job_that_was_not_started_says_so() -> None:
    refused = replace(JOB, stand=Stand.REFUSED, id=None, reason="no credit")
    assert "certainly not started: no credit" in shown(JobReport(known=Known(assistant="a", job=refused), status=None))
    approved = replace(JOB, stand=Stand.APPROVED, id=None)
    assert "goes on with it" in shown(JobReport(known=Known(assistant="a", job=approved), status=None))
    sent = replace(JOB, stand=Stand.SENT, id=None)
    assert "is not known" in shown(JobReport(known=Known(assistant="a", job=sent), status=None))


def test_a_person_reads_what_they_agree_to() -> None:
    estimate = Estimate(tokens=12_000, dollars=3.2, minutes=20.0)
    question = Question(goal=GOAL, dataset="a" * 64, rows=1, held_out=40, estimate=estimate, paid=True, comparison=FEE)
    assert shown(QuestionReport(question=question)).splitlines() == [
        "To approve",
        "  train qwen3-8b at together on 1 row of aaaaaaaaaaaa",
        "  read 12,000 tokens, for about $3.20, in about 20 minutes",
        "  compare with smart on 40 held-out turns, as it is and with examples",
        "  and with qwen3-8b as it is, if it answers where the tuned model does",
        "  which takes 160 answers, for nothing",
        "",
    ]
    both = replace(question, control=replace(estimate, dollars=1.5))
    assert shown(QuestionReport(question=both)).splitlines()[3:5] == [
        "  train it a second time on the random control, which says what choosing the rows was worth, for about $1.50",
        "  both for about $4.70",
    ]
    later = replace(question, goal=replace(GOAL, rows=Part.CONTROL), spent=2.0)
    assert "\n  after a job for about $2.00, under one ceiling\n" in shown(QuestionReport(question=later))
    assert shown(QuestionReport(question=later)).splitlines()[-2:] == [
        "  which takes 160 answers, for nothing",
        "",
    ]
    unknown = replace(question, estimate=replace(estimate, dollars=None))
    assert "a price that is not known" in shown(QuestionReport(question=unknown))
    searched = replace(question, shortening=Fee(answers=2000, known=1.5))
    told = " ".join(shown(QuestionReport(question=searched)).split())
    assert "shorter instructions for the tuned model, with up to 2,000 answers, for at most $1.50" in told
    same = replace(question, goal=replace(GOAL, model=GOAL.base))
    assert "and with" not in shown(QuestionReport(question=same)).replace("and with examples", "")


def test_a_person_reads_what_the_answers_cost() -> None:
    estimate = Estimate(tokens=12_000, dollars=3.2, minutes=None)
    question = Question(
        goal=GOAL,
        dataset="a" * 64,
        rows=1,
        held_out=40,
        estimate=estimate,
        paid=True,
        comparison=replace(FEE, known=0.101),
    )
    told = shown(QuestionReport(question=question)).splitlines()
    assert told[-4] == "  which takes 160 answers, for at most $0.11"
    assert told[-3].startswith("  by list prices (genai-prices ")
    assert told[-2:] == ["  all of it for about $3.31", ""]
    loose = replace(question, comparison=replace(question.comparison, bounded=False))
    assert "for about $0.11\n" in shown(QuestionReport(question=loose))
    little = replace(question, estimate=Estimate(tokens=9, dollars=0.001, minutes=None), comparison=Fee(known=0.001))
    assert shown(QuestionReport(question=little)).count("for about $0.01") == 2
    assert "only `parameters.max_output_tokens` bounds an answer" in shown(QuestionReport(question=loose))
    dark = replace(FEE, unknown=frozenset({"azure:ours"}), rented=frozenset({("fireworks:qwen3-8b", 8.0)}))
    told = shown(QuestionReport(question=replace(question, comparison=dark))).splitlines()
    assert told[-4:-1] == [
        "  which takes 160 answers, for a price that is not known",
        "  what answers of azure:ours cost is not known: write its price into prices.toml",
        "  fireworks:qwen3-8b answers on a rented machine, $8.00 an hour that no ceiling bounds",
    ]


def test_shorter_instructions_are_a_suggestion() -> None:
    saved = Saving(before=410, after=98, exact=False, calls_a_month=1000.0, dollars_a_month=1.25)
    found = Suggestion(cut=("Be kind.",), saved=saved)
    assert render(suggested(found, "support", Path("case")), PLAIN).splitlines() == [
        "about 312 tokens fewer would do in each call, $1.25 a month",
        f"what may go, and the tuned model with and without it: {Path('case', 'shortened.html')}",
        "once this is merged, propose that: gptctl shorten support",
    ]
    none = Suggestion(why="It needs every part.")
    told = render(suggested(none, "support", Path("case")), PLAIN)
    assert told == "nothing can be left out: It needs every part.\n"
    assert list(suggested(None, "support", Path("case"))) == []


def test_a_log_gets_a_line_for_what_changes() -> None:
    file = io.StringIO()
    progress = LineProgress(stream=Stream(file=file, palette=PLAIN))
    for event in EVENTS:
        progress(event)
    progress.close()
    lines = file.getvalue().splitlines()
    assert lines[:5] == [
        "looking whether to tune at all",
        "going on with gptctl-0, approved before, on the dataset aaaaaaaaaaaa",
        "training",
        "job ft-1: running, step 2 of 9, loss 0.25",
        "job ft-1: failed, step 3 of 9, loss 0.25: out of memory",
    ]
    assert lines[5:] == [f"{number} of 30 answers" for number in range(3, 31, 3)]


def test_a_terminal_gets_one_line_that_goes_away() -> None:
    file = io.StringIO()
    progress = LiveProgress(stream=Stream(file=file, palette=PLAIN))
    for event in EVENTS:
        progress(event)
    progress.close()
    assert "30 of 30 answers" in file.getvalue()
    assert file.getvalue().endswith("\r\x1b[2K")
    assert file.getvalue().count("\n") == 3
