"""What the answers of a promotion cost is asked before, and held against the same ceiling."""

from dataclasses import replace
from pathlib import Path

import pytest

from gptctl.errors import Refused
from gptctl.promote.compare.transcript import Transcript
from gptctl.promote.cost.rate import Rate, Rates
from gptctl.promote.example import Part
from gptctl.promote.pipeline.ports import Ports
from gptctl.promote.pipeline.prepare import prepare
from gptctl.promote.pipeline.promote import promote
from gptctl.promote.pipeline.shortening import Shortening
from gptctl.promote.shorten.saving import saving
from tests.support.promotion import BASE, World, asked, git, goal, rate, repository

OTHER = "qwen3-8b"
CENT = Rates(of=lambda model: rate(model, 0.01), tuned=lambda model: rate(model, 0.02))
HELD_OUT = 40


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(root=repository(tmp_path / "acme"), home=tmp_path / "home", rates=CENT)


def test_everybody_who_is_asked_is_counted(world: World) -> None:
    promote(goal(), world.ports())
    [question] = world.asked
    assert question.comparison.answers == 3 * HELD_OUT
    assert question.comparison.dollars == pytest.approx(HELD_OUT * 0.04)
    assert question.dollars == pytest.approx(1.0 + HELD_OUT * 0.04)
    [job] = world.ledger().jobs().values()
    assert job.approval.ceiling == pytest.approx(5.0 - HELD_OUT * 0.04)  # the answers are set aside


def test_an_untuned_base_and_a_control_are_counted_too(world: World) -> None:
    world.log += [replace(asked(number, Part.TRAIN), part=Part.CONTROL) for number in range(30, 45)]
    elsewhere = replace(goal(), base=OTHER, control=True)
    fee = prepare(elsewhere, world.ports(), world.home).question.comparison
    assert fee.answers == 5 * HELD_OUT
    assert fee.dollars == pytest.approx(HELD_OUT * 0.07)


def test_a_control_that_there_is_none_of_is_asked_for_nothing(world: World) -> None:
    wanted = replace(goal(), control=True)
    assert prepare(wanted, world.ports(), world.home).question.comparison.answers == 3 * HELD_OUT


def test_the_ceiling_is_for_the_answers_too(world: World) -> None:
    world.ceiling = 2.0
    with pytest.raises(Refused) as told:
        promote(goal(), world.ports())
    assert told.value.reasons == ("The job would cost $1.00, and the answers $1.60; $2.00 were approved.",)
    assert (world.service.jobs, world.service.files) == ({}, [])


def test_what_nobody_knows_is_refused_before_anybody_is_asked(world: World) -> None:
    def unknown(model: str) -> Rate:
        return rate(model, None)

    world.rates = Rates(of=rate, tuned=unknown)
    prepared = prepare(goal(), world.ports(), world.home)
    assert prepared.question.dollars is None
    with pytest.raises(Refused) as told:
        promote(goal(), world.ports())
    assert f"hosted:{BASE} cost is not known" in told.value.reasons[0]
    assert "prices.toml" in told.value.reasons[0]
    assert (world.asked, world.service.jobs) == ([], {})


def searching(world: World, answers: int) -> Ports:
    wanted = Shortening(
        instructions="Be brief. Be kind.",
        answers=answers,
        transcript=lambda _: Transcript(world.home / "answers.jsonl"),
        saving=lambda model, _, texts: saving(texts, model, None, lambda _read, _written: None),
    )
    return replace(world.ports(), shortening=wanted)


def test_a_search_costs_at_most_its_answers_at_the_dearest(world: World) -> None:
    def by_length(model: str) -> Rate:
        return Rate(at="hosted", model=model, charge=lambda read, written: (read + written) / 1000, most=10)

    world.rates = Rates(of=rate, tuned=by_length)
    fee = prepare(goal(), searching(world, 100), world.home).question.shortening
    whole = prepare(goal(), world.ports(), world.home).question.comparison
    assert fee.answers == 100
    assert fee.dollars is not None
    assert whole.dollars is not None
    assert fee.dollars / 100 > whole.dollars / HELD_OUT  # the dearest of all, under longer instructions
    assert prepare(goal(), world.ports(), world.home).question.shortening.answers == 0


def test_a_control_that_is_wanted_later_stays_under_one_ceiling_with_the_answers(world: World) -> None:
    world.log += [replace(asked(number, Part.TRAIN), part=Part.CONTROL) for number in range(30, 45)]
    first = promote(goal(), world.ports())
    git(world.root, "branch", "-D", first.branch.name)
    world.ceiling = 4.0
    with pytest.raises(Refused) as told:
        promote(replace(goal(), control=True), world.ports())
    said = "The job before it cost $1.00, and this one would cost $1.00, and the answers $2.40; $4.00 were approved."
    assert told.value.reasons == (said,)


def test_a_job_that_cost_nothing_takes_nothing_of_the_ceiling(world: World) -> None:
    world.log += [replace(asked(number, Part.TRAIN), part=Part.CONTROL) for number in range(30, 45)]
    world.price = 0.0
    first = promote(goal(), world.ports())
    git(world.root, "branch", "-D", first.branch.name)
    promote(replace(goal(), control=True), world.ports())
    assert [question.spent for question in world.asked] == [0.0, 0.0]
