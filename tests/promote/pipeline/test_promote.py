"""From conversations to a branch, cut off anywhere, with a real repository."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from shutil import rmtree

import pytest

from gptctl.errors import GptctlError, Refused
from gptctl.promote.chat import Chat
from gptctl.promote.compare.contestant import Silent
from gptctl.promote.dataset.stored import stored
from gptctl.promote.dataset.taken import Described
from gptctl.promote.example import Part
from gptctl.promote.jobs.job import Stand
from gptctl.promote.jobs.submit import Undecided
from gptctl.promote.pipeline.promote import Promoted, promote
from gptctl.promote.pipeline.stage import TakenUp
from gptctl.promote.readiness.decision import Conclusion, Decision
from gptctl.promote.trainers.base import JobId, State
from tests.support.promotion import GOOD, World, asked, commit, git, goal, repository, rows
from tests.support.training import SERVING, Killed

NOT_YET = Conclusion(decision=Decision.NOT_YET, reason="there is too little", against=("examples",))


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(root=repository(tmp_path / "acme"), home=tmp_path / "home")


def test_a_better_model_is_a_branch_with_one_commit(world: World) -> None:
    before = git(world.root, "status", "--porcelain"), git(world.root, "rev-parse", "HEAD")
    done = promote(goal(), world.ports())
    assert (git(world.root, "status", "--porcelain"), git(world.root, "rev-parse", "HEAD")) == before
    branch = done.branch.name
    assert world.branches() == [branch]
    assert branch.startswith(f"gptctl/promote/support-{done.case.approval.dataset[:8]}-")
    assert git(world.root, "rev-list", "--count", f"main..{branch}") == "1"
    changed = git(world.root, "diff", "--name-only", "main", branch).splitlines()
    evidence = ("card.html", "card.md", "comparison.html", "comparison.md", "manifest.json", "promotion.json")
    assert changed == ["assistants/support.yaml", *(f"datasets/support/{name}" for name in evidence)]
    line = git(world.root, "diff", "-U0", "main", branch, "--", "assistants").splitlines()[-2:]
    assert line == ["-model: gpt-base  # for now", f"+model: {done.result.model}  # for now"]
    message = git(world.root, "log", "-1", "--format=%B", branch)
    assert message.splitlines()[0] == f"Let support answer with {done.result.model}"
    for part in ("better", "20 rows", "40 rows held out", "epochs 2", done.case.approval.mark, "it pays"):
        assert part in message.replace("\n", " ")
    assert GOOD not in git(world.root, "show", f"{branch}:datasets/support/comparison.html")


def test_run_again_it_is_the_same_branch_and_nobody_is_asked(world: World) -> None:
    first = promote(goal(), world.ports())
    world.touch = refuse_answers
    again = promote(goal(), replace(world.ports(), consent=nobody))
    assert (again.branch.commit, again.branch.made) == (first.branch.commit, False)
    assert len(world.service.jobs) == 1


def refuse_answers(moment: str) -> None:
    assert moment != "answer"


def nobody(_question: object) -> float:
    raise AssertionError


def test_cut_off_anywhere_it_is_one_job_one_dataset_one_branch(tmp_path: Path) -> None:
    moments: list[str] = []
    whole = made(tmp_path / "whole", moments.append)
    dataset = promote(goal(), whole.ports()).case.approval.dataset
    for at in sorted(telling(moments)):
        world = made(tmp_path / str(at), dying(at))
        with pytest.raises(Killed):
            promote(goal(), world.ports())
        sent = {job.approval.dataset for job in world.ledger().jobs().values()}
        world.touch, world.ceiling = nothing, 7.0  # whoever is asked again answers something else
        done = settled(world)
        assert len(world.service.jobs) == 1, moments[at]
        assert sent <= {done.case.approval.dataset} == {dataset}, moments[at]
        assert world.branches() == [done.branch.name], moments[at]
        assert git(world.root, "rev-list", "--count", f"main..{done.branch.name}") == "1"


def made(folder: Path, touch: Callable[[str], None]) -> World:
    return World(root=repository(folder / "acme"), home=folder / "home", log=rows(test=24), touch=touch)


def nothing(_moment: str) -> None:
    pass


def telling(moments: Sequence[str]) -> set[int]:
    """The first, the second and the last time of each kind of moment."""
    found = set()
    for kind in set(moments):
        places = [at for at, moment in enumerate(moments) if moment == kind]
        found |= {*places[:2], places[-1]}
    return found


def dying(at: int) -> Callable[[str], None]:
    left = iter(range(at, -1, -1))

    def touch(_moment: str) -> None:
        if next(left, 1) == 0:
            raise Killed

    return touch


def settled(world: World) -> Promoted:
    """Run it again; where nobody can say whether a paid job was started, a person looks and approves another."""
    try:
        return promote(goal(), world.ports())
    except Undecided:
        assert not world.service.jobs
        return promote(replace(goal(), attempt=2), world.ports())


def test_what_was_approved_goes_on_whatever_the_log_holds_by_then(world: World) -> None:
    world.touch = dying_at("answer")
    with pytest.raises(Killed):
        promote(goal(), world.ports())
    world.touch, world.conclusion = nothing, NOT_YET
    world.log.append(asked(99, Part.TRAIN))
    (world.root / "assistants" / "support.yaml").write_text("work in progress")
    done = promote(goal(), replace(world.ports(), consent=nobody))
    assert len(world.service.jobs) == 1
    assert any(isinstance(event, TakenUp) and event.dataset == done.case.approval.dataset for event in world.events)
    assert "work in progress" not in git(world.root, "show", f"{done.branch.name}:assistants/support.yaml")
    commit(world.root)


def dying_at(kind: str) -> Callable[[str], None]:
    def touch(moment: str) -> None:
        if moment == kind:
            raise Killed

    return touch


def test_what_is_promoted_in_two_environments_is_trained_once_and_proposed_for_each(world: World) -> None:
    said = "environments:\n  prod: {model: gpt-base}\n"
    support = world.root / "assistants/support.yaml"
    support.write_text(support.read_text("utf-8") + said, encoding="utf-8")
    commit(world.root)
    goals = [replace(goal(), environment=name) for name in ("dev", "prod")]
    both = [promote(one, world.ports()) for one in goals]
    assert len(world.service.jobs) == 1
    assert world.branches() == sorted(one.branch.name for one in both)
    records = [git(world.root, "show", f"{one.branch.name}:datasets/support/promotion.json") for one in both]
    assert [json.loads(one)["goal"]["environment"] for one in records] == ["dev", "prod"]
    for one, done in zip(goals, both, strict=True):
        again = promote(one, replace(world.ports(), consent=nobody))
        assert (again.branch.commit, again.branch.made) == (done.branch.commit, False)


def test_new_conversations_after_the_end_are_another_promotion(world: World) -> None:
    first = promote(goal(), world.ports())
    world.log.append(asked(99, Part.TRAIN))
    second = promote(goal(), world.ports())
    assert world.branches() == sorted([first.branch.name, second.branch.name])
    assert len(world.service.jobs) == len(world.asked) == 2


def test_another_base_is_trained_on_the_same_dataset_whatever_was_logged_since(world: World) -> None:
    first = promote(goal(), world.ports())
    world.log.append(asked(99, Part.TRAIN))
    dataset = first.case.approval.dataset
    world.older = Described(manifest=first.case.manifest(), dataset=stored(world.home, dataset))
    successor = replace(goal(), base="gpt-newer", dataset=dataset)
    second = promote(successor, world.ports())
    assert second.case.approval.dataset == dataset
    assert len(world.service.jobs) == 2
    assert world.branches() == sorted([first.branch.name, second.branch.name])
    kept = (git(world.root, "show", f"{one.branch.name}:datasets/support/manifest.json") for one in (first, second))
    assert len(set(kept)) == 1
    world.touch = refuse_answers
    assert promote(successor, replace(world.ports(), consent=nobody)).branch.commit == second.branch.commit


@pytest.mark.parametrize("moment", ["after a line", "Trained", "answer", "proposed"])
def test_cut_off_on_a_given_dataset_it_is_one_job_on_it(tmp_path: Path, moment: str) -> None:
    world = made(tmp_path, dying_at(moment))
    given = world.ports().build(world.home)
    world.older, wanted = given, replace(goal(), dataset=given.dataset.digest)
    world.log.append(asked(99, Part.TRAIN))
    with pytest.raises(Killed):
        promote(wanted, world.ports())
    world.touch = nothing
    done = promote(wanted, world.ports())
    assert (done.case.approval.dataset, len(world.service.jobs)) == (given.dataset.digest, 1)
    assert world.branches() == [done.branch.name]


def test_what_goes_on_is_on_the_dataset_that_was_asked_for(world: World) -> None:
    first = promote(goal(), world.ports())
    world.log.append(asked(99, Part.TRAIN))
    world.touch = dying_at("answer")
    with pytest.raises(Killed):
        promote(goal(), world.ports())
    world.touch = nothing
    older = replace(goal(), dataset=first.case.approval.dataset)
    world.older = Described(manifest=first.case.manifest(), dataset=stored(world.home, older.dataset))
    assert promote(older, world.ports()).branch.commit == first.branch.commit


def test_what_was_forgotten_meanwhile_is_not_promoted(world: World) -> None:
    doomed = "c" + "0" * 24
    world.log.append(replace(asked(98, Part.TRAIN), id=doomed))
    world.touch = dying_at("answer")
    with pytest.raises(Killed):
        promote(goal(), world.ports())
    world.touch, world.gone = refuse_answers, {doomed}
    with pytest.raises(Refused, match="cannot go on") as told:
        promote(goal(), world.ports())
    assert told.value.reasons == ("It holds 1 conversation that was forgotten.",)
    world.touch = nothing
    world.log.pop()
    done = promote(replace(goal(), attempt=2), world.ports())
    assert doomed not in (stored(world.home, done.case.approval.dataset).folder / "train.jsonl").read_text("utf-8")


def test_what_is_forgotten_while_it_is_compared_is_quoted_nowhere(world: World) -> None:
    doomed = "c" + "0" * 24
    world.log.append(replace(asked(98, Part.TEST), id=doomed))

    def forget(moment: str) -> None:
        world.gone |= {doomed} if moment == "answer" else set()

    world.touch = forget
    with pytest.raises(Refused, match="cannot go on"):
        promote(goal(), world.ports())
    assert {path.name for path in world.home.glob("promotions/acme/*/*")} == {
        "approved.json", "card.html", "card.md", "manifest.json",
    }  # fmt: skip
    assert world.branches() == []


def test_rows_that_are_gone_are_told(world: World) -> None:
    world.touch = dying_at("answer")
    with pytest.raises(Killed):
        promote(goal(), world.ports())
    rmtree(world.home / "datasets")
    with pytest.raises(GptctlError, match="not on this machine"):
        promote(goal(), world.ports())


def test_the_branch_stays_where_it_is_when_the_work_goes_on(world: World) -> None:
    first = promote(goal(), world.ports())
    (world.root / "README.md").write_text("more")
    commit(world.root)
    assert promote(goal(), world.ports()).branch.commit == first.branch.commit


@pytest.mark.parametrize("said", ["No.", GOOD])
def test_a_model_beside_itself_is_no_proposal(world: World, said: str) -> None:
    world.says = lambda _model: lambda _messages: said
    with pytest.raises(Refused, match="cannot tell") as told:
        promote(goal(), world.ports())
    assert told.value.reasons
    assert world.branches() == []
    assert len(list(world.home.glob("promotions/acme/*/comparison.html"))) == 1


def test_a_worse_model_is_no_proposal(world: World) -> None:
    world.says = lambda model: lambda _messages: "I'm sorry, but I can't assist with that." if "ft:" in model else GOOD
    with pytest.raises(Refused, match="worse") as told:
        promote(replace(goal(), override="I want it"), world.ports())
    assert any("worse" in reason for reason in told.value.reasons)
    assert world.branches() == []


def test_readiness_says_no_before_anything_is_sent(world: World) -> None:
    world.conclusion = NOT_YET
    with pytest.raises(Refused, match="not yet"):
        promote(goal(), world.ports())
    assert (world.asked, world.service.jobs) == ([], {})
    done = promote(replace(goal(), override="We know better."), world.ports())
    assert "We know better." in " ".join(git(world.root, "log", "-1", "--format=%B", done.branch.name).split())


def test_what_is_not_committed_is_not_promoted(world: World) -> None:
    (world.root / "assistants" / "support.yaml").write_text("work in progress")
    with pytest.raises(Refused, match="not committed"):
        promote(goal(), world.ports())
    assert world.asked == []


def test_nothing_held_out_is_nothing_to_judge_by(world: World) -> None:
    world.log = rows(test=0)
    with pytest.raises(Refused) as told:
        promote(goal(), world.ports())
    assert "held out" in told.value.reasons[0]
    assert world.asked == []


def test_the_ceiling_holds(world: World) -> None:
    world.price = 6.0
    with pytest.raises(Refused) as told:
        promote(goal(), world.ports())
    assert "$6.00" in told.value.reasons[0]
    assert (world.service.jobs, world.ledger().jobs()) == ({}, {})


def test_a_tuned_model_that_has_to_be_deployed_is_waited_for(world: World) -> None:
    says, silent = world.says, Silent("ft answers nothing: 404: no such deployment")

    def asleep(model: str) -> Callable[[Sequence[Chat]], str]:
        def said(messages: Sequence[Chat]) -> str:
            if "ft:" in model:
                raise silent
            return says(model)(messages)

        return said

    world.says = asleep
    with pytest.raises(Refused, match="is tuned, and does not answer yet") as told:
        promote(goal(), world.ports())
    [model] = [status.model for status in world.service.jobs.values()]
    assert told.value.reasons == (f"{silent.message}.",)
    for part in (SERVING, f"models: {{{model}: {{TARGET: NAME}}}}", "run the same command again"):
        assert part in told.value.advice
    world.says = says
    done = promote(goal(), replace(world.ports(), consent=nobody))
    assert (done.result.model, done.branch.made, len(world.service.jobs)) == (model, True, 1)


def test_a_wrong_key_is_not_taken_for_a_model_that_sleeps(world: World) -> None:
    def shut(_messages: Sequence[Chat]) -> str:
        raise Silent("gpt-base answers nothing: 401: wrong key")

    world.says = lambda _model: shut
    with pytest.raises(Silent, match="gpt-base answers nothing"):
        promote(goal(), world.ports())


def test_a_failed_job_stays_failed_until_another_attempt(world: World) -> None:
    world.touch = dying_at("Trained")
    with pytest.raises(Killed):
        promote(goal(), world.ports())
    world.touch = nothing
    world.service.turn(next(iter(world.service.jobs)), State.FAILED, "out of memory")
    for _ in range(2):
        with pytest.raises(GptctlError, match="out of memory") as told:
            promote(goal(), world.ports())
        assert "--attempt 2" in told.value.advice
    assert len(world.service.jobs) == 1
    assert promote(replace(goal(), attempt=2), world.ports()).branch.made


def test_a_refused_job_may_be_approved_anew(world: World) -> None:
    world.service.refusal = "training_not_available"
    with pytest.raises(GptctlError, match="training_not_available"):
        promote(goal(), world.ports())
    world.service.refusal = ""
    assert promote(goal(), world.ports()).branch.made
    assert len(world.asked) == 2
    assert [job.stand for job in world.ledger().jobs().values()] == [Stand.ENDED]


@pytest.fixture
def sampled(world: World) -> World:
    """One in which there was something to choose from."""
    world.log += [replace(asked(number, Part.TRAIN), part=Part.CONTROL) for number in range(30, 45)]
    return world


CONTROLLED = replace(goal(), control=True)


def test_a_control_is_a_job_of_its_own_and_is_compared_too(sampled: World) -> None:
    done = promote(CONTROLLED, sampled.ports())
    assert [(question.goal.rows, question.dollars) for question in sampled.asked] == [(Part.TRAIN, 2.0)]
    assert [one.challenger for one in done.comparison.outcomes][-2:] == ["tuned", "tuned on the control"]
    assert "tuned on the control: better" in git(sampled.root, "log", "-1", "--format=%B", done.branch.name)
    for wanted in (CONTROLLED, goal()):
        again = promote(wanted, replace(sampled.ports(), consent=nobody))
        assert (len(sampled.service.jobs), again.branch.commit) == (2, done.branch.commit)


def test_one_ceiling_is_for_both_jobs(sampled: World) -> None:
    sampled.price, sampled.ceiling = 3.0, 5.0
    with pytest.raises(Refused) as told:
        promote(CONTROLLED, sampled.ports())
    assert told.value.reasons == ("The job would cost $3.00 and its control $3.00; $5.00 were approved.",)
    assert (sampled.service.jobs, sampled.ledger().jobs()) == ({}, {})
    sampled.ceiling = 6.5
    promote(CONTROLLED, sampled.ports())
    assert sorted(job.approval.ceiling for job in sampled.ledger().jobs().values()) == [3.0, 3.5]


def test_both_jobs_are_approved_at_once_and_for_good(sampled: World) -> None:
    sampled.touch = dying_at("Trained")
    with pytest.raises(Killed):
        promote(CONTROLLED, sampled.ports())
    assert len(sampled.service.jobs) == 1
    sampled.touch = nothing
    promote(CONTROLLED, replace(sampled.ports(), consent=nobody))
    assert len(sampled.service.jobs) == 2


@pytest.mark.parametrize("lines", range(5))
def test_cut_off_while_both_are_approved_it_is_one_job_each(sampled: World, lines: int) -> None:
    """Before and after each line of the ledger, until the first job is sent."""
    left = iter(range(lines, -1, -1))

    def touch(moment: str) -> None:
        if moment.endswith(" line") and next(left, 1) == 0:
            raise Killed

    sampled.touch = touch
    with pytest.raises(Killed):
        promote(CONTROLLED, sampled.ports())
    sampled.touch, sampled.ceiling = nothing, 7.0  # whoever is asked again answers something else
    promote(CONTROLLED, sampled.ports())
    ended = [job.approval for job in sampled.ledger().jobs().values() if job.stand is Stand.ENDED]
    assert len(sampled.service.jobs) == len(ended) == 2
    assert sum(approval.ceiling for approval in ended) in {5.0, 7.0}


def test_a_control_that_fails_is_left_out(sampled: World) -> None:
    def fail(_moment: str) -> None:
        for job in list(sampled.service.jobs)[1:]:
            sampled.service.turn(JobId(job), State.FAILED, "out of memory")

    sampled.touch = fail
    with pytest.raises(GptctlError, match="out of memory") as told:
        promote(CONTROLLED, sampled.ports())
    assert "Leave --control out" in told.value.advice
    assert promote(goal(), replace(sampled.ports(), consent=nobody)).branch.made
    assert len(sampled.service.jobs) == 2


def test_a_control_that_is_wanted_later_is_approved_then_under_the_same_ceiling(sampled: World) -> None:
    sampled.price = 3.0
    first = promote(goal(), sampled.ports())
    with pytest.raises(Refused, match="without the control") as told:
        promote(CONTROLLED, replace(sampled.ports(), consent=nobody))
    assert f"git branch -D {first.branch.name}" in told.value.advice
    git(sampled.root, "branch", "-D", first.branch.name)
    with pytest.raises(Refused) as dear:
        promote(CONTROLLED, sampled.ports())
    assert dear.value.reasons == ("The job before it cost $3.00, and this one would cost $3.00; $5.00 were approved.",)
    sampled.ceiling = 6.0
    done = promote(CONTROLLED, sampled.ports())
    assert [job.approval.ceiling for job in sampled.ledger().jobs().values()] == [5.0, 3.0]
    assert (done.branch.made, len(sampled.service.jobs)) == (True, 2)


def test_a_control_that_ends_after_the_branch_was_made_is_asked_nothing(sampled: World) -> None:
    def touch(moment: str) -> None:
        if moment == "Trained" and len(sampled.service.jobs) == 2:
            raise Killed

    sampled.touch = touch
    with pytest.raises(Killed):
        promote(CONTROLLED, sampled.ports())
    sampled.touch = nothing
    first = promote(goal(), sampled.ports())
    [control] = [mark for mark, job in sampled.ledger().jobs().items() if job.stand is not Stand.ENDED]
    assert list(sampled.ports().watch.follow(control, list(sampled.service.jobs)[1]))
    assert sampled.ledger().jobs()[control].stand is Stand.ENDED
    sampled.touch = refuse_answers
    assert promote(goal(), sampled.ports()).branch.commit == first.branch.commit
    with pytest.raises(Refused, match="without the control"):
        promote(CONTROLLED, sampled.ports())


def test_a_control_of_the_same_rows_is_none(world: World) -> None:
    world.log += [replace(one, part=Part.CONTROL) for one in world.log if one.part is Part.TRAIN]
    promote(CONTROLLED, world.ports())
    assert len(world.service.jobs) == len(world.asked) == 1


def test_the_record_says_where_the_model_comes_from(world: World) -> None:
    done = promote(goal(), world.ports())
    said = json.loads(git(world.root, "show", f"{done.branch.name}:datasets/support/promotion.json"))
    assert (said["model"], said["base"], said["verdict"]) == (done.result.model, goal().base, "better")
    assert (
        said["approval"]["dataset"]
        == json.loads(git(world.root, "show", f"{done.branch.name}:datasets/support/manifest.json"))["dataset"]
    )
