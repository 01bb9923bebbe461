"""Where the trainer's base is not the model in use, it is asked too."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from gptctl.core.value import JSON
from gptctl.errors import Refused, Unknown
from gptctl.promote.chat import Chat
from gptctl.promote.compare.contestant import Contestant, Reply, Silent
from gptctl.promote.pipeline.ports import Ports
from gptctl.promote.pipeline.promote import Promoted, promote
from gptctl.views.line import PLAIN, render
from gptctl.views.promotion.promoted import PromotedReport
from tests.support.promotion import World, git, goal, repository

OTHER = "qwen3-8b"
ELSEWHERE = replace(goal(), base=OTHER)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(root=repository(tmp_path / "acme"), home=tmp_path / "home")


class Failing:
    """A model that is not there, or not now."""

    name = identity = OTHER

    def __init__(self, error: Exception) -> None:
        self.error = error

    def answer(self, messages: Sequence[Chat], tools: Sequence[JSON]) -> Reply:
        del messages, tools
        raise self.error


def where_the_base(world: World, leads_to: Callable[[], Contestant]) -> Ports:
    ports = world.ports()
    return replace(ports, contestant=lambda model: leads_to() if model == OTHER else ports.contestant(model))


def absent() -> Contestant:
    raise Refused(f"{OTHER} cannot be compared", reasons=["Nobody knows it."])


def shown(done: Promoted) -> str:
    return render(PromotedReport(promoted=done).human(), PLAIN)


def test_what_was_trained_further_is_compared_as_it_was(world: World) -> None:
    done = promote(ELSEWHERE, world.ports())
    assert [one.challenger for one in done.comparison.outcomes] == ["now, with examples", "untuned", "tuned"]
    assert done.comparison.absent == ()
    assert "\n  untuned: cannot tell." in shown(done)
    assert "Beside it, untuned: cannot tell." in git(world.root, "log", "-1", "--format=%B", done.branch.name)


def test_the_model_in_use_is_not_asked_twice(world: World) -> None:
    done = promote(goal(), world.ports())
    assert "untuned" not in [one.challenger for one in done.comparison.outcomes]


@pytest.mark.parametrize("leads_to", [absent, lambda: Failing(Silent("401: request 7 was refused"))])
def test_who_cannot_be_asked_is_told_of_and_stops_nothing(world: World, leads_to: Callable[[], Contestant]) -> None:
    done = promote(ELSEWHERE, where_the_base(world, leads_to))
    assert [one.challenger for one in done.comparison.outcomes] == ["now, with examples", "tuned"]
    why = f"{OTHER}, from which it was trained, was not asked"
    assert why in " ".join(git(world.root, "log", "-1", "--format=%B", done.branch.name).split())
    page = git(world.root, "show", f"{done.branch.name}:datasets/support/comparison.md")
    assert why in page
    assert "request 7" not in page
    assert f"\n  {why}" in shown(done)
    again = promote(ELSEWHERE, where_the_base(world, leads_to))
    assert (again.branch.commit, again.branch.made) == (done.branch.commit, False)


def test_an_accident_is_no_absence(world: World) -> None:
    with pytest.raises(Unknown):
        promote(ELSEWHERE, where_the_base(world, lambda: Failing(Unknown("the line is dead"))))
    assert promote(ELSEWHERE, world.ports()).comparison.outcomes[1].challenger == "untuned"
